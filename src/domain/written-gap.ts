// Advice that a model wrote for an organization: its form, and the checks that code makes before anybody reads it.
import { z } from "zod";
import type { Point } from "./catalogue.ts";
import { type Kind, kindSchema } from "./document.ts";
import type { Gap } from "./gap.ts";
import { listClosingKinds } from "./gap-advice.ts";
import { findPromise } from "./promises.ts";

/** Lengths and kinds are checked for each gap, so that one wrong gap does not waste the others. */
export const writtenGapSchema = z.object({
  pointId: z.string(),
  kind: z.string(),
  advice: z.string(),
  owner: z.string().nullable(),
  documentIds: z.array(z.string()),
  example: z.string(),
});
export const writtenGapsSchema = z.object({ gaps: z.array(writtenGapSchema) });
export type WrittenGap = z.infer<typeof writtenGapSchema>;

/** A document that a model was told of. */
export type OfferedDocument = {
  documentId: string;
  fileName: string;
  title: string | null;
  kind: Kind | null;
  owner: string | null;
};

/** What was offered and what came back. `problem`: why nothing came back, for people. */
export type WrittenBatch = {
  pointIds: string[];
  offered: Pick<OfferedDocument, "documentId" | "fileName" | "owner">[];
  written: WrittenGap[];
  /** The model, and the version of the words that asked it; null when it gave no answer. */
  model: string | null;
  promptVersion: string;
  problem: string | null;
};

export const refusals = [
  "unknown_point",
  "repeated_point",
  "left_out",
  "foreign_kind",
  "unknown_document",
  "unknown_owner",
  "too_short",
  "too_long",
  "promises_compliance",
  "suspicious_text",
] as const;
export const refusedAdviceSchema = z.object({ pointId: z.string(), reason: z.enum(refusals) });
export type RefusedAdvice = z.infer<typeof refusedAdviceSchema>;
type Refusal = RefusedAdvice["reason"];

export const adviceLimits = { advice: [20, 600], example: [10, 400] } as const;
const pointIdLimit = 80;

/** Gaps with the written advice that stands every check; the composed advice stands for all the others. */
export function takeWritten(
  gaps: readonly Gap[],
  batches: readonly WrittenBatch[],
): { gaps: Gap[]; refused: RefusedAdvice[] } {
  const taken = new Map<string, Gap>();
  const refused: RefusedAdvice[] = [];
  for (const batch of batches.filter(({ problem }) => problem === null)) {
    const seen = new Set<string>();
    for (const one of batch.written) {
      const gap = gaps.find(({ pointId }) => pointId === one.pointId && batch.pointIds.includes(pointId));
      const reason = !gap ? "unknown_point" : seen.has(one.pointId) ? "repeated_point" : null;
      seen.add(one.pointId);
      const checked = gap && reason === null ? check(gap, one, batch) : (reason ?? "unknown_point");
      if (typeof checked !== "string") taken.set(one.pointId, checked);
      else refused.push({ pointId: one.pointId.slice(0, pointIdLimit), reason: checked });
    }
    const left = batch.pointIds.filter((pointId) => !seen.has(pointId));
    refused.push(...left.map((pointId) => ({ pointId, reason: "left_out" as const })));
  }
  return { gaps: gaps.map((gap) => taken.get(gap.pointId) ?? gap), refused };
}

/** The gap as written, or why its words are not taken. */
function check(gap: Gap, one: WrittenGap, batch: WrittenBatch): Gap | Refusal {
  const kind = kindSchema.safeParse(one.kind.trim().toLowerCase()).data;
  if (!kind || !listGapKinds(gap).includes(kind)) return "foreign_kind";
  const ids = new Set(batch.offered.map(({ documentId }) => documentId));
  if (!one.documentIds.every((id) => ids.has(id))) return "unknown_document";
  const owner = findOwner(one.owner, batch);
  if (owner === undefined) return "unknown_owner";
  const [advice, example] = [flatten(one.advice), flatten(one.example)];
  const flaw =
    findLengthFlaw(advice, adviceLimits.advice) ?? findLengthFlaw(example, adviceLimits.example) ?? null;
  if (flaw) return flaw;
  if ([advice, example].some(isSuspicious)) return "suspicious_text";
  if ([advice, example].some((text) => findPromise(leaveOutNames(text, batch)) !== null))
    return "promises_compliance";
  return {
    ...gap,
    kind,
    advice,
    example,
    owner,
    documentIds: [...new Set(one.documentIds)],
    analyser: batch.model ?? "model",
    promptVersion: batch.promptVersion,
  };
}

/** Kinds of evidence that a model may choose from for a gap. */
export function listGapKinds({ typicalEvidence, nature }: Pick<Gap, "typicalEvidence" | "nature">): Kind[] {
  return listClosingKinds({ evidence: typicalEvidence as Point["evidence"], nature });
}

/** The owner as a document names it; undefined when none of them does. */
function findOwner(owner: string | null, { offered }: WrittenBatch): string | null | undefined {
  const wanted = flatten(owner ?? "").toLowerCase();
  if (wanted === "") return null;
  return offered.find((one) => flatten(one.owner ?? "").toLowerCase() === wanted)?.owner ?? undefined;
}

/** A file may be called what it likes: its quoted name promises nothing. */
function leaveOutNames(text: string, { offered }: WrittenBatch): string {
  return offered.reduce(
    (rest, { fileName }) =>
      ["“”", '""', "''", "``"].reduce(
        (left, [open, close]) => left.replaceAll(`${open}${fileName}${close}`, "the file"),
        rest,
      ),
    text,
  );
}

function findLengthFlaw(text: string, [least, most]: readonly [number, number]): Refusal | undefined {
  return text.length < least ? "too_short" : text.length > most ? "too_long" : undefined;
}

function flatten(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/**
 * Addresses to follow, markup, invisible characters, words of mixed scripts, and a text in letters that the check for
 * promises cannot read: nothing that an advice needs.
 */
function isSuspicious(text: string): boolean {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0;
  return (
    latin < letters * 0.7 ||
    /https?:|www\.|mailto:|<\/?[a-z]|\]\(|\[(?:data|end) [0-9a-f]{16}/i.test(text) ||
    /[\p{Cf}\p{Co}\p{Cc}]/u.test(text) ||
    /\p{Script=Latin}[\p{Script=Cyrillic}\p{Script=Greek}]|[\p{Script=Cyrillic}\p{Script=Greek}]\p{Script=Latin}/u.test(
      text,
    )
  );
}
