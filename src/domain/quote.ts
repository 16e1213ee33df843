// A quote: an exact span of the source, found by code, with the boxes of its words.
import { z } from "zod";
import { boxSchema, type Page } from "./reading.ts";

export const quoteSchema = z.object({
  documentId: z.uuid(),
  passageId: z.uuid(),
  start: z.number().int().nonnegative(),
  end: z.number().int().positive(),
  pageNumber: z.number().int().positive(),
  text: z.string().min(1),
  boxes: z.array(boxSchema),
});
export type Quote = z.infer<typeof quoteSchema>;

/** Shorter spans are found anywhere and prove nothing. */
export const quoteMinimum = 12;

type Span = { start: number; end: number };

/**
 * Finds `wanted` verbatim in `text` between `within.start` and `within.end`, ignoring differences in white space
 * and end-of-line hyphenation only. Returns the exact offsets, or null when it is not there or too short.
 */
export function findVerbatim(text: string, wanted: string, within: Span): Span | null {
  const needle = squeeze(wanted);
  if (needle.squeezed.length < quoteMinimum) return null;
  const hay = squeeze(text.slice(within.start, within.end));
  const at = hay.squeezed.indexOf(needle.squeezed);
  const first = hay.offsets[at];
  const last = hay.offsets[at + needle.squeezed.length - 1];
  if (at < 0 || first === undefined || last === undefined) return null;
  return { start: within.start + first, end: within.start + last + 1 };
}

/** Drops white space, and a hyphen at the end of a line, remembering where every kept character came from. */
export function squeeze(text: string): { squeezed: string; offsets: number[] } {
  const offsets: number[] = [];
  let squeezed = "";
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    const isLineEndHyphen =
      (character === "-" || character === "\u00AD") && /^[ \t]*\n/.test(text.slice(index + 1, index + 4));
    if (/\s/.test(character) || isLineEndHyphen) continue;
    squeezed += character;
    offsets.push(index);
  }
  return { squeezed, offsets };
}

/** The boxes of the words that a span touches on its page; empty when the format has no layout. */
export function listBoxes(pages: readonly Page[], span: Span): Quote["boxes"] {
  return listWords(pages, span).map((word) => word.box);
}

/** The lowest confidence of the words in a span; 1 when they were not read by OCR, 0 beside an unreadable state. */
export function findReadConfidence(pages: readonly Page[], span: Span): number {
  const marks = pages.flatMap(({ unreadable }) => unreadable);
  if (marks.some(({ start, end }) => start < span.end && end > span.start)) return 0;
  return Math.min(1, ...listWords(pages, span).map((word) => word.confidence));
}

function listWords(pages: readonly Page[], span: Span): Page["words"] {
  return pages
    .filter((page) => page.start < span.end && page.end > span.start)
    .flatMap((page) => page.words.filter((word) => word.start < span.end && word.end > span.start));
}
