// Reads the characters of one text box: crop, PP-OCRv4 recognition model, greedy CTC decoding.
// The model drops most spaces between Latin words: ocr-words.ts puts them back.
import { type InferenceSession, Tensor } from "onnxruntime-node";
import type { Box } from "../domain/reading.ts";
import { cropPicture, type Picture } from "./ocr-picture.ts";

const cropHeight = 48;
/** Twice the longest line of text on a wide screen; bounds the memory a rule mistaken for text may take. */
const widestCrop = 8192;
const airShare = 0.15;

/**
 * A character; where the model was surest of it, as a part of the crop's width or in pixels of the picture;
 * how sure it was, and the largest probability of a space since the character before (both 0 to 1).
 */
export type Glyph = { text: string; x: number; confidence: number; spaceBefore: number };

/**
 * The model's classes: CTC blank, the lines of the dictionary, space. The full-width forms of ASCII
 * characters become the plain ones: on a Latin screen they are the model's slips, and quotes need one form.
 */
export function parseDictionary(lines: string): string[] {
  const characters = lines.split(/\r?\n/).filter((line) => line !== "");
  return [
    "",
    ...characters.map((text) => text.replace(/[\uff01-\uff5e]/, (form) => form.normalize("NFKC"))),
    " ",
  ];
}

/** The characters of a line from left to right; `box` holds its ink; `x` in pixels of the picture. */
export async function recognizeLine(
  session: InferenceSession,
  classes: readonly string[],
  picture: Picture,
  box: Box,
): Promise<Glyph[]> {
  const area = widenBox(box, picture);
  const [left, , areaWidth, areaHeight] = area;
  const inProportion = Math.round((areaWidth / areaHeight) * (cropHeight / 8)) * 8;
  const width = Math.min(widestCrop, Math.max(cropHeight, inProportion));
  const crop = await cropPicture(picture, area, width, cropHeight);
  const input = new Tensor("float32", normalize(crop), [1, 3, cropHeight, width]);
  const { [session.outputNames[0] ?? ""]: output } = await session.run({
    [session.inputNames[0] ?? ""]: input,
  });
  const probabilities = output?.data instanceof Float32Array ? output.data : new Float32Array(0);
  const glyphs = decodeCtc(probabilities, classes);
  output?.dispose();
  return glyphs.map((glyph) => ({ ...glyph, x: left + glyph.x * areaWidth }));
}

/**
 * Greedy decoding of `steps × classes.length` probabilities: the best class of each step, a run of the same
 * class counts once, blanks (class 0) separate and vanish, spaces (last class) become `spaceBefore`.
 */
export function decodeCtc(probabilities: Float32Array, classes: readonly string[]): Glyph[] {
  const space = classes.length - 1;
  const steps = Math.floor(probabilities.length / classes.length);
  const glyphs: Glyph[] = [];
  let previous = 0;
  let spaceBefore = 0;
  for (let step = 0; step < steps; step += 1) {
    const row = probabilities.subarray(step * classes.length, (step + 1) * classes.length);
    const best = findLargest(row);
    const confidence = row[best] ?? 0;
    const x = (step + 0.5) / steps;
    const last = glyphs.at(-1);
    if (best === 0 || best === space || best !== previous)
      spaceBefore = Math.max(spaceBefore, row[space] ?? 0);
    if (best !== 0 && best !== space) {
      if (best !== previous) {
        glyphs.push({ text: classes[best] ?? "", x, confidence, spaceBefore });
        spaceBefore = 0;
      } else if (last && confidence > last.confidence) Object.assign(last, { x, confidence });
    }
    previous = best;
  }
  return glyphs;
}

function findLargest(row: Float32Array): number {
  let best = 0;
  for (let at = 1; at < row.length; at += 1) if ((row[at] ?? 0) > (row[best] ?? 0)) best = at;
  return best;
}

/** Whole pixels, with the air around the ink that the model's training pictures have, inside the picture. */
function widenBox([x, y, width, height]: Box, picture: Picture): Box {
  const margin = height * airShare;
  const left = Math.max(0, Math.floor(x - margin));
  const top = Math.max(0, Math.floor(y - margin));
  const right = Math.min(picture.width, Math.ceil(x + width + margin));
  const bottom = Math.min(picture.height, Math.ceil(y + height + margin));
  return [left, top, Math.max(1, right - left), Math.max(1, bottom - top)];
}

/** -1 to 1, one plane a channel in the order blue, green, red. */
function normalize({ pixels, width, height }: Picture): Float32Array {
  const plane = width * height;
  const values = new Float32Array(3 * plane);
  for (let at = 0; at < plane; at += 1) {
    values[at] = (pixels[at * 3 + 2] ?? 0) / 127.5 - 1;
    values[plane + at] = (pixels[at * 3 + 1] ?? 0) / 127.5 - 1;
    values[2 * plane + at] = (pixels[at * 3] ?? 0) / 127.5 - 1;
  }
  return values;
}
