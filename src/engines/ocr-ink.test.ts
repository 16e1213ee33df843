import { describe, expect, it } from "vitest";
import type { Box } from "../domain/reading.ts";
import { fitLine } from "./ocr-ink.ts";

/** Rectangles `[x, y, width, height, shade]` painted one after the other on a ground of 200 by 60. */
function paint(ground: number, rectangles: [number, number, number, number, number][]) {
  const values = new Uint8Array(200 * 60).fill(ground);
  for (const [x, y, width, height, shade] of rectangles) {
    for (let row = y; row < y + height; row += 1) values.fill(shade, row * 200 + x, row * 200 + x + width);
  }
  return { values, width: 200, height: 60 };
}

const rough: Box = [20, 18, 60, 20];
const letters: [number, number, number, number][] = [
  [26, 24, 6, 10],
  [40, 22, 6, 12],
];

describe("fitLine", () => {
  it.each([
    ["dark on light", 255, 30],
    ["light on dark", 20, 230],
  ])("finds the rows of the letters, %s", (_, ground, ink) => {
    const line = fitLine(
      paint(
        ground,
        letters.map((box) => [...box, ink]),
      ),
      rough,
    );
    expect(line?.box).toEqual([20, 22, 60, 12]);
    expect(line?.isInk.indexOf(true)).toBe(6);
    expect(line?.isInk.lastIndexOf(true)).toBe(25);
  });

  it("reads white letters on a coloured pill whose outside lies within the box", () => {
    const pill: [number, number, number, number, number] = [22, 19, 56, 18, 90];
    const line = fitLine(paint(255, [pill, ...letters.map((box): typeof pill => [...box, 255])]), rough);
    expect(line?.box).toEqual([20, 22, 60, 12]);
  });

  it("leaves out the line above and rules below", () => {
    const neighbours: [number, number, number, number, number][] = [
      [26, 10, 6, 9, 0],
      [0, 37, 200, 1, 0],
    ];
    const line = fitLine(
      paint(255, [...neighbours, ...letters.map((box): (typeof neighbours)[0] => [...box, 0])]),
      rough,
    );
    expect(line?.box).toEqual([20, 22, 60, 12]);
  });

  it("finds nothing where there is no ink", () => {
    expect(fitLine(paint(255, []), rough)).toBeNull();
  });
});

describe("the contrast of a line", () => {
  it.each([
    ["black on white", 255, 0, 15, 22],
    ["a pale grey that people read", 255, 190, 1.6, 2],
    ["white on white that nobody reads", 255, 238, 1.05, 1.2],
    ["black on black", 10, 18, 1, 1.2],
  ])("of %s is told", (_, ground, ink, least, most) => {
    const line = fitLine(
      paint(
        ground,
        letters.map((box) => [...box, ink]),
      ),
      rough,
    );
    expect(line?.contrast).toBeGreaterThanOrEqual(least);
    expect(line?.contrast).toBeLessThanOrEqual(most);
  });
});
