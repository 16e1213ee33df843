// Where the ink of a line is: pixels that differ clearly from its background, dark on light or light on dark
// alike. Detection gives rough boxes; the ink gives their true rows and the white between the letters.
import type { Box } from "../domain/reading.ts";
import { measureContrast } from "./colours.ts";
import type { Grey } from "./ocr-picture.ts";

/** Ink differs from the background by more than this part of the largest difference around. */
const inkShare = 1 / 3;
/** A stroke longer than three line heights is a rule or the edge of a pill, not a letter. */
const ruleHeights = 3;
/** A line ends where the white is higher than this part of it; the dot of an i is closer to its stem. */
const whiteShare = 0.1;
/** Detection covers the ink with some air: half of the box and a tenth more on either side of its middle. */
const reachShare = 0.6;

/** Shades this close count as one: compression blurs even a plain background. */
const shadeWidth = 8;

/**
 * A line of text: `box` holds exactly the rows with ink; `isInk` tells for each of its columns; `contrast` of the
 * ink with its background is 1 to 21.
 */
export type Line = { box: Box; isInk: boolean[]; contrast: number };

/** Fits the line in the middle of a rough box, in whole pixels; null when there is no ink. */
export function fitLine(grey: Grey, [x, y, width, height]: Box): Line | null {
  const left = clamp(Math.floor(x), 0, grey.width - 1);
  const right = clamp(Math.ceil(x + width), left + 1, grey.width);
  const middle = clamp(Math.round(y + height / 2), 0, grey.height - 1);
  const reach = Math.ceil(reachShare * height);
  const top = clamp(middle - reach, 0, middle);
  const bottom = clamp(middle + reach, middle + 1, grey.height);
  // Shades are taken from the inner rows: above and below a pill lies another colour.
  const innerTop = middle - Math.floor(height / 4);
  const background = measureBackground(grey, left, right, innerTop, innerTop + height / 2);
  const differences = Array.from({ length: bottom - top }, (_, at) =>
    measureRow(grey, left, right, top + at, background),
  );
  const inner = differences.slice(Math.max(0, innerTop - top), Math.ceil(innerTop + height / 2) - top);
  const most = inner.flat().reduce((largest, value) => Math.max(largest, value), 0);
  const rows = differences.map((row) => markInk(row, inkShare * most, ruleHeights * height));
  const hasInk = rows.map((row) => row.includes(true));
  const first = walkLetters(hasInk, middle - top, -1, Math.max(1, whiteShare * height));
  const last = walkLetters(hasInk, middle - top, 1, Math.max(1, whiteShare * height));
  const line = rows.slice(first, last + 1);
  const isInk = Array.from({ length: right - left }, (_, at) => line.some((row) => row[at]));
  if (!isInk.includes(true)) return null;
  const rowsInside = { from: innerTop, to: innerTop + height / 2 };
  const contrast = measureInkContrast(grey, left, right, rowsInside, background);
  return { box: [left, top + first, right - left, line.length], isInk, contrast };
}

/** Contrast of the shade that differs most from the background. */
function measureInkContrast(
  grey: Grey,
  left: number,
  right: number,
  { from, to }: { from: number; to: number },
  background: number,
): number {
  let ink = background;
  for (let y = clamp(Math.floor(from), 0, grey.height - 1); y < Math.min(to, grey.height); y += 1)
    for (const value of grey.values.subarray(y * grey.width + left, y * grey.width + right))
      if (Math.abs(value - background) > Math.abs(ink - background)) ink = value;
  const paint = (shade: number) => ({ red: shade, green: shade, blue: shade });
  return measureContrast(paint(ink), paint(background));
}

/** Strokes that touch the sides of the box are the outside of a pill or a border; long ones are rules. */
function markInk(row: readonly number[], threshold: number, longest: number): boolean[] {
  const isInk = row.map((value) => value > threshold);
  let start = 0;
  for (let at = 0; at <= isInk.length; at += 1) {
    if (isInk[at]) continue;
    if (start === 0 || at === isInk.length || at - start >= longest) isInk.fill(false, start, at);
    start = at + 1;
  }
  return isInk;
}

/** The most frequent shade of the rows: even bold letters have many shades, their background has one. */
function measureBackground(grey: Grey, left: number, right: number, from: number, to: number): number {
  const start = clamp(Math.floor(from), 0, grey.height - 1);
  const end = clamp(Math.ceil(to), start + 1, grey.height);
  const counts = new Uint32Array(256 / shadeWidth);
  for (let y = start; y < end; y += 1) {
    for (const value of grey.values.subarray(y * grey.width + left, y * grey.width + right)) {
      const shade = Math.floor(value / shadeWidth);
      counts[shade] = (counts[shade] ?? 0) + 1;
    }
  }
  return (counts.indexOf(Math.max(...counts)) + 0.5) * shadeWidth;
}

function measureRow(grey: Grey, left: number, right: number, y: number, background: number): number[] {
  const row = grey.values.subarray(y * grey.width + left, y * grey.width + right);
  return Array.from(row, (value) => Math.abs(value - background));
}

/** The last row with letters in this direction before too much white. */
function walkLetters(hasInk: boolean[], from: number, step: 1 | -1, widestWhite: number): number {
  let last = from;
  for (let y = from; y >= 0 && y < hasInk.length; y += step) {
    if (hasInk[y]) last = y;
    else if (Math.abs(y - last) > widestWhite) break;
  }
  return last;
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
