// Contradictions: what two documents of an organization say of the same thing that cannot both be kept.
import { z } from "zod";
import { compareMeasures } from "./conflict.ts";
import type { Document } from "./document.ts";
import { isInForce, listVoices, nameDocument, type Said, type Voice, type Witness } from "./witness.ts";

/** The sentence or row that says it: an exact span of the document. */
export const sideQuoteSchema = z.object({
  documentId: z.uuid(),
  start: z.number().int().nonnegative(),
  end: z.number().int().positive(),
  pageNumber: z.number().int().positive(),
  text: z.string().min(1),
});
export type SideQuote = z.infer<typeof sideQuoteSchema>;

/** `weaker`: the second side does less than the first one demands; `different`: two rules that disagree. */
export const directionSchema = z.enum(["weaker", "different"]);
export type Direction = z.infer<typeof directionSchema>;

export const contradictionSchema = z.object({
  id: z.uuid(),
  /** The rule first, then what is weaker than it; two rules of one rank in any order. */
  claimId: z.uuid(),
  otherClaimId: z.uuid(),
  subject: z.string(),
  direction: directionSchema,
  values: z.tuple([z.string(), z.string()]),
  quote: sideQuoteSchema,
  otherQuote: sideQuoteSchema,
  reason: z.string().min(1),
  foundAt: z.date(),
  resolvedAt: z.date().nullable(),
  /** Who explained that both stand, or refused one side; null while open, or closed because a side went. */
  resolvedBy: z.uuid().nullable(),
  resolution: z.enum(["explained", "refused", "gone"]).nullable(),
  rationale: z.string().nullable(),
});
export type Contradiction = z.infer<typeof contradictionSchema>;
export type Finding = Omit<
  Contradiction,
  "id" | "foundAt" | "resolvedAt" | "resolvedBy" | "resolution" | "rationale"
>;

export function isOpen(
  { foundAt, resolvedAt }: Pick<Contradiction, "foundAt" | "resolvedAt">,
  asOf: Date,
): boolean {
  return foundAt <= asOf && (resolvedAt === null || resolvedAt > asOf);
}

/** The same again, as a new one: what closed it was taken back. */
export function reopen(one: Contradiction, id: string, foundAt: Date): Contradiction {
  return { ...one, id, foundAt, resolvedAt: null, resolvedBy: null, resolution: null, rationale: null };
}

/**
 * Whether it was found before: between these two claims, or between the same two quotes when each claim is a side of
 * one already. What a person explained does not come back before a claim is new.
 */
export function isKnown(finding: Finding, before: readonly Contradiction[]): boolean {
  const onSubject = before.filter(({ subject }) => subject === finding.subject);
  const list = ({ claimId, otherClaimId }: Pick<Finding, "claimId" | "otherClaimId">) => [
    claimId,
    otherClaimId,
  ];
  const isSamePair = (one: Contradiction) => list(one).toSorted().join() === list(finding).toSorted().join();
  const quotes = ({ quote, otherQuote }: Pick<Finding, "quote" | "otherQuote">) =>
    [quote, otherQuote]
      .map(({ documentId, start }) => `${documentId} ${start}`)
      .toSorted()
      .join();
  const sameQuotes = onSubject.filter((one) => quotes(one) === quotes(finding));
  return (
    onSubject.some(isSamePair) ||
    list(finding).every((id) => sameQuotes.some((one) => list(one).includes(id)))
  );
}

/**
 * Contradictions between any two documents. Reports and attestations take no part: they are other people's words,
 * often of other companies. The same claims give the same findings, in whatever order they come.
 * @param tokenize stems of a text.
 * @param documentId when given, only pairs with a side in this document.
 */
export function findContradictions(
  witnesses: readonly Witness[],
  { asOf, tokenize, documentId }: { asOf: Date; tokenize: (text: string) => string[]; documentId?: string },
): Finding[] {
  const voices = listVoices(
    witnesses.filter((witness) => isInForce(witness, asOf)),
    tokenize,
  );
  const findings = voices.flatMap((one, index) =>
    voices
      .slice(index + 1)
      .filter(
        (other) =>
          documentId === undefined || [one, other].some(({ document }) => document.id === documentId),
      )
      .flatMap((other) => compareVoices(one, other)),
  );
  return dropRepeated(findings);
}

function compareVoices(one: Voice, other: Voice): Finding[] {
  if (one.role === "practice" && other.role === "practice") return [];
  const isTurned =
    one.role === "practice" || (one.document.kind === "procedure" && other.document.kind === "policy");
  const [rule, second] = isTurned ? [other, one] : [one, other];
  const isBelow =
    second.role === "practice" || (rule.document.kind === "policy" && second.document.kind === "procedure");
  const subjects = new Set(rule.said.map(({ measure }) => measure.subject));
  return [...subjects].flatMap((subject) => {
    const [firsts, seconds] = [rule, second].map(({ said }) =>
      said.filter(({ measure }) => measure.subject === subject),
    );
    return compareMeasures(firsts ?? [], seconds ?? [], {
      isBelow,
      isPractice: second.role === "practice",
    }).flatMap(({ first, second: weaker }) =>
      pairClaims(rule, second, first, weaker, isBelow ? "weaker" : "different"),
    );
  });
}

/** Every claim of both sides is in a pair, on the same point where there is one; no more pairs than that takes. */
function pairClaims(rule: Voice, second: Voice, first: Said, other: Said, direction: Direction): Finding[] {
  if (
    first.measure.about === null &&
    !first.claims.some(({ pointId }) => other.claims.some((one) => one.pointId === pointId))
  )
    return [];
  const count = Math.max(first.claims.length, other.claims.length);
  return Array.from({ length: count }, (_, index) => {
    const claim = first.claims[Math.min(index, first.claims.length - 1)];
    const otherClaim = other.claims[Math.min(index, other.claims.length - 1)];
    if (!claim || !otherClaim) return [];
    const { subject } = first.measure;
    const values: [string, string] = [first.measure.said, other.measure.said];
    const reason = describeReason(rule.document, second.document, {
      subject,
      values,
      direction,
      isSeen: second.role === "practice",
    });
    return [
      {
        claimId: claim.id,
        otherClaimId: otherClaim.id,
        subject,
        direction,
        values,
        quote: first.quote,
        otherQuote: other.quote,
        reason,
      },
    ];
  }).flat();
}

function describeReason(
  rule: Document,
  second: Document,
  {
    subject,
    values,
    direction,
    isSeen,
  }: Pick<Finding, "subject" | "values" | "direction"> & { isSeen: boolean },
): string {
  const [wanted, found] = values.map((value) => `"${shorten(value)}"`);
  const verb = direction === "different" || !isSeen ? "says" : "shows";
  return `On ${subject}, "${nameDocument(rule)}" says ${wanted} and "${nameDocument(second)}" ${verb} ${found}.`;
}

function shorten(text: string): string {
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}

/** Rows of a record break a rule again and again: two claims contradict each other once on a subject. */
function dropRepeated(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ claimId, otherClaimId, subject }) => {
    const key = `${[claimId, otherClaimId].toSorted().join()} ${subject}`;
    return seen.has(key) ? false : seen.add(key);
  });
}
