// Which of two facts stands: what the local rules read, or what a model said and words of the text show.
import { findNamedKind, isKindOfFormat } from "./description.ts";
import { kindSchema, listProvableNatures } from "./document.ts";
import { type FactName, localDescriber, type ReadFact } from "./fact.ts";
import type { Reading } from "./reading.ts";

export type Chosen = {
  /** Both sides, for the history; of each name the one that stands comes last. */
  all: ReadFact[];
  /** One of each name. */
  standing: ReadFact[];
};

type Rule = (local: ReadFact, told: ReadFact, reading: Reading) => boolean;

/** In characters: where a document says what it is. */
const openingLength = 600;

/**
 * What the local rules read stays, unless the model's fact says the same more fully, or says by its words what the
 * rules only inferred. `told` are facts that are tied to words.
 */
export function chooseFacts(
  reading: Reading,
  fileName: string,
  local: readonly ReadFact[],
  told: readonly ReadFact[],
): Chosen {
  const named = findNamedKind(`${local.find(({ name }) => name === "title")?.value ?? ""} ${fileName}`);
  const isBetter = (one: ReadFact, other: ReadFact): boolean =>
    other.name === "kind"
      ? isBetterKind(reading, named !== null, one, other)
      : (rules[other.name]?.(one, other, reading) ?? false) || saysMore(one, other);
  const names = [...new Set([...local, ...told].map(({ name }) => name))];
  const pairs = names.map((name) => {
    const one = local.find((fact) => fact.name === name);
    const other = told.find((fact) => fact.name === name);
    const isTold = other !== undefined && (one ? isBetter(one, other) : isFree(reading, other));
    return isTold ? { last: other, first: one } : { last: one, first: other };
  });
  const ordered = keepOrder(pairs);
  return {
    all: ordered.flatMap(({ first, last }) => [first, last].filter((fact) => fact !== undefined)),
    standing: ordered.flatMap(({ last }) => last ?? []),
  };
}

type Pair = { first: ReadFact | undefined; last: ReadFact | undefined };

/** Nothing ends before it starts: then what the model said gives way on both sides. */
function keepOrder(pairs: readonly Pair[]): Pair[] {
  const turned = [
    ["effectiveFrom", "effectiveTo"],
    ["periodStart", "periodEnd"],
  ].filter(([from, to]) => {
    const find = (name: string | undefined) => pairs.find(({ last }) => last?.name === name)?.last?.value;
    return (find(from) ?? "") > (find(to) ?? "9999");
  });
  const isTurned = ({ name }: ReadFact) => turned.some((span) => span.includes(name));
  return pairs.flatMap(({ first, last }) => {
    if (!last || !isTurned(last)) return [{ first, last }];
    const [local] = [first, last].filter((fact) => fact !== undefined && isLocal(fact));
    return local ? [{ first: first === local ? last : first, last: local }] : [];
  });
}

function isLocal({ saidBy }: ReadFact): boolean {
  return saidBy === localDescriber;
}

/** What the local rules did not find at all. */
function isFree(reading: Reading, { name }: ReadFact): boolean {
  return name !== "kind" || !isKindOfFormat(reading);
}

/**
 * A format cannot be talked away. Words at the beginning or in a heading may name another kind that proves the same;
 * one that proves other things only where neither title nor file name said a kind.
 */
function isBetterKind(reading: Reading, isNamed: boolean, local: ReadFact, told: ReadFact): boolean {
  const { quote } = told;
  if (isKindOfFormat(reading) || quote === null) return false;
  const isHeading = reading.headings.some(({ start, end }) => start < quote.end && end > quote.start);
  if (!isHeading && quote.start >= openingLength) return false;
  const prove = ({ value }: ReadFact) => listProvableNatures(kindSchema.parse(value)).join();
  return !isNamed || prove(local) === prove(told);
}

const effective = /effective|in force|valid from|applies|since/i;
const ending = /until|expir|\bends?\b|valid (?:to|through)/i;
const period = /\bperiod\b|\bfrom\b|\bcover|\bquarter\b|\bbetween\b|\bstart|\bend/i;
const timeOfDay = /\b\d{1,2}[:.]\d{2}\b/;

const says = ({ quote }: ReadFact, pattern: RegExp) => pattern.test(quote?.text ?? "");
const saysOnly =
  (pattern: RegExp): Rule =>
  (local, told) =>
    says(told, pattern) && !says(local, pattern);

const rules: { [Name in FactName]?: Rule } = {
  // A title that the rules took from the file's name; the document's own is at its beginning.
  title: (local, told) => local.quote === null && (told.quote?.start ?? openingLength) < openingLength,
  effectiveFrom: saysOnly(effective),
  effectiveTo: saysOnly(ending),
  periodStart: saysOnly(period),
  periodEnd: saysOnly(period),
  capturedAt: saysOnly(timeOfDay),
};

/** The same words, of which the rules had cut off a part. */
function saysMore(local: ReadFact, told: ReadFact): boolean {
  const [own, other] = [local.quote, told.quote];
  if (!own || !other || own.end <= other.start || other.end <= own.start) return false;
  return told.value.length > local.value.length && told.value.includes(local.value);
}
