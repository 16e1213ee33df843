// What makes a consistent catalogue a good one: plain statements, telling keywords, evidence that can count, reasons of
// their own. Not asked for at start, but by a test: a lint that fails stops a change, never an installation.
import { type Catalogue, listPoints, type Point } from "./catalogue.ts";
import { listProvableNatures } from "./document.ts";

/** School years a reader needs: a statement should be plain to somebody who has finished school. */
const hardestGrade = 16;
/** On average over all statements. */
export const hardestMeanGrade = 11;
/** A keyword of more points than this tells them apart no more. */
const widestKeyword = 4;
/** A keyword of one such word alone matches every policy. */
const emptyWords = new Set(
  "policy policies procedure process procedures security privacy review records record control controls system data document risk management access".split(
    " ",
  ),
);
/** Share of a framework's links that have a reason of their own. */
const ownReasons = 0.9;
/** So many words in a row from a publisher's title are its text, not ours. */
const borrowedLength = 8;

/** Every weakness of a catalogue, one sentence each. `titles` are the publishers' titles by framework. */
export function lintCatalogue(
  catalogue: Pick<Catalogue, "topics" | "frameworks">,
  titles: ReadonlyMap<string, readonly string[]>,
): string[] {
  const points = listPoints(catalogue);
  return [
    ...points.flatMap(lintPoint),
    ...findWideKeywords(points),
    ...findTwins(points),
    ...findBorrowed(points, titles),
    ...catalogue.frameworks.flatMap(({ id, requirements }) => {
      const reasons = requirements.flatMap(({ links }) => links.map(({ rationale }) => rationale));
      const share = new Set(reasons).size / reasons.length;
      return share < ownReasons
        ? [`${id}: only ${Math.round(100 * share)} % of its links have a reason of their own.`]
        : [];
    }),
  ];
}

function lintPoint({ id, statement, nature, evidence, keywords, doesNotProve }: Point): string[] {
  const proving = Object.keys(evidence).filter((kind) =>
    listProvableNatures(kind as keyof Point["evidence"]).includes(nature),
  );
  const grade = measureReadingGrade(statement);
  return [
    ...(proving.length < 2
      ? [
          `${id}: fewer than two of its kinds of evidence can prove ${nature}: ${proving.join(", ") || "none"}.`,
        ]
      : []),
    ...(grade > hardestGrade ? [`${id}: its statement reads like school year ${grade.toFixed(1)}.`] : []),
    ...(/\b(?:shall|the entity|the organization shall)\b/i.test(`${statement} ${doesNotProve}`)
      ? [`${id}: it speaks like a standard.`]
      : []),
    ...(/[.!?]$/.test(statement) ? [] : [`${id}: its statement is no sentence.`]),
    ...keywords
      .filter((keyword) => emptyWords.has(keyword.toLowerCase()))
      .map((keyword) => `${id}: the keyword "${keyword}" is in every policy.`),
  ];
}

function findWideKeywords(points: readonly Point[]): string[] {
  const holders = new Map<string, string[]>();
  for (const { id, keywords } of points)
    for (const keyword of new Set(keywords.map((one) => one.toLowerCase())))
      holders.set(keyword, [...(holders.get(keyword) ?? []), id]);
  return [...holders]
    .filter(([, ids]) => ids.length > widestKeyword)
    .map(
      ([keyword, ids]) => `The keyword "${keyword}" is shared by ${ids.length} points: ${ids.join(", ")}.`,
    );
}

/** Statements that differ in small words only. */
function findTwins(points: readonly Point[]): string[] {
  const seen = new Map<string, string>();
  return points.flatMap(({ id, statement }) => {
    const key = listWords(statement)
      .filter((word) => word.length > 3)
      .toSorted()
      .join(" ");
    const twin = seen.get(key);
    seen.set(key, id);
    return twin === undefined ? [] : [`${id} and ${twin} say the same.`];
  });
}

function findBorrowed(points: readonly Point[], titles: ReadonlyMap<string, readonly string[]>): string[] {
  const runs = new Map<string, string>();
  for (const [framework, list] of titles)
    for (const title of list) for (const run of listRuns(title)) runs.set(run, framework);
  return points.flatMap(({ id, statement }) => {
    const source = listRuns(statement).flatMap((run) => runs.get(run) ?? [])[0];
    return source === undefined ? [] : [`${id}: ${borrowedLength} words in a row are a title of ${source}.`];
  });
}

function listRuns(text: string): string[] {
  const words = listWords(text);
  return words
    .slice(0, Math.max(0, words.length - borrowedLength + 1))
    .map((_, start) => words.slice(start, start + borrowedLength).join(" "));
}

/**
 * The school year in which a text is understood: Flesch–Kincaid grade level (Kincaid et al., 1975), syllables counted
 * by groups of vowels.
 */
export function measureReadingGrade(text: string): number {
  const words = listWords(text);
  const sentences = Math.max(1, text.split(/[.!?](?:\s|$)/).filter((part) => part.trim() !== "").length);
  const syllables = words.reduce((sum, word) => sum + countSyllables(word), 0);
  return 0.39 * (words.length / sentences) + 11.8 * (syllables / Math.max(1, words.length)) - 15.59;
}

function countSyllables(word: string): number {
  const groups = word.replace(/(?:[^laeiouy]e|ed|es)$/, "").match(/[aeiouy]+/g);
  return Math.max(1, groups?.length ?? 0);
}

function listWords(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}'-]+/gu) ?? [];
}
