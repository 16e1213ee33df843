import { describe, expect, it } from "vitest";
import { cutByMoment, writeCursor } from "./paging.ts";

const at = new Date("2026-11-01T09:00:00Z");
const [first, second, third] = ["1", "2", "3"].map((end) => ({
  id: `00000000-0000-4000-8000-00000000000${end}`,
  at,
}));
const cut = (items: (typeof first)[], cursor?: string) =>
  cutByMoment(
    items.flatMap((item) => item ?? []),
    { limit: 1, ...(cursor !== undefined && { cursor }) },
    (item) => item.at,
  );

describe("a page of a list in order of time", () => {
  it("begins where the one before ended, also when what stood there is gone", () => {
    const { items, nextCursor } = cut([first, second, third]);
    expect(items).toEqual([first]);
    expect(cut([first, second, third], nextCursor ?? "").items).toEqual([second]);
    expect(cut([second, third], nextCursor ?? "").items).toEqual([second]);
  });

  it("is the last one when nothing follows", () => {
    expect(cut([first]).nextCursor).toBeNull();
    expect(cut([], writeCursor({ at, id: first?.id })).items).toEqual([]);
  });

  it("is refused for the cursor of another list", () => {
    expect(() => cut([first], writeCursor(7))).toThrow(expect.objectContaining({ code: "invalid_input" }));
  });
});
