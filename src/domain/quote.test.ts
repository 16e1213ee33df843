import { describe, expect, it } from "vitest";
import { findReadConfidence, findVerbatim, listBoxes } from "./quote.ts";

const text = "Backups are tested every quarter. Two-factor authen-\ntication is needed for all staff.";
const everywhere = { start: 0, end: text.length };
const slice = (wanted: string, within = everywhere) => {
  const span = findVerbatim(text, wanted, within);
  return span && text.slice(span.start, span.end);
};

describe("a quote", () => {
  it("is found where it stands", () => {
    expect(slice("tested every quarter")).toBe("tested every quarter");
  });

  it("is found across line ends and their hyphens, and is returned as the source has it", () => {
    expect(slice("authentication is needed")).toBe("authen-\ntication is needed");
    expect(slice("Backups  are\ntested every quarter")).toBe("Backups are tested every quarter");
  });

  it("is not found when a single letter differs", () => {
    expect(slice("tested every quarters")).toBeNull();
    expect(slice("Tested every quarter")).toBeNull();
  });

  it("is not found outside the passage", () => {
    expect(slice("tested every quarter", { start: 34, end: text.length })).toBeNull();
  });

  it("is not found when it is too short to prove anything", () => {
    expect(slice("Backups are")).toBeNull();
  });

  it("carries the boxes and the lowest confidence of its words", () => {
    const page = { number: 1, width: 10, height: 10, start: 0, end: 20, unreadable: [], hidden: [] };
    const words = [
      {
        text: "Backups",
        start: 0,
        end: 7,
        box: [0, 0, 7, 1] as [number, number, number, number],
        confidence: 0.9,
      },
      {
        text: "are",
        start: 8,
        end: 11,
        box: [8, 0, 3, 1] as [number, number, number, number],
        confidence: 0.4,
      },
    ];
    expect(listBoxes([{ ...page, words }], { start: 5, end: 8 })).toEqual([[0, 0, 7, 1]]);
    expect(findReadConfidence([{ ...page, words }], { start: 0, end: 11 })).toBe(0.4);
    expect(findReadConfidence([], { start: 0, end: 11 })).toBe(1);
  });

  it("trusts no word beside a state that cannot be read", () => {
    const unreadable = [{ box: [30, 0, 32, 16] as [number, number, number, number], start: 0, end: 11 }];
    const page = { number: 1, width: 10, height: 10, start: 0, end: 20, words: [], unreadable, hidden: [] };
    expect(findReadConfidence([page], { start: 5, end: 9 })).toBe(0);
    expect(findReadConfidence([page], { start: 12, end: 20 })).toBe(1);
  });
});
