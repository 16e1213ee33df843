// A scanned page: paragraphs as OCR reads them, with headings told by their size or their number.
import type { DraftReading, DraftWord } from "./draft-reading.ts";
import type { ProseLine, ProseParagraph } from "./ocr.ts";

/** Rows this much higher than the usual one are headings (as in print: body 11, headings from 13). */
const headingGrowth = 1.18;

const sureConfidence = 0.7;

/** Adds a page that was recognized; `scale` turns its pixels into those of the page's picture. */
export function addScan(draft: DraftReading, paragraphs: readonly ProseParagraph[], scale: number): void {
  const usual = findMedian(paragraphs.flatMap(({ lines }) => lines.map(({ height }) => height)));
  const sizes = listHeadingSizes(paragraphs, usual);
  for (const { lines } of paragraphs) {
    let open: ProseLine[] = [];
    const flush = (): void => {
      draft.addWords("paragraph", joinLines(open, scale));
      open = [];
    };
    for (const line of lines) {
      const level = findLevel(line, usual, sizes);
      if (level === null) open.push(line);
      else {
        flush();
        draft.addWords("heading", joinLines([line], scale), level);
      }
    }
    flush();
  }
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
function listHeadingSizes(paragraphs: readonly ProseParagraph[], usual: number): number[] {
  const heights = paragraphs
    .flatMap(({ lines }) => lines)
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
