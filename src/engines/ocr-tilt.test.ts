import { describe, expect, it } from "vitest";
import type { Grey } from "./ocr-picture.ts";
import { measureTilt } from "./ocr-tilt.ts";

/** Bars of text height on white, falling to the right by so many degrees. */
function drawBars(degrees: number): Grey {
  const width = 600;
  const height = 400;
  const slope = Math.tan((degrees * Math.PI) / 180);
  const values = new Uint8Array(width * height).map((_, at) => {
    const x = (at % width) - width / 2;
    const y = Math.floor(at / width) - height / 2;
    const row = Math.floor(y - x * slope + 10_000);
    return row % 40 < 12 && Math.abs(x) < 250 ? 0 : 255;
  });
  return { values, width, height };
}

describe("measureTilt", () => {
  it("is zero for an upright screen and for an empty one", () => {
    expect(measureTilt(drawBars(0))).toBe(0);
    expect(measureTilt({ values: new Uint8Array(10_000).fill(255), width: 100, height: 100 })).toBe(0);
  });

  it.each([3.2, -2, 5.5])("finds how far to turn a screen that falls by %s degrees", (degrees) => {
    expect(Math.abs(measureTilt(drawBars(degrees)) + degrees)).toBeLessThanOrEqual(0.2);
  });
});
