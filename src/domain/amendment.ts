// An amendment: the claim as a person puts it right. Its quotes stay words of the source, its nature stays provable.
import { z } from "zod";
import { describePoint, type Point } from "./catalogue.ts";
import { type Claim, stanceSchema, unamended } from "./claim.ts";
import { type Document, daySchema, listProvableNatures, natureSchema } from "./document.ts";
import type { Passage } from "./passage.ts";
import { listBoxes, type Quote, quoteMinimum, squeeze } from "./quote.ts";
import type { Reading } from "./reading.ts";

const spanSchema = z.strictObject({ start: z.int().nonnegative(), end: z.int().positive() });

/** What is to be different; null takes a date back to those of the document. */
export const amendmentSchema = z.strictObject({
  quotes: z.array(spanSchema).min(1).max(20).optional(),
  pointId: z.string().min(1).optional(),
  nature: natureSchema.optional(),
  stance: stanceSchema.optional(),
  validFrom: daySchema.nullable().optional(),
  validTo: daySchema.nullable().optional(),
});
export type Amendment = z.infer<typeof amendmentSchema>;

export type AmendedGround = {
  claim: Claim;
  document: Pick<Document, "kind">;
  /** The point that it is to be about. */
  point: Point | undefined;
  catalogueVersion: string;
  /** Of the claim's quotes. */
  passages: readonly Passage[];
  reading: Pick<Reading, "text" | "pages">;
  id: string;
  at: Date;
};

/** The new claim, or why there cannot be one in words for the person who amends. */
export function buildAmendment(amendment: Amendment, ground: AmendedGround): Claim | { problem: string } {
  const { claim, document, point, catalogueVersion, id, at } = ground;
  const { kind } = document;
  if (!point)
    return { problem: `There is no point "${amendment.pointId ?? claim.pointId}" in the catalogue.` };
  if (kind === null) return { problem: "The document has no kind yet: state it first." };
  const nature = amendment.nature ?? findNature(claim, point, kind);
  if (!listProvableNatures(kind).includes(nature))
    return { problem: `A document of the kind ${kind} proves no ${nature}: it can be no evidence of it.` };
  const quotes = amendment.quotes ? cutQuotes(amendment.quotes, ground) : claim.quotes;
  if ("problem" in quotes) return quotes;
  const { validFrom = claim.validFrom, validTo = claim.validTo, stance = claim.stance } = amendment;
  if ((validFrom ?? "") > (validTo ?? "9999"))
    return { problem: `It cannot end on ${validTo} and begin later.` };
  const about = { pointId: point.id, nature, stance };
  const amended = {
    ...claim,
    ...describeScored(claim, about),
    ...about,
    ...unamended,
    id,
    pointWords: describePoint(point),
    catalogueVersion,
    quotes,
    createdAt: at,
    retiredAt: null,
    amends: claim.id,
    validFrom,
    validTo,
  };
  return isSame(claim, amended) ? { problem: "Nothing would be different: say what is to change." } : amended;
}

/** Another point brings its own nature, where the document can prove that. */
function findNature(claim: Claim, point: Point, kind: NonNullable<Document["kind"]>): Claim["nature"] {
  const isMoved = point.id !== claim.pointId;
  return isMoved && listProvableNatures(kind).includes(point.nature) ? point.nature : claim.nature;
}

/** What the machine made of the claim says nothing of another one: nobody has scored that. */
function describeScored(
  claim: Claim,
  about: Pick<Claim, "pointId" | "nature" | "stance">,
): Pick<Claim, "probability" | "features" | "guards" | "objection"> {
  const { probability, features, objection } = claim;
  const guards =
    about.stance === "contradicts" ? claim.guards : claim.guards.filter((guard) => guard !== "contradiction");
  const isScored =
    claim.pointId === about.pointId && claim.nature === about.nature && claim.stance === about.stance;
  return isScored
    ? { probability, features, guards, objection }
    : { probability: 0, features: {}, guards, objection: null };
}

function cutQuotes(
  spans: NonNullable<Amendment["quotes"]>,
  { claim, passages, reading }: AmendedGround,
): Quote[] | { problem: string } {
  const quotes: Quote[] = [];
  for (const wanted of spans) {
    const span = trimSpan(reading.text, wanted);
    const text = reading.text.slice(span.start, span.end);
    const place = [...passages.map(({ id, ...rest }) => ({ ...rest, passageId: id })), ...claim.quotes].find(
      ({ start, end }) => start <= span.start && span.end <= end,
    );
    if (!place)
      return {
        problem: `Characters ${wanted.start} to ${wanted.end} are not within a passage that the claim quotes.`,
      };
    if (squeeze(text).squeezed.length < quoteMinimum)
      return { problem: `A quote has at least ${quoteMinimum} characters: fewer are found anywhere.` };
    if (/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/.test(text))
      return { problem: "A quote cannot cut a character in two." };
    const boxes = listBoxes(reading.pages, span);
    const { passageId, pageNumber } = place;
    quotes.push({ documentId: claim.documentId, passageId, ...span, pageNumber, text, boxes });
  }
  return quotes.filter(
    ({ start, end }, index) => quotes.findIndex((one) => one.start === start && one.end === end) === index,
  );
}

/** Without white space around it. */
function trimSpan(
  text: string,
  { start, end }: { start: number; end: number },
): { start: number; end: number } {
  const cut = text.slice(start, end);
  return { start: start + cut.length - cut.trimStart().length, end: start + cut.trimEnd().length };
}

function isSame(one: Claim, other: Claim): boolean {
  const list = ({ quotes }: Claim) => quotes.map(({ start, end }) => `${start}-${end}`).join();
  return (
    list(one) === list(other) &&
    one.pointId === other.pointId &&
    one.nature === other.nature &&
    one.stance === other.stance &&
    one.validFrom === other.validFrom &&
    one.validTo === other.validTo
  );
}
