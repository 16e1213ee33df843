// Witnesses: claims with all that says whether they take part when documents are compared, and what each document says.
import { describePoint, type Point } from "./catalogue.ts";
import { type Claim, isStandingClaim } from "./claim.ts";
import type { SideQuote } from "./contradiction.ts";
import type { Document } from "./document.ts";
import { listMeasures, type Measure, type Role } from "./measure.ts";
import type { Passage } from "./passage.ts";
import { type Decision, isStandingDecision } from "./review.ts";
import { findValidity, isStale } from "./validity.ts";

/** A claim with all that says whether it takes part, and the passages that its quotes are from. */
export type Witness = {
  claim: Claim;
  document: Document;
  decisions: readonly Decision[];
  passages: readonly Passage[];
};

/** Whether the words of a claim are in force; a person may have refused what was made of them. */
export function isInForce({ claim, document }: Pick<Witness, "claim" | "document">, asOf: Date): boolean {
  const isIntact = document.integrityFailedAt === null;
  return isIntact && isKept({ claim, document }) && !isStale(findValidity(document), asOf);
}

/**
 * Whether a claim still is a side of what it contradicted. Stale evidence is: time does not explain it. So is a
 * document whose bytes were changed: nobody gets rid of a contradiction by spoiling a file.
 */
export function isStanding(witness: Omit<Witness, "passages">): boolean {
  return isKept(witness) && !isRefused(witness);
}

function isKept({ claim, document }: Pick<Witness, "claim" | "document">): boolean {
  return isStandingClaim(claim) && document.supersededAt === null;
}

function isRefused({ claim, decisions }: Pick<Witness, "claim" | "decisions">): boolean {
  const own = decisions.filter((one) => one.claimId === claim.id && isStandingDecision(one));
  const last = own.toSorted((a, b) => a.decidedAt.getTime() - b.decidedAt.getTime()).at(-1);
  return last?.action === "reject" || last?.action === "withdraw";
}

export type Said = { measure: Measure; quote: SideQuote; claims: Claim[] };
export type Voice = { document: Document; role: Role; said: Said[] };

/** What each document that is a rule or a practice says, and which of its claims speak by it. */
export function listVoices(witnesses: readonly Witness[], tokenize: (text: string) => string[]): Voice[] {
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
 * else those that quote these very words. A part of a proof gives way to a whole one. What a person refused has
 * spoken and is silent now: nothing less speaks in its place.
 */
function listSpeakers(group: readonly Witness[], passage: Passage, { about, start, end }: Measure): Claim[] {
  const refused = new Set(group.filter(isRefused).map(({ claim }) => claim.id));
  const here = group
    .map(({ claim }) => claim)
    .filter(({ quotes }) => quotes.some(({ passageId }) => passageId === passage.id));
  const quoting = here.filter(({ quotes }) =>
    quotes.some((quote) => quote.start < passage.start + end && passage.start + start < quote.end),
  );
  const fitting = about === null ? [] : here.filter(({ pointWords }) => about.test(pointWords));
  const claims = fitting.length > 0 ? fitting : quoting;
  const whole = claims.filter(({ stance }) => stance !== "partly");
  return (whole.length > 0 ? whole : claims)
    .filter(({ id }) => !refused.has(id))
    .toSorted((a, b) => a.pointId.localeCompare(b.pointId) || a.id.localeCompare(b.id));
}

/** Points whose claims can contradict those of a document: its own, and those that what it says is about. */
export function listRelatedPoints(
  own: readonly Witness[],
  points: ReadonlyMap<string, Point>,
  tokenize: (text: string) => string[],
): string[] {
  const abouts = new Set(
    listVoices(own, tokenize).flatMap(({ said }) => said.flatMap(({ measure }) => measure.about ?? [])),
  );
  const related = [...points.values()].filter((point) =>
    [...abouts].some((about) => about.test(describePoint(point))),
  );
  return [...new Set([...own.map(({ claim }) => claim.pointId), ...related.map(({ id }) => id)])];
}

export function nameDocument({ title, fileName }: Pick<Document, "title" | "fileName">): string {
  return title ?? fileName;
}
