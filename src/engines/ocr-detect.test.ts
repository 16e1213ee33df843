import { describe, expect, it } from "vitest";
import { findTextBoxes } from "./ocr-detect.ts";

/** A map of zeros with rectangles `[x, y, width, height, probability]`. */
function drawMap(rectangles: [number, number, number, number, number][]): Float32Array {
  const map = new Float32Array(100 * 60);
  for (const [x, y, width, height, probability] of rectangles) {
    for (let row = y; row < y + height; row += 1) map.fill(probability, row * 100 + x, row * 100 + x + width);
  }
  return map;
}

describe("findTextBoxes", () => {
  it("grows each island of text by area · 1.5 / perimeter", () => {
    expect(findTextBoxes(drawMap([[20, 20, 30, 10, 0.9]]), 100, 60)).toEqual([
      [14.375, 14.375, 41.25, 21.25],
    ]);
  });

  it("keeps separate islands separate and boxes inside the map", () => {
    const boxes = findTextBoxes(
      drawMap([
        [0, 0, 30, 8, 0.9],
        [60, 40, 30, 8, 0.9],
      ]),
      100,
      60,
    );
    expect(boxes).toHaveLength(2);
    expect(boxes[0]?.slice(0, 2)).toEqual([0, 0]);
  });

  it("drops what is faint or tiny", () => {
    expect(findTextBoxes(drawMap([[20, 20, 30, 10, 0.4]]), 100, 60)).toEqual([]);
    expect(findTextBoxes(drawMap([[20, 20, 2, 10, 0.9]]), 100, 60)).toEqual([]);
  });
});
