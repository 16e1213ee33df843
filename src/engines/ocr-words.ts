// Splits one recognised line into words with boxes: the model tells where a space is, the ink tells exactly
// where a word begins and ends.
import type { Box } from "../domain/reading.ts";
import type { OcrWord } from "./ocr.ts";
import type { Line } from "./ocr-ink.ts";
import type { Glyph } from "./ocr-recognize.ts";

/** Above this the model is sure enough of a space. */
const sureSpace = 0.3;
/** Above this it hesitates, as at narrow spaces, and the white decides: these parts of the line's height. */
const possibleSpace = 0.03;
const wordWhite = 0.25;
/** In fixed-pitch fonts points, colons and hyphens stand in white of their own. */
const punctuationWhite = 0.6;
/** No letters of one word stand further apart: what does is in two cells of a table. */
const widestWhite = 1;

/** Typical fonts for screens, as parts of the font's size, measured from the baseline. */
const font = { lineTop: 0.93, lineBottom: 0.24, capitals: 0.73, smallLetters: 0.54, tails: 0.21 };

/** A run of columns without ink: `[start, end)` in pixels of the picture. */
type Gap = { start: number; end: number };

/** Words from left to right; `glyphs` with `x` in pixels of the picture. */
export function splitWords(glyphs: readonly Glyph[], line: Line): OcrWord[] {
  const letters = glyphs.filter(({ text }) => text.trim() !== "");
  const [lineLeft, , lineWidth, lineHeight] = line.box;
  const inkLeft = lineLeft + Math.max(0, line.isInk.indexOf(true));
  const inkRight = line.isInk.includes(true)
    ? lineLeft + line.isInk.lastIndexOf(true) + 1
    : lineLeft + lineWidth;
  const rows = measureFontRows(letters.map(({ text }) => text).join(""), line.box);
  const words: OcrWord[] = [];
  let first = 0;
  let left = inkLeft;
  letters.forEach((letter, at) => {
    const next = letters[at + 1];
    const gap = next ? findWidestGap(line, letter.x, next.x) : { start: inkRight, end: inkRight };
    if (next && !isBreak(letter, next, (gap.end - gap.start) / lineHeight)) return;
    words.push({
      ...buildWord(letters.slice(first, at + 1), left, gap.start, rows),
      contrast: line.contrast,
    });
    first = at + 1;
    left = gap.end;
  });
  return words;
}

/** `white` is the width between the two as a part of the line's height. */
function isBreak(letter: Glyph, next: Glyph, white: number): boolean {
  if (next.spaceBefore > sureSpace || white > widestWhite) return true;
  const isBesidePunctuation = /[^\p{L}\p{N},;()]/u.test(letter.text + next.text);
  return next.spaceBefore > possibleSpace && white > (isBesidePunctuation ? punctuationWhite : wordWhite);
}

/**
 * The rows of the font's line (what a browser marks when text is selected) from the rows of the ink, so that
 * "none" and "Key" of one line are equally high. Tells the font's size by which letters there are.
 */
function measureFontRows(text: string, [, inkTop, , inkHeight]: Box): { top: number; height: number } {
  const isTall = /[^acegmnopqrsuvwxyz.,:;_+=~-]/.test(text);
  const hasTails = /[gjpqy()[\]{}|@_]/.test(text);
  const tails = hasTails ? font.tails : 0;
  const size = inkHeight / ((isTall ? font.capitals : font.smallLetters) + tails);
  const baseline = inkTop + inkHeight - tails * size;
  return { top: baseline - font.lineTop * size, height: (font.lineTop + font.lineBottom) * size };
}

/** The widest white between the middles of two letters; an empty gap half-way when they touch. */
function findWidestGap({ box: [left, , width], isInk }: Line, from: number, to: number): Gap {
  const middle = Math.round((from + to) / 2);
  let widest: Gap = { start: middle, end: middle };
  let start = Math.max(left, Math.round(from));
  for (let x = start; x < Math.min(to, left + width); x += 1) {
    if (isInk[x - left]) start = x + 1;
    else if (x + 1 - start > widest.end - widest.start) widest = { start, end: x + 1 };
  }
  return widest;
}

function buildWord(
  letters: readonly Glyph[],
  left: number,
  right: number,
  rows: { top: number; height: number },
): OcrWord {
  return {
    text: letters.map(({ text }) => text).join(""),
    box: [left, rows.top, Math.max(1, right - left), rows.height],
    confidence: letters.reduce((sum, { confidence }) => sum + confidence, 0) / letters.length,
  };
}
