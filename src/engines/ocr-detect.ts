// Finds where text is: the PP-OCRv4 detection model gives a probability for every pixel, and what lies
// together above the threshold becomes a box. Boxes are upright: tilt is taken out before.
import { type InferenceSession, Tensor } from "onnxruntime-node";
import type { Box } from "../domain/reading.ts";
import { type Picture, resizePicture } from "./ocr-picture.ts";

/** The model's own published post-processing: pixel threshold, mean of a box, growth of the shrunken text. */
const pixelThreshold = 0.3;
const boxThreshold = 0.6;
const growth = 1.5;
/** The model halves the picture five times. */
const stride = 32;
/** Means and deviations of the pictures the model was trained on, in its channel order (blue, green, red). */
const means = [0.485, 0.456, 0.406] as const;
const deviations = [0.229, 0.224, 0.225] as const;

/** Boxes of lines or parts of lines, in pixels of the picture; larger pictures are reduced to `mostPixels`. */
export async function detectText(
  session: InferenceSession,
  picture: Picture,
  mostPixels: number,
): Promise<Box[]> {
  const scale = Math.min(1, Math.sqrt(mostPixels / (picture.width * picture.height)));
  const width = roundToStride(picture.width * scale);
  const height = roundToStride(picture.height * scale);
  const small = await resizePicture(picture, width, height);
  const input = new Tensor("float32", normalize(small), [1, 3, height, width]);
  const { [session.outputNames[0] ?? ""]: output } = await session.run({
    [session.inputNames[0] ?? ""]: input,
  });
  const map = output?.data instanceof Float32Array ? output.data : new Float32Array(0);
  output?.dispose();
  const across = picture.width / width;
  const down = picture.height / height;
  return findTextBoxes(map, width, height).map((box) => scaleBox(box, across, down));
}

/**
 * Boxes in a map of text probabilities (row by row, `width * height` values from 0 to 1). The model marks
 * only the core of a line, so each box grows by area · 1.5 / perimeter on every side, inside the map.
 */
export function findTextBoxes(map: Float32Array, width: number, height: number): Box[] {
  const isSeen = new Uint8Array(map.length);
  const boxes: Box[] = [];
  for (let start = 0; start < map.length; start += 1) {
    if (isSeen[start] || (map[start] ?? 0) < pixelThreshold) continue;
    const island = walkIsland(map, isSeen, start, width, height);
    const islandWidth = island.right - island.left + 1;
    const islandHeight = island.bottom - island.top + 1;
    if (Math.min(islandWidth, islandHeight) < 3 || island.sum / island.count < boxThreshold) continue;
    const margin = (islandWidth * islandHeight * growth) / (2 * (islandWidth + islandHeight));
    const left = Math.max(0, island.left - margin);
    const top = Math.max(0, island.top - margin);
    const right = Math.min(width, island.right + 1 + margin);
    const bottom = Math.min(height, island.bottom + 1 + margin);
    boxes.push([left, top, right - left, bottom - top]);
  }
  return boxes;
}

type Island = { left: number; right: number; top: number; bottom: number; sum: number; count: number };

/** Flood fill over the eight neighbours; marks what it has seen. */
function walkIsland(
  map: Float32Array,
  isSeen: Uint8Array,
  start: number,
  width: number,
  height: number,
): Island {
  const island = { left: width, right: 0, top: height, bottom: 0, sum: 0, count: 0 };
  const open = [start];
  isSeen[start] = 1;
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const x = at % width;
    const y = (at - x) / width;
    island.left = Math.min(island.left, x);
    island.right = Math.max(island.right, x);
    island.top = Math.min(island.top, y);
    island.bottom = Math.max(island.bottom, y);
    island.sum += map[at] ?? 0;
    island.count += 1;
    for (let nextY = Math.max(0, y - 1); nextY <= Math.min(height - 1, y + 1); nextY += 1) {
      for (let nextX = Math.max(0, x - 1); nextX <= Math.min(width - 1, x + 1); nextX += 1) {
        const next = nextY * width + nextX;
        if (isSeen[next] || (map[next] ?? 0) < pixelThreshold) continue;
        isSeen[next] = 1;
        open.push(next);
      }
    }
  }
  return island;
}

function normalize({ pixels, width, height }: Picture): Float32Array {
  const plane = width * height;
  const values = new Float32Array(3 * plane);
  for (let channel = 0; channel < 3; channel += 1) {
    const mean = means[channel] ?? 0;
    const deviation = deviations[channel] ?? 1;
    const source = 2 - channel;
    for (let at = 0; at < plane; at += 1) {
      values[channel * plane + at] = ((pixels[at * 3 + source] ?? 0) / 255 - mean) / deviation;
    }
  }
  return values;
}

function roundToStride(length: number): number {
  return Math.max(stride, Math.round(length / stride) * stride);
}

function scaleBox([x, y, width, height]: Box, across: number, down: number): Box {
  return [x * across, y * down, width * across, height * down];
}
