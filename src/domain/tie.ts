// Ties what a model says of a document to words of it: the exact span, its page and its boxes, or nothing.
import type { Excerpt } from "./excerpt.ts";
import type { FactQuote } from "./fact.ts";
import { findGuards } from "./guards.ts";
import { listBoxes, quoteMinimum, squeeze } from "./quote.ts";
import type { Reading } from "./reading.ts";

export type Ties = {
  /** Where the words stand; null when they do not, or are too short to say where. */
  find(words: string): FactQuote | null;
  /** Everywhere they stand, at most eight times. */
  findAll(words: string): FactQuote[];
};

/** What is not kept of a description, and why. */
export const dropReasons = [
  "words_not_found",
  "value_not_in_words",
  "no_value",
  "said_twice",
  "instruction",
  "not_shown",
] as const;
export type DropReason = (typeof dropReasons)[number];
export type Dropped = { [Reason in DropReason]?: number };

const leastLength = 3;
const mostPlaces = 8;

/**
 * White space and end-of-line hyphens may differ, nothing else. Words begin and end where words of the text do. Words of
 * under twelve characters are found only where they stand once: "On" stands everywhere and says nothing.
 */
export function openTies(reading: Reading, { spans }: Excerpt): Ties {
  const stretches = spans.map(({ start, end }) => ({ start, ...squeeze(reading.text.slice(start, end)) }));
  const findAll = (words: string): FactQuote[] => {
    const needle = squeeze(words).squeezed;
    if (needle.length < leastLength) return [];
    return stretches
      .flatMap(({ start, squeezed, offsets }) =>
        listPlaces(squeezed, needle).map((at) => ({
          start: start + (offsets[at] ?? 0),
          end: start + (offsets[at + needle.length - 1] ?? 0) + 1,
        })),
      )
      .filter((span) => hasWholeWords(reading.text, span))
      .slice(0, mostPlaces)
      .map((span) => buildFactQuote(reading, span));
  };
  return {
    findAll,
    find: (words) => {
      const [first, second] = findAll(words);
      const isClear = second === undefined || squeeze(words).squeezed.length >= quoteMinimum;
      return first && isClear ? first : null;
    },
  };
}

/** The words of a span, with its page and the boxes of its words. */
export function buildFactQuote(
  reading: Pick<Reading, "text" | "pages">,
  { start, end }: { start: number; end: number },
): FactQuote {
  const page = reading.pages.findLast((one) => one.start <= start);
  return {
    start,
    end,
    pageNumber: page?.number ?? 1,
    text: reading.text.slice(start, end),
    boxes: listBoxes(reading.pages, { start, end }),
  };
}

function listPlaces(hay: string, needle: string): number[] {
  const places: number[] = [];
  for (let at = hay.indexOf(needle); at >= 0; at = hay.indexOf(needle, at + needle.length)) places.push(at);
  return places;
}

function hasWholeWords(text: string, { start, end }: { start: number; end: number }): boolean {
  const isLetter = (character: string) => /[\p{L}\p{N}]/u.test(character);
  const parts = (inside: number, outside: number) =>
    isLetter(text.charAt(inside)) && isLetter(text.charAt(outside));
  return !parts(start, start - 1) && !parts(end - 1, end);
}

/** Whether a text holds a value as whole words, capitals aside. */
export function holdsValue(words: string, value: string): boolean {
  return listReadings(words).some((one) => findValue(one, value) !== null);
}

/** Words as they stand, and with the words put together again that a line end parts. */
export function listReadings(words: string): string[] {
  return [words, words.replace(/[-\u00AD][ \t]*\n\s*/g, "")].map((one) => one.replace(/\s+/g, " "));
}

/** Where in the words, their white space evened out, a value begins. */
export function findValue(words: string, value: string): { said: string; at: number } | null {
  const said = evenOut(words);
  const wanted = evenOut(value);
  if (wanted === "") return null;
  for (let at = said.indexOf(wanted); at >= 0; at = said.indexOf(wanted, at + 1)) {
    if (hasWholeWords(said, { start: at, end: at + wanted.length })) return { said, at };
  }
  return null;
}

/** Whether the words, or the line around them, speak to whoever analyses the document. */
export function speaksToAnalyser(text: string, { start, end }: { start: number; end: number }): boolean {
  const line = findLine(text, { start, end });
  const around = text.slice(Math.max(line.start, start - 600), Math.min(line.end, end + 600));
  return findGuards(text.slice(start, end), around, "").includes("injection");
}

/** The whole lines that a span touches. */
export function findLine(text: string, { start, end }: { start: number; end: number }) {
  const lineEnd = text.indexOf("\n", end);
  return {
    start: text.lastIndexOf("\n", start - 1) + 1,
    end: lineEnd < 0 ? text.length : lineEnd,
  };
}

export function countDropped(reasons: readonly DropReason[]): Dropped {
  const counts = dropReasons.map((reason) => [reason, reasons.filter((one) => one === reason).length]);
  return Object.fromEntries(counts.filter(([, count]) => count !== 0)) as Dropped;
}

function evenOut(text: string): string {
  return text.replace(/\s+/g, " ").trim().toLowerCase();
}
