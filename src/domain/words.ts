// Which words of a text speak for a point: the sentence or line that would be quoted, and how well it fits.
import type { Point } from "./catalogue.ts";
import { hasOppositeState } from "./guards.ts";
import type { Lexicon } from "./lexicon.ts";
import { quoteMinimum } from "./quote.ts";
import { type SentenceSpan, splitSentences } from "./sentences.ts";

export type ChosenWords = {
  /** An exact slice of the text, long enough to be a quote. */
  words: string;
  /** Share of the point's own words that stand in it, weighed by their rarity in the catalogue: 0 to 1. */
  match: number;
  /** A state in it says the opposite of the point ("MFA for administrators: not enforced"). */
  isOpposed: boolean;
};

/** A text cut into sentences with their tokens: prepared once, asked for many points. */
export type PreparedText = { text: string; sentences: (SentenceSpan & { tokens: ReadonlySet<string> })[] };

export interface WordChooser {
  prepare(text: string): PreparedText;
  choose(prepared: PreparedText, pointId: string): ChosenWords;
}

/** A title or a menu entry names a thing without saying anything of it. */
const bareWeight = 0.4;
/** A line that fits nearly as well as the best one may overrule it by its state. */
const nearlyBest = 0.6;

export function buildWordChooser(points: readonly Point[], lexicon: Lexicon): WordChooser {
  const statements = new Map(points.map((point) => [point.id, new Set(lexicon.tokenize(point.statement))]));
  const keywords = new Map(
    points.map((point) => [point.id, new Set(lexicon.tokenize(point.keywords.join(" . ")))]),
  );
  const spread = new Map<string, number>();
  for (const group of [statements, keywords])
    for (const tokens of group.values())
      for (const token of tokens) spread.set(token, (spread.get(token) ?? 0) + 1);
  const weigh = (token: string) => Math.log(1 + (2 * points.length) / (spread.get(token) ?? 1));

  /** Statement words count in full, other keywords half; both against the weight of the whole statement. */
  const measure = (tokens: ReadonlySet<string>, pointId: string): number => {
    const wanted = statements.get(pointId) ?? new Set<string>();
    const others = keywords.get(pointId) ?? new Set<string>();
    let [found, total] = [0, 0];
    for (const token of wanted) {
      total += weigh(token);
      if (tokens.has(token)) found += weigh(token);
    }
    for (const token of others) if (!wanted.has(token) && tokens.has(token)) found += weigh(token) / 2;
    return total === 0 ? 0 : Math.min(1, found / total);
  };

  return {
    prepare: (text) => ({
      text,
      sentences: splitSentences(text).map((span) => ({
        ...span,
        tokens: new Set(lexicon.tokenize(text.slice(span.start, span.end))),
      })),
    }),
    choose: ({ text, sentences }, pointId) => {
      const scored = sentences.map((sentence, at) => {
        const slice = text.slice(sentence.start, sentence.end);
        const match = measure(sentence.tokens, pointId) * (isBare(slice) ? bareWeight : 1);
        return { at, match, isOpposed: isOpposedState(slice, pointId) };
      });
      const ordered = scored.toSorted((a, b) => b.match - a.match);
      const best = ordered[0] ?? { at: 0, match: 0, isOpposed: false };
      const opposed = ordered.find((one) => one.isOpposed && one.match >= nearlyBest * best.match);
      const { at, match, isOpposed } = opposed ?? best;
      return { words: widen(text, sentences, at), match, isOpposed };
    },
  };

  /** A cell that speaks of the point and holds the opposite of what the point says. */
  function isOpposedState(line: string, pointId: string): boolean {
    return line.split("|").some((cell) => {
      if (!hasOppositeState(cell)) return false;
      const tokens = lexicon.tokenize(cell);
      return tokens.some((token) => statements.get(pointId)?.has(token) || keywords.get(pointId)?.has(token));
    });
  }
}

function isBare(words: string): boolean {
  return !/[:|]/.test(words) && words.split(/\s+/).length < 5;
}

/** A line too short to be a quote is taken with its neighbours; one that only announces, with what it announces. */
function widen(text: string, spans: readonly SentenceSpan[], at: number): string {
  let [first, last] = [at, at];
  const slice = () => text.slice(spans[first]?.start ?? 0, spans[last]?.end ?? text.length);
  if (slice().endsWith(":")) last = findListEnd(text, spans, at);
  while (slice().replace(/\s/g, "").length < quoteMinimum && (first > 0 || last < spans.length - 1)) {
    if (last < spans.length - 1) last += 1;
    else first -= 1;
  }
  return slice();
}

const listMark = /^(?:[-–—*•·▪◦]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])\s/i;
/** A quote is read at a glance: a long list is told by its first items. */
const listMaximum = 300;

/** The last of the sentences that the one before announces: the next one, and the items of its list after it. */
function findListEnd(text: string, spans: readonly SentenceSpan[], at: number): number {
  const read = (index: number) => text.slice(spans[index]?.start ?? 0, spans[index]?.end ?? 0);
  const from = spans[at]?.start ?? 0;
  let last = Math.min(at + 1, spans.length - 1);
  for (let next = spans[last + 1]; next && next.end - from <= listMaximum; next = spans[last + 1]) {
    if (!listMark.test(read(last + 1)) && !/[;,]$/.test(read(last))) break;
    last += 1;
  }
  return last;
}
