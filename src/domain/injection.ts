// Instructions aimed at whoever analyses a text: found in it as it is written, disguised or encoded.
import { foldLetter, foldLookAlikes } from "./disguise.ts";
import { foreignPhrases } from "./injection-languages.ts";
import { compactPhrases, englishPhrases } from "./injection-phrases.ts";

export type Span = { start: number; end: number };

/** Long texts are searched in pieces that overlap by more than any phrase is long. */
const pieceLength = 4_000;
const overlap = 500;

const phrases = [...englishPhrases, ...foreignPhrases].map(compile);
const compact = compactPhrases.map(compile);

/** Blanks match line ends too: an attack may be split over paragraphs. */
function compile(source: string): RegExp {
  const folded = source.normalize("NFD").replace(/\p{M}/gu, "");
  return new RegExp(folded.replaceAll(" ", String.raw`\s`), "gu");
}

/** Where a text talks to its analyser, as spans of it, first to last. Deliberately wide: a person looks at what is found. */
export function findInjections(text: string): Span[] {
  const spans: Span[] = [];
  for (let from = 0; from === 0 || from + overlap < text.length; from += pieceLength - overlap) {
    const piece = text.slice(from, from + pieceLength);
    for (const { start, end } of searchPiece(piece)) spans.push({ start: from + start, end: from + end });
  }
  return joinSpans(spans);
}

export function hasInjection(text: string): boolean {
  return findInjections(text).length > 0;
}

function searchPiece(piece: string): Span[] {
  const folded = fold(piece);
  return [...searchFolded(folded), ...searchEncoded(piece)];
}

/** `offsets[i]` is where the character `text[i]` comes from; one more tells the end. */
type Folded = { text: string; offsets: number[] };

function fold(piece: string): Folded {
  let text = "";
  const offsets: number[] = [];
  const add = (letters: string, at: number): void => {
    for (let unit = 0; unit < letters.length; unit += 1) offsets.push(at);
    text += letters;
  };
  let at = 0;
  for (const letter of piece) {
    if (/\s/.test(letter)) {
      const isOpen = text.endsWith(" ") || text.endsWith("\n");
      if (!isOpen) add(letter === "\n" ? "\n" : " ", at);
      else if (letter === "\n") text = `${text.slice(0, -1)}\n`;
    } else if (letter <= "~") add(letter.toLowerCase(), at);
    else add(foldLetter(letter).replace(/\s|\p{Default_Ignorable_Code_Point}/gu, ""), at);
    at += letter.length;
  }
  return { text, offsets: [...offsets, piece.length] };
}

function searchFolded({ text, offsets }: Folded): Span[] {
  const latin = foldLookAlikes(text);
  const readings = latin === text ? [text] : [text, latin];
  const found = readings.flatMap((reading) =>
    phrases.flatMap((phrase) => [...reading.matchAll(phrase)].filter((hit) => !isExample(reading, hit))),
  );
  const hits = found.map((hit) => ({ start: hit.index, end: hit.index + hit[0].length }));
  return [...hits, ...searchSpelled(latin)].map(({ start, end }) => ({
    start: offsets[start] ?? 0,
    end: (offsets[end - 1] ?? 0) + 1,
  }));
}

/** "i g n o r e   a l l", "i.g.n.o.r.e". */
function searchSpelled(text: string): Span[] {
  return [...text.matchAll(/(?<![a-z])(?:[a-z][\s._*·•|/-]{1,3}){9,}[a-z](?![a-z])/g)].flatMap((found) => {
    const word = found[0].replace(/[^a-z]/g, "");
    const isHit = compact.some((phrase) => word.search(phrase) >= 0);
    return isHit ? [{ start: found.index, end: found.index + found[0].length }] : [];
  });
}

const awareness =
  /\b(?:attackers?|criminals?|phish\w*|scams?|scammers?|fraudsters?|social engineer\w*|prompt injections?|malicious|adversar\w+|suspicious|untrusted|hackers?|awareness|impostors?|jailbreaks?)\b/;
