import { describe, expect, it } from "vitest";
import type { Box } from "../domain/reading.ts";
import { orderRows } from "./ocr-rows.ts";

function readRows(pieces: [string, Box][]): string[] {
  return orderRows(pieces.map(([text, box]) => ({ text, box }))).map((row) =>
    row.map(({ text }) => text).join(" | "),
  );
}

const settings = ["MFA", "Backups", "Logging", "Alerts", "Keys"];

/** A label, small print under it, and a state centred on both, at the right; one row every 49 pixels. */
const cards = settings.flatMap((name, at): [string, Box][] => [
  [name, [225, 120 + 49 * at, 160, 16]],
  [`about ${name}`, [225, 137 + 49 * at, 220, 12]],
  [`${name} on`, [990, 126 + 49 * at, 54, 16]],
]);

const navigation = ["Home", "Users", "Groups", "Roles", "Policies", "Reports", "Logs"].map(
  (name, at): [string, Box] => [name, [18, 53 + 26 * at, 60, 16]],
);

describe("orderRows", () => {
  it("puts a label and the state in its row on one line, before the small print", () => {
    expect(readRows(cards)).toEqual(settings.flatMap((name) => [`${name} | ${name} on`, `about ${name}`]));
  });

  it("reads the rows of a table as rows, even where columns are far apart", () => {
    const table = [0, 1, 2, 3, 4, 5].flatMap((row): [string, Box][] => [
      [`b${row}`, [700, 101 + 25 * row, 80, 15]],
      [`a${row}`, [20, 100 + 25 * row, 60, 16]],
    ]);
    expect(readRows(table)).toEqual([0, 1, 2, 3, 4, 5].map((row) => `a${row} | b${row}`));
  });

  it("reads a navigation column on its own, before the content beside it", () => {
    expect(readRows([...cards, ...navigation])).toEqual([
      ...navigation.map(([name]) => name),
      ...readRows(cards),
    ]);
  });

  it("keeps a title that crosses the gutter above the navigation column", () => {
    const title: [string, Box] = ["A title over both columns", [18, 10, 400, 24]];
    const star: [string, Box] = ["star", [450, 14, 20, 16]];
    const rows = readRows([...cards, ...navigation, title, star]);
    expect(rows.slice(0, 3)).toEqual(["A title over both columns | star", "Home", "Users"]);
  });

  it("has no rows without pieces", () => {
    expect(orderRows([])).toEqual([]);
  });
});
