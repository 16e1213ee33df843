// Finds switches on a screen: a disc at one end of a track with round ends. Which end means "on" is each product's
// own convention, so a switch is never read as a state: only a printed word is.
import type { Box } from "../domain/reading.ts";
import type { Grey } from "./ocr-picture.ts";

/** Shades this close are one area: a plain fill after strong JPEG compression. */
const shadeReach = 24;
/** Diameter of a knob in pixels, from small switches at 1x to large ones at 3x. */
const leastKnob = 7;
const mostKnob = 72;

/** Pixels right and down. */
type Point = readonly [number, number];

/** A connected area of one shade: its bounds, both ends included, and how many pixels it has. */
type Area = { shade: number; left: number; right: number; top: number; bottom: number; count: number };

/** Boxes of the switches, in pixels of the picture, from the top. */
export function findSwitches(grey: Grey): Box[] {
  const isSeen = new Uint8Array(grey.values.length);
  const stack = new Int32Array(grey.values.length);
  const found: Box[] = [];
  for (let start = 0; start < isSeen.length; start += 1) {
    if (isSeen[start]) continue;
    const area = fillArea(grey, isSeen, stack, start);
    const box = isDisc(area) ? (findTrack(grey, area, 1) ?? findTrack(grey, area, -1)) : null;
    if (box && !found.some((other) => overlaps(other, box))) found.push(box);
  }
  return found;
}

/** Flood fill over the four neighbours. */
function fillArea(
  { values, width, height }: Grey,
  isSeen: Uint8Array,
  stack: Int32Array,
  start: number,
): Area {
  const shade = values[start] ?? 0;
  const area = { shade, left: width, right: 0, top: height, bottom: 0, count: 0 };
  let open = 0;
  const enter = (next: number): void => {
    if (isSeen[next] || Math.abs((values[next] ?? 0) - shade) > shadeReach) return;
    isSeen[next] = 1;
    stack[open] = next;
    open += 1;
  };
  enter(start);
  while (open > 0) {
    open -= 1;
    const at = stack[open] ?? 0;
    const x = at % width;
    const y = (at - x) / width;
    if (x < area.left) area.left = x;
    if (x > area.right) area.right = x;
    if (y < area.top) area.top = y;
    if (y > area.bottom) area.bottom = y;
    area.count += 1;
    if (x > 0) enter(at - 1);
    if (x < width - 1) enter(at + 1);
    if (y > 0) enter(at - width);
    if (y < height - 1) enter(at + width);
  }
  return area;
}

/** As wide as high, and about π/4 of its bounds filled. */
function isDisc({ left, right, top, bottom, count }: Area): boolean {
  const across = right - left + 1;
  const down = bottom - top + 1;
  const filled = count / (across * down);
  const isRound = Math.abs(across - down) <= Math.max(1, 0.15 * down) && filled > 0.68 && filled < 0.9;
  return isRound && down >= leastKnob && down <= mostKnob;
}

/**
 * The track at one side (1: right, -1: left) of a knob: one shade other than the knob's, its middle at the knob's
 * height, one and a half to three times as long as high, round at its far end and closed behind the knob.
 */
function findTrack(grey: Grey, knob: Area, side: 1 | -1): Box | null {
  const diameter = knob.bottom - knob.top + 1;
  const middleX = (knob.left + knob.right) / 2;
  const middleY = Math.round((knob.top + knob.bottom) / 2);
  const startX = Math.round(middleX + side * 0.7 * diameter);
  const shade = getShade(grey, startX, middleY);
  if (shade === null || Math.abs(shade - knob.shade) <= shadeReach) return null;
  const up = walk(grey, shade, [startX, middleY], [0, -1], diameter);
  const down = walk(grey, shade, [startX, middleY], [0, 1], diameter);
  const far = walk(grey, shade, [startX, middleY], [side, 0], 3 * diameter);
  const high = up + down + 1;
  const offMiddle = Math.abs(up - down);
  if (far < 0.3 * diameter || high < diameter / 2 || high > 2 * diameter) return null;
  if (offMiddle > Math.max(1, 0.12 * high)) return null;
  const nearEnd = Math.round(middleX - (side * Math.max(high, diameter)) / 2);
  const long = side * (startX - nearEnd) + far + 1;
  if (long < 1.4 * high || long > 3 * high) return null;
  const isRound = [-0.4, 0.4].every((share) => {
    const y = Math.round(middleY + (down - up) / 2 + share * high);
    return walk(grey, shade, [startX, y], [side, 0], 3 * diameter) <= far - Math.max(1, 0.08 * high);
  });
  const behind = Array.from({ length: Math.ceil(high / 6) + 1 }, (_, at) =>
    getShade(grey, nearEnd - side * at, middleY),
  );
  const isClosed = behind.some((value) => value === null || Math.abs(value - shade) > shadeReach);
  const left = side === 1 ? nearEnd : startX - far;
  return isRound && isClosed ? [left, middleY - up, long, high] : null;
}

/** Steps in a direction that keep the shade, at most so many. */
function walk(grey: Grey, shade: number, from: Point, step: Point, most: number): number {
  let steps = 0;
  while (steps < most) {
    const value = getShade(grey, from[0] + (steps + 1) * step[0], from[1] + (steps + 1) * step[1]);
    if (value === null || Math.abs(value - shade) > shadeReach) break;
    steps += 1;
  }
  return steps;
}

function getShade({ values, width, height }: Grey, x: number, y: number): number | null {
  return x < 0 || y < 0 || x >= width || y >= height ? null : (values[y * width + x] ?? null);
}

function overlaps([x, y, width, height]: Box, [otherX, otherY, otherWidth, otherHeight]: Box): boolean {
  const across = Math.min(x + width, otherX + otherWidth) - Math.max(x, otherX);
  const down = Math.min(y + height, otherY + otherHeight) - Math.max(y, otherY);
  return across > 0 && down > 0;
}
