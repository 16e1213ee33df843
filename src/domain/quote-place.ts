// Where the words of a quote stand in another version of their document: the same words in the same sentence, or nowhere.
import type { Passage } from "./passage.ts";
import { listBoxes, type Quote, quoteMinimum, squeeze } from "./quote.ts";
import type { Reading } from "./reading.ts";

type Span = { start: number; end: number };
type Told = Pick<Reading, "text" | "blocks">;

export type NewerText = {
  documentId: string;
  reading: Pick<Reading, "text" | "blocks" | "pages">;
  passages: readonly Passage[];
};

/**
 * Finds a quote of the older version in the newer one, with its new offsets, page and boxes. White space and hyphens at
 * the ends of lines do not count. The sentence around it has to be the same too: "MFA is enforced" stands word for
 * word in "It is not true that MFA is enforced", and says the opposite. Null when it is not there.
 */
export function buildQuotePlacer(older: Told, newer: NewerText): (quote: Quote) => Quote | null {
  const hay = squeeze(newer.reading.text);
  return (quote) => {
    const needle = squeeze(quote.text).squeezed;
    if (needle.length < quoteMinimum) return null;
    const sentence = squeeze(cutSentence(older, quote)).squeezed;
    for (let at = hay.squeezed.indexOf(needle); at >= 0; at = hay.squeezed.indexOf(needle, at + 1)) {
      const [first, last] = [hay.offsets[at], hay.offsets[at + needle.length - 1]];
      if (first === undefined || last === undefined) return null;
      const span = { start: first, end: last + 1 };
      const placed = placeQuote(newer, span);
      if (placed && squeeze(cutSentence(newer.reading, span)).squeezed === sentence) return placed;
    }
    return null;
  };
}

function placeQuote({ documentId, reading, passages }: NewerText, span: Span): Quote | null {
  const passage = passages.find(({ start, end }) => start <= span.start && span.start < end);
  if (!passage) return null;
  const { id: passageId, pageNumber } = passage;
  const text = reading.text.slice(span.start, span.end);
  return { documentId, passageId, ...span, pageNumber, text, boxes: listBoxes(reading.pages, span) };
}

const sentenceEnd = /[.!?]["')\]”’]*(?=\s|$)/g;
const endsSentence = /[.!?]["')\]”’]*\s*$/;

/** The words of a span with the rest of the sentences that it begins and ends in, within their blocks. */
function cutSentence({ text, blocks }: Told, { start, end }: Span): string {
  const first = blocks.find((block) => block.start <= start && start < block.end);
  const last = blocks.find((block) => block.start < end && end <= block.end);
  const before = text.slice(first?.start ?? start, start);
  const lead = [...before.matchAll(sentenceEnd)].at(-1);
  const from = start - before.length + (lead ? lead.index + lead[0].length : 0);
  if (endsSentence.test(text.slice(start, end))) return text.slice(from, end);
  const after = text.slice(end, last?.end ?? end);
  const tail = [...after.matchAll(sentenceEnd)][0];
  return text.slice(from, end + (tail ? tail.index + tail[0].length : after.length));
}
