// A passage: an exact slice of a document's text, small enough to embed and to quote.
import { z } from "zod";
import type { Heading, Page, Reading } from "./reading.ts";

/** The embedder silently ignores text past 128 tokens, hence the limit (UTF-16 characters). */
export const passageLimit = 600;

export const passageSchema = z.object({
  id: z.uuid(),
  documentId: z.uuid(),
  ordinal: z.number().int().nonnegative(),
  start: z.number().int().nonnegative(),
  end: z.number().int().positive(),
  pageNumber: z.number().int().positive(),
  headingPath: z.array(z.string()),
  text: z.string().min(1).max(passageLimit),
});
export type Passage = z.infer<typeof passageSchema>;

export type PassageSpan = Pick<Passage, "start" | "end" | "pageNumber" | "headingPath">;
type Span = { start: number; end: number };

/**
 * Splits a reading into passages of at most 600 characters that never cross a page or a heading.
 * Whole blocks are kept together where they fit; a longer block is cut after a sentence, else after a word.
 * For every span, `reading.text.slice(start, end)` is the passage's text, without outer white space.
 */
export function splitPassages(
  reading: Pick<Reading, "text" | "pages" | "headings" | "blocks">,
): PassageSpan[] {
  const spans: PassageSpan[] = [];
  const outline = followOutline(reading);
  const findPage = followPages(reading.pages);
  let open: PassageSpan | undefined;
  for (const block of reading.blocks) {
    if (block.kind === "heading") {
      open = undefined;
      continue;
    }
    const pageNumber = findPage(block.start);
    const isFitting = open?.pageNumber === pageNumber && block.end - open.start <= passageLimit;
    if (open && isFitting) {
      open.end = block.end;
      continue;
    }
    const headingPath = outline(block.start);
    for (const piece of cutSpan(reading.text, block)) {
      open = { ...piece, pageNumber, headingPath };
      spans.push(open);
    }
  }
  return spans.length > 0 ? spans : splitHeadingsOnly(reading);
}

/** A page of headings alone (a slide, a poster) is still evidence. */
function splitHeadingsOnly(reading: Pick<Reading, "text" | "pages" | "blocks">): PassageSpan[] {
  const findPage = followPages(reading.pages);
  return reading.blocks.flatMap((block) =>
    cutSpan(reading.text, block).map((piece) => ({
      ...piece,
      pageNumber: findPage(piece.start),
      headingPath: [],
    })),
  );
}

/** Page numbers of offsets that only grow: a document of a hundred thousand blocks is walked once. */
function followPages(pages: readonly Page[]): (offset: number) => number {
  let at = 0;
  return (offset) => {
    while ((pages[at + 1]?.start ?? Infinity) <= offset) at += 1;
    return pages[at]?.number ?? 1;
  };
}

/** Heading paths of offsets that only grow. */
function followOutline({ text, headings }: Pick<Reading, "text" | "headings">): (offset: number) => string[] {
  const path: Heading[] = [];
  let at = 0;
  return (offset) => {
    for (let next = headings[at]; next && next.start < offset; next = headings[at]) {
      while (path.length > 0 && (path.at(-1)?.level ?? 0) >= next.level) path.pop();
      path.push(next);
      at += 1;
    }
    return path.map((heading) => text.slice(heading.start, heading.end));
  };
}

function cutSpan(text: string, span: Span): Span[] {
  const pieces: Span[] = [];
  let start = span.start;
  while (start < span.end) {
    while (start < span.end && /\s/.test(text.charAt(start))) start += 1;
    const end = span.end - start <= passageLimit ? span.end : findCut(text, start);
    const trimmed = start + text.slice(start, end).trimEnd().length;
    if (trimmed > start) pieces.push({ start, end: trimmed });
    start = end;
  }
  return pieces;
}

/** The last sentence end in the window, else the last white space, else the limit without splitting a character. */
function findCut(text: string, start: number): number {
  const window = text.slice(start, start + passageLimit);
  const sentence = [...window.matchAll(/[.!?;][)"'”’]?\s|\n/g)].at(-1);
  if (sentence && sentence.index > passageLimit / 4) return start + sentence.index + sentence[0].length;
  const space = window.search(/\s\S*$/);
  if (space > 0) return start + space;
  return start + (/[\uD800-\uDBFF]$/.test(window) ? passageLimit - 1 : passageLimit);
}

/** The document's title and the innermost headings: they say what a bare sentence leaves out. */
export function buildHeading(title: string | null, passage: Pick<Passage, "headingPath">): string {
  return [...new Set([title, ...passage.headingPath.slice(-2)])].filter(Boolean).join(" › ");
}

/** What is embedded for a passage. */
export function buildPassageQuery(
  title: string | null,
  passage: Pick<Passage, "headingPath" | "text">,
): string {
  return [buildHeading(title, passage), passage.text].filter(Boolean).join("\n");
}
