// From the pieces of text on a PDF page, in the order of its content, to lines and paragraphs.
import type { Box } from "../domain/reading.ts";
import type { DraftWord } from "./draft-reading.ts";

/**
 * A piece as the PDF draws it: box and size of its font in pixels of the page's picture. `startsCell` tells that it
 * begins a cell of a table other than the first of its row.
 */
export type PdfItem = { text: string; box: Box; size: number; font: string; startsCell?: boolean };

/** `length` counts characters; `right` and `bottom` are of its own box, `isRow` tells that it has several cells. */
export type PdfLine = {
  items: PdfItem[];
  text: string;
  length: number;
  size: number;
  font: string;
  left: number;
  right: number;
  bottom: number;
  isRow: boolean;
};

/** A gap wider than this many font sizes parts two cells of a table. */
const cellGap = 1.5;

/** Pieces on one baseline that follow each other to the right are a line. */
export function groupLines(items: readonly PdfItem[]): PdfLine[] {
  const groups: PdfItem[][] = [];
  for (const item of items) {
    const group = groups.at(-1);
    const before = group?.at(-1);
    if (group && before && isSameLine(before, item)) group.push(item);
    else groups.push([item]);
  }
  for (const group of groups) markCells(group);
  return groups.map(buildLine);
}

function isSameLine(before: PdfItem, item: PdfItem): boolean {
  const rise = Math.abs(getBottom(before) - getBottom(item));
  return (
    rise < 0.5 * Math.max(before.size, item.size) && item.box[0] >= before.box[0] + before.box[2] - item.size
  );
}

function markCells(items: PdfItem[]): void {
  items.forEach((item, index) => {
    if (index > 0 && measureGap(items[index - 1], item) > cellGap * item.size) item.startsCell = true;
  });
}

export function buildLine(items: PdfItem[]): PdfLine {
  const longest = items.toSorted((a, b) => b.text.length - a.text.length)[0];
  const text = items
    .map((item) => item.text)
    .join(" ")
    .trim();
  return {
    items,
    text,
    length: text.length,
    size: Math.round((longest?.size ?? 0) * 10) / 10,
    font: longest?.font ?? "",
    left: items[0]?.box[0] ?? 0,
    right: Math.max(...items.map(({ box }) => box[0] + box[2])),
    bottom: Math.max(...items.map(getBottom)),
    isRow: items.some(({ startsCell }) => startsCell),
  };
}

function getBottom(item: PdfItem): number {
  return item.box[1] + item.box[3];
}

export function measureGap(before: PdfItem | undefined, item: PdfItem): number {
  return before ? item.box[0] - (before.box[0] + before.box[2]) : 0;
}

/** Lines further apart than this many font sizes belong to different paragraphs. */
export const lineDrop = 1.65;

/** Begins with a bullet, a number or a letter. */
export function isListItem({ text }: PdfLine): boolean {
  return /^(?:[•‣▪◦–*-]|\(?(?:\d{1,2}|[a-z])[.)])\s/.test(text);
}

/** The next line of the same paragraph: below at the line's own distance, in the same size, at a like indent. */
export function isSameParagraph(before: PdfLine, line: PdfLine): boolean {
  const drop = line.bottom - before.bottom;
  return (
    !before.isRow &&
    !line.isRow &&
    before.size === line.size &&
    drop > 0 &&
    drop < lineDrop * line.size &&
    Math.abs(line.left - before.left) < 3 * line.size &&
    !isListItem(line)
  );
}

/** The words of lines, each with its share of its piece's box by its share of the characters. */
export function listParagraphWords(lines: readonly PdfLine[]): DraftWord[] {
  const words: DraftWord[] = [];
  let before: { item: PdfItem; line: PdfLine } | undefined;
  for (const line of lines) {
    for (const item of line.items) {
      const last = words.at(-1);
      if (last && before) last.joint = findJoint(before, { item, line });
      words.push(...splitItem(item));
      before = { item, line };
    }
  }
  return words;
}

type Place = { item: PdfItem; line: PdfLine };

function findJoint(before: Place, next: Place): string {
  if (next.item.startsCell) return " | ";
  const isBelow = getBottom(next.item) > getBottom(before.item) + 0.5 * next.item.size;
  if (before.line !== next.line || isBelow) return /\p{Ll}-$/u.test(before.item.text.trimEnd()) ? "" : " ";
  const isTouching =
    measureGap(before.item, next.item) < 0.12 * next.item.size &&
    !/\s$/.test(before.item.text) &&
    !/^\s/.test(next.item.text);
  return isTouching ? "" : " ";
}

function splitItem(item: PdfItem): DraftWord[] {
  const [left, top, width, height] = item.box;
  const places = placeLetters(item.text);
  const whole = places.at(-1) || 1;
  return [...item.text.matchAll(/\S+/g)].map((found) => {
    const from = (places[found.index] ?? 0) / whole;
    const to = (places[found.index + found[0].length] ?? whole) / whole;
    return {
      text: found[0],
      box: [left + from * width, top, Math.max(1, (to - from) * width), height],
      confidence: 1,
    };
  });
}

/** Where each letter begins, and the last one ends, in units of a usual letter: the file gives only the whole width. */
export function placeLetters(text: string): number[] {
  let at = 0;
  const places = [0];
  for (const letter of text) {
    at += measureLetter(letter);
    // Letters outside the basic plane take two places in a string.
    for (let unit = 0; unit < letter.length; unit += 1) places.push(at);
  }
  return places;
}

/** Widths as in the common sans and serif faces, in parts of the font size. */
function measureLetter(letter: string): number {
  if (/[ijl.,;:'|!’‘]/.test(letter)) return 0.25;
  if (/[\s()[\]ftrI/\\-]/.test(letter)) return 0.32;
  if (/[mwMW@%—]/.test(letter)) return 0.85;
  if (/[A-Z&]/.test(letter)) return 0.67;
  return 0.53;
}

/** The words of a row, every cell led by the name of its column. */
export function listRowWords(line: PdfLine, header: readonly string[]): DraftWord[] {
  let column = -1;
  const leads = line.items.flatMap((item, index) => {
    const isFirst = index === 0 || item.startsCell === true;
    if (isFirst) column += 1;
    return splitItem(item).map((_, at) => (isFirst && at === 0 ? `${header[column]}: ` : ""));
  });
  return listParagraphWords([line]).map((word, at) => ({ ...word, lead: leads[at] ?? "" }));
}
