// What of a document's text a model is shown to describe it: where documents speak of themselves, and no more.
import type { Reading } from "./reading.ts";

export type Span = { start: number; end: number };
/** The stretches in text order, without overlap, and the text that a model is shown. */
export type Excerpt = { spans: Span[]; text: string };

/** In characters: the first page or two, the history at the end, and what the parts between are called. */
const headLength = 5_000;
const tailLength = 2_000;
const headingsLength = 1_500;
const longest = headLength + tailLength + headingsLength;

/** At most 8,500 characters, however long the document is. */
export function cutExcerpt({ text, headings }: Pick<Reading, "text" | "headings">): Excerpt {
  if (text.length <= longest) return buildExcerpt(text, [{ start: 0, end: text.length }]);
  const head = { start: 0, end: cutBefore(text, headLength) };
  const tail = { start: cutAfter(text, Math.max(head.end, text.length - tailLength)), end: text.length };
  const between: Span[] = [];
  let left = headingsLength;
  for (const { start, end } of headings) {
    if (start < head.end || end > tail.start || end - start > left) continue;
    between.push({ start, end });
    left -= end - start;
  }
  return buildExcerpt(text, [head, ...between, tail]);
}

/** The words of the first page, for a picture: at most 8,500 characters. */
export function cutFirstPage({ text, pages }: Pick<Reading, "text" | "pages">): Excerpt {
  const { start, end } = pages[0] ?? { start: 0, end: 0 };
  return buildExcerpt(text, [{ start, end: Math.min(end, start + cutBefore(text.slice(start), longest)) }]);
}

function buildExcerpt(text: string, wanted: readonly Span[]): Excerpt {
  const spans = wanted.filter(({ start, end }) => text.slice(start, end).trim() !== "");
  return { spans, text: spans.map(({ start, end }) => text.slice(start, end).trim()).join("\n[…]\n") };
}

/** The end of the last whole line before `limit`; a line that long is cut. */
function cutBefore(text: string, limit: number): number {
  if (text.length <= limit) return text.length;
  const lineEnd = text.lastIndexOf("\n", limit);
  return lineEnd > limit / 2 ? lineEnd : limit;
}

function cutAfter(text: string, start: number): number {
  if (start === 0 || text[start - 1] === "\n" || start >= text.length) return start;
  const lineEnd = text.indexOf("\n", start);
  return lineEnd < 0 || lineEnd - start > tailLength / 2 ? start : lineEnd;
}
