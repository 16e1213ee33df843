// Reads the characters of text boxes: crop, PP-OCRv4 recognition model, greedy CTC decoding.
// The model drops most spaces between Latin words: ocr-words.ts puts them back.
import { type InferenceSession, Tensor } from "onnxruntime-node";
import type { Box } from "../domain/reading.ts";
import { cropPicture, type Picture } from "./ocr-picture.ts";

const cropHeight = 48;
/** Twice the longest line of text on a wide screen; bounds the memory a rule mistaken for text may take. */
const widestCrop = 8192;
const airShare = 0.15;
const mostTogether = 8;

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

type Crop = { at: number; area: Box; width: number };

/**
 * The characters of each line from left to right; a box holds the line's ink; `x` is in pixels of the picture.
 * Lines of like width go through the model together, which takes two thirds of the time of one by one.
 */
export async function recognizeLines(
  session: InferenceSession,
  classes: readonly string[],
  picture: Picture,
  boxes: readonly Box[],
): Promise<Glyph[][]> {
  const lines: Glyph[][] = boxes.map(() => []);
  for (const batch of groupByWidth(boxes.map((box, at) => measureCrop(box, at, picture)))) {
    const width = batch.at(-1)?.width ?? cropHeight;
    const plane = cropHeight * width;
    const values = new Float32Array(batch.length * 3 * plane);
    for (const [index, { area, width: own }] of batch.entries()) {
      const crop = await cropPicture(picture, area, own, cropHeight);
      writeCrop(values.subarray(index * 3 * plane, (index + 1) * 3 * plane), crop, width);
    }
    const input = new Tensor("float32", values, [batch.length, 3, cropHeight, width]);
    const { [session.outputNames[0] ?? ""]: output } = await session.run({
      [session.inputNames[0] ?? ""]: input,
    });
    const probabilities = output?.data instanceof Float32Array ? output.data : new Float32Array(0);
    const share = probabilities.length / batch.length;
    for (const [index, { at, area, width: own }] of batch.entries()) {
      const steps = Math.ceil((share / classes.length) * (own / width)) * classes.length;
      const row = probabilities.subarray(index * share, index * share + Math.min(share, steps));
      lines[at] = decodeCtc(row, classes).map((glyph) => ({ ...glyph, x: area[0] + glyph.x * area[2] }));
    }
    output?.dispose();
  }
  return lines;
}

function measureCrop(box: Box, at: number, picture: Picture): Crop {
  const area = widenBox(box, picture);
  const inProportion = Math.round((area[2] / area[3]) * (cropHeight / 8)) * 8;
  return { at, area, width: Math.min(widestCrop, Math.max(cropHeight, inProportion)) };
}

/** Batches of up to eight crops, narrowest first, none more than an eighth narrower than the widest beside it. */
function groupByWidth(crops: readonly Crop[]): Crop[][] {
  const batches: Crop[][] = [];
  for (const crop of crops.toSorted((a, b) => a.width - b.width)) {
    const batch = batches.at(-1);
    const [narrowest] = batch ?? [];
    const isAlike =
      narrowest !== undefined && crop.width <= Math.max(narrowest.width + 16, narrowest.width * 1.125);
    if (batch && isAlike && batch.length < mostTogether) batch.push(crop);
    else batches.push([crop]);
  }
  return batches;
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

/** -1 to 1, one plane a channel in the order blue, green, red; 0 to the right of a crop narrower than its batch. */
function writeCrop(values: Float32Array, { pixels, width: own }: Picture, width: number): void {
  const plane = cropHeight * width;
  for (let y = 0; y < cropHeight; y += 1) {
    for (let x = 0; x < own; x += 1) {
      const from = (y * own + x) * 3;
      const to = y * width + x;
      values[to] = (pixels[from + 2] ?? 0) / 127.5 - 1;
      values[plane + to] = (pixels[from + 1] ?? 0) / 127.5 - 1;
      values[2 * plane + to] = (pixels[from] ?? 0) / 127.5 - 1;
    }
  }
}
