// Sentences of a passage, as exact spans: what a quote is chosen from.

export type SentenceSpan = { start: number; end: number };

/**
 * Cuts a text into sentences and lines; spans are offsets into it, without outer white space.
 * A line of a screen or a row of a table is a sentence of its own.
 */
export function splitSentences(text: string): SentenceSpan[] {
  const spans: SentenceSpan[] = [];
  for (const line of text.matchAll(/[^\n]+/g)) {
    let start = line.index;
    for (const mark of line[0].matchAll(/[.!?](?=["')\]”’]*\s+[\p{Lu}\d"'(“‘])["')\]”’]*/gu)) {
      pushTrimmed(spans, text, start, line.index + mark.index + mark[0].length);
      start = line.index + mark.index + mark[0].length;
    }
    pushTrimmed(spans, text, start, line.index + line[0].length);
  }
  return spans;
}

function pushTrimmed(spans: SentenceSpan[], text: string, start: number, end: number): void {
  const slice = text.slice(start, end);
  const lead = slice.length - slice.trimStart().length;
  const size = slice.trim().length;
  if (size > 0) spans.push({ start: start + lead, end: start + lead + size });
}