const report =
  /\b(?:may|might|can|could|try|tries|trying|attempts?|attempting|tells?|telling|instructs?|instructing|asks?|asking|tricks?|designed to|such as|like|e\.g\.|for example|example|says?|reads?|contains?|pretends?)\b/;

/**
 * Teaching people what attacks look like is no attack: the words are told of attackers, or quoted beside their name.
 * Whoever attacks in these words gains a candidate without this guard, and nothing else.
 */
function isExample(text: string, hit: RegExpExecArray): boolean {
  const lead = text.slice(Math.max(0, hit.index - 220), hit.index + 1);
  const isQuoted =
    /(?:^|[\s(:])["“‘'«„][^"”’»“]{0,120}$/.test(lead) &&
    /^[^\n]{0,160}?["”’'»“]/.test(text.slice(hit.index + 1));
  const sentence = isQuoted ? lead : (/[^.!?\n]*$/.exec(lead)?.[0] ?? "");
  const after = isQuoted ? text.slice(hit.index, hit.index + 260) : "";
  return awareness.test(sentence + after) && (isQuoted || report.test(sentence));
}

/** Words in base64, in hexadecimal, as percent or character codes, turned round or shifted by thirteen letters. */
function searchEncoded(piece: string): Span[] {
  return decoders.flatMap(({ pattern, decode }) =>
    [...piece.matchAll(pattern)].flatMap((found) => {
      const decoded = decode(found[0]);
      const strange = decoded.match(/[^\t\n\r\u0020-\u007E\u00A0-\uFFFC]/g)?.length ?? 0;
      const isText = decoded.length >= 12 && strange <= decoded.length / 10;
      const isHit = isText && searchFolded(fold(decoded)).length > 0;
      return isHit ? [{ start: found.index, end: found.index + found[0].length }] : [];
    }),
  );
}

const rotate = (text: string): string =>
  text.replace(/[a-z]/gi, (letter) => {
    const base = letter <= "Z" ? 65 : 97;
    return String.fromCharCode(((letter.charCodeAt(0) - base + 13) % 26) + base);
  });

const decoders: readonly { pattern: RegExp; decode: (found: string) => string }[] = [
  {
    pattern: /[A-Za-z0-9+/_-]{16,}(?:\n?[A-Za-z0-9+/_-]{8,})*={0,2}/g,
    decode: (found) => decodeBytes(Buffer.from(found.replace(/\s/g, ""), "base64")),
  },
  {
    pattern: /(?:(?:0x|\\x)?[0-9a-f]{2}[ :,]?){16,}/gi,
    decode: (found) => decodeBytes(Buffer.from(found.replace(/0x|\\x|[ :,]/gi, ""), "hex")),
  },
  {
    pattern: /(?:[\w+-]*%[0-9a-f]{2}){3,}[\w+-]*/gi,
    decode: (found) =>
      decodeBytes(
        Buffer.from(
          found
            .replace(/\+/g, " ")
            .replace(/%([0-9a-f]{2})/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16))),
          "latin1",
        ),
      ),
  },
  {
    pattern: /(?:[\w ]*&#x?[0-9a-f]{2,5};){4,}[\w ]*/gi,
    decode: (found) =>
      found.replace(/&#(x?)([0-9a-f]{2,5});/gi, (_, hex, code) =>
        String.fromCodePoint(Number.parseInt(code, hex === "" ? 10 : 16)),
      ),
  },
  {
    pattern: /[^\n]{0,200}\b(?:snoitcurtsni|tpmorp|tnailpmoc)\b[^\n]{0,200}/gi,
    decode: (found) => [...found].toReversed().join(""),
  },
  { pattern: /[^\n]{0,200}\b(?:vafgehpgvbaf?|cebzcg|pbzcyvnag)\b[^\n]{0,200}/gi, decode: rotate },
];

function decodeBytes(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function joinSpans(spans: readonly Span[]): Span[] {
  const joined: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.start - b.start)) {
    const last = joined.at(-1);
    if (last && span.start <= last.end) last.end = Math.max(last.end, span.end);
    else joined.push({ ...span });
  }
  return joined;
}
