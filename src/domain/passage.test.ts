import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { draftReading } from "../engines/draft-reading.ts";
import { buildHeading, passageLimit, splitPassages } from "./passage.ts";

const part = fc.record({
  kind: fc.constantFrom("heading" as const, "paragraph" as const, "list_item" as const, "line" as const),
  text: fc.string({ minLength: 1, maxLength: 1500, unit: "grapheme" }),
  opensPage: fc.boolean(),
});

function read(
  parts: readonly {
    kind: "heading" | "paragraph" | "list_item" | "line";
    text: string;
    opensPage: boolean;
  }[],
) {
  const draft = draftReading();
  for (const { kind, text, opensPage } of parts) {
    if (opensPage) draft.openPage({});
    draft.addBlock(kind, text, 1);
  }
  return draft.finish("text/plain");
}

describe("passages of any text", () => {
  it("are trimmed slices of at most 600 characters, in order, on one page each", () => {
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 12 }), (parts) => {
        const reading = read(parts);
        let last = 0;
        for (const { start, end, pageNumber } of splitPassages(reading)) {
          const text = reading.text.slice(start, end);
          const page = reading.pages.find(({ number }) => number === pageNumber);
          expect(text.length).toBeLessThanOrEqual(passageLimit);
          expect(text).toBe(text.trim());
          expect(text).not.toBe("");
          expect(start).toBeGreaterThanOrEqual(last);
          expect(page && page.start <= start && end <= page.end).toBe(true);
          last = end;
        }
      }),
    );
  });

  it("lose nothing but headings and white space", () => {
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 8 }), (parts) => {
        const reading = read(parts);
        const headings = reading.headings;
        fc.pre(headings.length < reading.blocks.length);
        const kept = splitPassages(reading)
          .map(({ start, end }) => reading.text.slice(start, end))
          .join("");
        const wanted = reading.blocks
          .filter(({ kind }) => kind !== "heading")
          .map(({ start, end }) => reading.text.slice(start, end))
          .join("");
        expect(kept.replace(/\s/g, "")).toBe(wanted.replace(/\s/g, ""));
      }),
    );
  });
});

describe("a passage's headings", () => {
  it("are the path from the outermost to the innermost", () => {
    const draft = draftReading();
    draft.addBlock("heading", "Policy", 1);
    draft.addBlock("heading", "Access", 2);
    draft.addBlock("paragraph", "First.");
    draft.addBlock("heading", "Backup", 2);
    draft.addBlock("paragraph", "Second.");
    const spans = splitPassages(draft.finish("text/plain"));
    expect(spans.map(({ headingPath }) => headingPath)).toEqual([
      ["Policy", "Access"],
      ["Policy", "Backup"],
    ]);
  });

  it("say the title once", () => {
    expect(buildHeading("Policy", { headingPath: ["Policy", "Access"] })).toBe("Policy › Access");
  });
});
