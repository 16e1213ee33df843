// Contradictions: what two documents of an organization say of the same thing that cannot both be kept.
import { z } from "zod";
import type { Claim } from "./claim.ts";
import { compareMeasures } from "./conflict.ts";
import type { Document } from "./document.ts";
import { listMeasures, type Measure, type Role } from "./measure.ts";
import type { Passage } from "./passage.ts";
import type { Decision } from "./review.ts";
import { findValidity, isStale } from "./validity.ts";

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
  /** The rule first, then what is weaker than it; two rules in the order in which they were claimed. */
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

/** A claim with all that says whether it takes part, and the passages that its quotes are from. */
export type Witness = {
  claim: Claim;
  document: Document;
  decisions: readonly Decision[];
  passages: readonly Passage[];
};

export function isOpen(
  { foundAt, resolvedAt }: Pick<Contradiction, "foundAt" | "resolvedAt">,
  asOf: Date,
): boolean {
  return foundAt <= asOf && (resolvedAt === null || resolvedAt > asOf);
}

/** Whether a claim can contradict another one: it stands, nobody refused it, its document is in force. */
export function isTakingPart({ claim, document, decisions }: Omit<Witness, "passages">, asOf: Date): boolean {
  return isStanding({ claim, document, decisions }) && !isStale(findValidity(document), asOf);
}

/** Stale evidence keeps what it contradicted: time does not explain it. */
export function isStanding({ claim, document, decisions }: Omit<Witness, "passages">): boolean {
  const own = decisions.filter(({ claimId }) => claimId === claim.id);
  const last = own.toSorted((a, b) => a.decidedAt.getTime() - b.decidedAt.getTime()).at(-1);
  return (
    claim.retiredAt === null &&
    document.supersededAt === null &&
    document.integrityFailedAt === null &&
    last?.action !== "reject" &&
    last?.action !== "withdraw"
  );
}

type Said = { measure: Measure; quote: SideQuote; claims: Claim[] };
type Voice = { document: Document; role: Role; said: Said[] };

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
    witnesses.filter((witness) => isTakingPart(witness, asOf)),
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

function listVoices(witnesses: readonly Witness[], tokenize: (text: string) => string[]): Voice[] {
  const byDocument = new Map<string, Witness[]>();
  for (const witness of witnesses)
    byDocument.set(witness.document.id, [...(byDocument.get(witness.document.id) ?? []), witness]);
  return [...byDocument.values()].flatMap((group) => {
    const document = group[0]?.document;
    const role = findRole(document?.kind ?? null);
    if (!document || role === null) return [];
    const said = listSaid(group, document, role, tokenize);
    return said.length > 0 ? [{ document, role, said }] : [];
  });
}

function findRole(kind: Document["kind"]): Role | null {
  if (kind === "policy" || kind === "procedure") return "rule";
  return kind === "screenshot" || kind === "record" ? "practice" : null;
}

function listSaid(
  group: readonly Witness[],
  document: Document,
  role: Role,
  tokenize: (text: string) => string[],
): Said[] {
  const passages = new Map(group.flatMap(({ passages: own }) => own.map((one) => [one.id, one] as const)));
  return [...passages.values()]
    .toSorted((a, b) => a.ordinal - b.ordinal)
    .flatMap((passage) => {
      const title = nameDocument(document);
      const measures = listMeasures(
        { text: passage.text, headings: passage.headingPath, title },
        role,
        tokenize,
      );
      return measures.flatMap((measure): Said[] => {
        const claims = listSpeakers(group, passage, measure);
        const { start, end } = measure;
        const quote = {
          documentId: document.id,
          start: passage.start + start,
          end: passage.start + end,
          pageNumber: passage.pageNumber,
          text: passage.text.slice(start, end),
        };
        return claims.length > 0 ? [{ measure, quote, claims }] : [];
      });
    });
}

/**
 * The claims that a measure speaks for or against: those on points that it belongs to with a quote from the passage,
 * else those that quote these very words. A part of a proof gives way to a whole one.
 */
function listSpeakers(group: readonly Witness[], passage: Passage, { about, start, end }: Measure): Claim[] {
  const here = group
    .map(({ claim }) => claim)
    .filter(({ quotes }) => quotes.some(({ passageId }) => passageId === passage.id));
  const quoting = here.filter(({ quotes }) =>
    quotes.some((quote) => quote.start < passage.start + end && passage.start + start < quote.end),
  );
  const fitting = about === null ? [] : here.filter(({ pointWords }) => about.test(pointWords));
  const claims = fitting.length > 0 ? fitting : quoting;
  const whole = claims.filter(({ stance }) => stance !== "partly");
  return (whole.length > 0 ? whole : claims).toSorted(
    (a, b) => a.pointId.localeCompare(b.pointId) || a.id.localeCompare(b.id),
  );
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

function nameDocument({ title, fileName }: Pick<Document, "title" | "fileName">): string {
  return title ?? fileName;
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
