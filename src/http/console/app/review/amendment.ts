// What a reviewer makes different of a claim, and how it is sent: only what is different.
import type { ReviewDetail } from "../answers.ts";

/** Of one quote: which of its words are kept, counted from 1; none when it is left out. */
export type Words = { isKept: boolean; first: string; last: string };

export type Changes = {
  quotes: readonly Words[];
  pointId: string;
  nature: string;
  stance: string;
  validFrom: string;
  validTo: string;
};

type Span = { start: number; end: number };

export function readChanges({ claim }: ReviewDetail): Changes {
  const { pointId, nature, stance } = claim;
  const quotes = claim.quotes.map(({ text }) => ({
    isKept: true,
    first: "1",
    last: String(listWords(text).length),
  }));
  return { quotes, pointId, nature, stance, validFrom: "", validTo: "" };
}

export function listWords(text: string): Span[] {
  return [...text.matchAll(/\S+/g)].map(({ index, 0: word }) => ({ start: index, end: index + word.length }));
}

/** Whole words that a selection touches; null for one that touches none. */
export function findSelected(text: string, { start, end }: Span): Pick<Words, "first" | "last"> | null {
  const touched = listWords(text).flatMap((word, index) =>
    word.start < end && start < word.end ? [String(index + 1)] : [],
  );
  const [first] = touched;
  const last = touched.at(-1);
  return first === undefined || last === undefined ? null : { first, last };
}

/** Where the kept words stand in the quote; null when there are no such words. */
export function findKept(text: string, { first, last }: Words): Span | null {
  const words = listWords(text);
  const from = words[Number(first) - 1];
  const to = words[Number(last) - 1];
  return from && to && from.start <= to.start ? { start: from.start, end: to.end } : null;
}

/** What is wrong with the quotes, or null. */
export function findQuoteProblem({ claim }: ReviewDetail, { quotes }: Changes): string | null {
  if (!quotes.some(({ isKept }) => isKept)) return "Keep one quote: a claim without words is none.";
  const isWrong = claim.quotes.some(({ text }, index) => {
    const words = quotes[index];
    return words?.isKept && !findKept(text, words);
  });
  return isWrong ? "The first and the last word have to be words of the quote, in this order." : null;
}

/** Every quote that is kept is sent, also one that is as it was: those that are not sent are dropped. */
export function buildAmendment({ claim }: ReviewDetail, changes: Changes): Record<string, unknown> {
  const spans = claim.quotes.flatMap(({ start, text }, index) => {
    const words = changes.quotes[index];
    const kept = words?.isKept ? findKept(text, words) : null;
    return kept ? [{ start: start + kept.start, end: start + kept.end }] : [];
  });
  const isNarrower =
    spans.length !== claim.quotes.length ||
    claim.quotes.some(({ start, text }, index) => {
      const words = listWords(text);
      const span = spans[index];
      return span?.start !== start + (words[0]?.start ?? 0) || span.end !== start + (words.at(-1)?.end ?? 0);
    });
  return {
    ...(isNarrower && { quotes: spans }),
    ...(changes.pointId !== claim.pointId && { pointId: changes.pointId.trim() }),
    ...(changes.nature !== claim.nature && { nature: changes.nature }),
    ...(changes.stance !== claim.stance && { stance: changes.stance }),
    ...(changes.validFrom !== "" && { validFrom: changes.validFrom }),
    ...(changes.validTo !== "" && { validTo: changes.validTo }),
  };
}
