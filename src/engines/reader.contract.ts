// What must hold for every reading of every reader, whatever the file.
import { expect } from "vitest";
import type { Reading } from "../domain/reading.ts";

export function expectSoundReading(reading: Reading): void {
  const { text, pages, headings, blocks } = reading;
  expect(text.trim()).not.toBe("");
  expect(text).not.toMatch(/[\r\0]/);
  for (const word of pages.flatMap((page) => page.words))
    expect(text.slice(word.start, word.end)).toBe(word.text);
  pages.forEach((page, index) => {
    expect(page.number).toBe(index + 1);
    expect(page.start).toBe(index === 0 ? 0 : pages[index - 1]?.end);
    for (const { box } of page.words) {
      expect(Math.min(...box.slice(2))).toBeGreaterThan(0);
      expect(box[0] + box[2]).toBeLessThanOrEqual(page.width + 2);
      expect(box[1] + box[3]).toBeLessThanOrEqual(page.height + 2);
    }
  });
  expect(pages.at(-1)?.end).toBe(text.length);
  let last = 0;
  for (const block of blocks) {
    const slice = text.slice(block.start, block.end);
    expect(slice).toBe(slice.trim());
    expect(slice).not.toBe("");
    expect(block.start).toBeGreaterThanOrEqual(last);
    last = block.end;
  }
  const starts = blocks.filter(({ kind }) => kind === "heading").map(({ start }) => start);
  expect(headings.map(({ start }) => start)).toEqual(starts);
}
