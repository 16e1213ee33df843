// A scanned page: paragraphs as OCR reads them, with headings told by their size or their number.
import type { DraftReading, DraftWord } from "./draft-reading.ts";
import type { ProseLine, ProseParagraph } from "./ocr.ts";

/** Rows this much higher than the usual one are headings (as in print: body 11, headings from 13). */
const headingGrowth = 1.18;

const sureConfidence = 0.7;

/** Adds a page that was recognized; `scale` turns its pixels into those of the page's picture. */
export function addScan(draft: DraftReading, paragraphs: readonly ProseParagraph[], scale: number): void {
  const all = paragraphs.flatMap(({ lines }) => lines).filter(({ words }) => words.length > 0);
  const usual = findMedian(all.map(({ height }) => height));
  const sizes = listHeadingSizes(all, usual);
  let open: ProseLine[] = [];
  const flush = (): void => {
    draft.addWords("paragraph", joinLines(open, scale));
    open = [];
  };
  for (const line of all) {
    const level = findLevel(line, usual, sizes);
    const before = open.at(-1);
    if (before && (level !== null || !isNextLine(before, line))) flush();
    if (level === null) open.push(line);
    else draft.addWords("heading", joinLines([line], scale), level);
  }
  flush();
}

/** The engine ends paragraphs where a line is short: what follows close below at the same margin still belongs. */
function isNextLine(before: ProseLine, line: ProseLine): boolean {
  const [left = 0, top = 0] = line.words[0]?.box ?? [];
  const [leftBefore = 0] = before.words[0]?.box ?? [];
  const bottoms = before.words.map(({ box }) => box[1] + box[3]);
  const gap = top - findMedian(bottoms);
  const isBullet = /^[•*+«»·-]$/.test(line.words[0]?.text ?? "");
  return (
    !isBullet &&
    gap > -line.height &&
    gap < 0.6 * line.height &&
    Math.abs(left - leftBefore) < 2 * line.height
  );
}

function isHeading(line: ProseLine, usual: number): boolean {
  const text = readLine(line);
  // Speckles and the rules of tables are recognized as lines of odd heights.
  const isText = text.length >= 4 && text.length <= 100 && !/[.;,|\]]$/.test(text);
  const isSure = line.words.every(({ confidence }) => confidence >= sureConfidence);
  return isText && isSure && line.height >= usual * headingGrowth;
}

/** Sizes within a tenth of each other are one level. */
function findLevel(line: ProseLine, usual: number, sizes: readonly number[]): number | null {
  return isHeading(line, usual) ? sizes.findIndex((size) => line.height >= size * 0.9) + 1 : null;
}

/** Distinct sizes of headings, largest first. */
function listHeadingSizes(lines: readonly ProseLine[], usual: number): number[] {
  const heights = lines
    .filter((line) => isHeading(line, usual))
    .map(({ height }) => height)
    .toSorted((a, b) => b - a);
  const sizes: number[] = [];
  for (const height of heights) if (height < (sizes.at(-1) ?? Infinity) * 0.9) sizes.push(height);
  return sizes;
}

function readLine({ words }: ProseLine): string {
  return words
    .map(({ text }) => text)
    .join(" ")
    .trim();
}

function joinLines(lines: readonly ProseLine[], scale: number): DraftWord[] {
  return lines.flatMap(({ words }) =>
    words.map((word, index): DraftWord => {
      const isBroken = index === words.length - 1 && /\p{Ll}-$/u.test(word.text);
      const [x, y, width, height] = word.box;
      const box: DraftWord["box"] = [
        x * scale,
        y * scale,
        Math.max(1, width * scale),
        Math.max(1, height * scale),
      ];
      return { ...word, box, joint: isBroken ? "" : " " };
    }),
  );
}

function findMedian(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
