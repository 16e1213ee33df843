import { describe, expect, it } from "vitest";
import type { Line } from "./ocr-ink.ts";
import type { Glyph } from "./ocr-recognize.ts";
import { splitWords } from "./ocr-words.ts";

/** One character a column-cell of 10 pixels: a letter has 8 columns of ink, a dot in the drawing is white. */
function drawLine(drawing: string, spaceBefore: number): { glyphs: Glyph[]; line: Line } {
  const cells = [...drawing];
  const glyphs = cells.flatMap((text, at) =>
    text === "." ? [] : [{ text, x: at * 10 + 5, confidence: 0.9, spaceBefore: at === 0 ? 0 : spaceBefore }],
  );
  const isInk = cells.flatMap((text) => Array.from({ length: 10 }, (_, x) => text !== "." && x > 0 && x < 9));
  return { glyphs, line: { box: [100, 50, isInk.length, 20], isInk, contrast: 21 } };
}

function readTexts({ glyphs, line }: { glyphs: Glyph[]; line: Line }): string[] {
  const shifted = glyphs.map((glyph) => ({ ...glyph, x: glyph.x + 100 }));
  return splitWords(shifted, line).map(({ text }) => text);
}

describe("splitWords", () => {
  it("breaks where the model is sure of a space", () => {
    const drawn = drawLine("onoff", 0);
    const glyphs = drawn.glyphs.map((glyph, at) => (at === 2 ? { ...glyph, spaceBefore: 0.9 } : glyph));
    expect(readTexts({ ...drawn, glyphs })).toEqual(["on", "off"]);
  });

  it("breaks at clear white where the model hesitates, but not without any hint", () => {
    expect(readTexts(drawLine("on.off", 0.1))).toEqual(["on", "off"]);
    expect(readTexts(drawLine("on.off", 0))).toEqual(["onoff"]);
  });

  it("breaks at white wider than the line is high whatever the model says", () => {
    expect(readTexts(drawLine("on..off", 0))).toEqual(["on", "off"]);
  });

  it("keeps fixed-pitch punctuation in its word although white surrounds it", () => {
    const drawn = drawLine("08x14", 0.1);
    const glyphs = drawn.glyphs.map((glyph) => (glyph.text === "x" ? { ...glyph, text: ":" } : glyph));
    const isInk = drawn.line.isInk.map((ink, x) => ink && (x < 20 || x >= 30 || x === 25));
    expect(readTexts({ glyphs, line: { ...drawn.line, isInk } })).toEqual(["08:14"]);
  });

  it("bounds words by their ink across and by the font's line in height", () => {
    const { glyphs, line } = drawLine("On..off", 0.5);
    const words = splitWords(
      glyphs.map((glyph) => ({ ...glyph, x: glyph.x + 100 })),
      line,
    );
    expect(words.map(({ text }) => text)).toEqual(["On", "off"].flatMap((word) => [...word]));
    const [first] = words;
    expect(first?.box[0]).toBe(101);
    expect(first?.box[2]).toBe(8);
    expect(first?.box[1]).toBeLessThan(50);
    expect((first?.box[1] ?? 0) + (first?.box[3] ?? 0)).toBeGreaterThan(70);
  });
});
