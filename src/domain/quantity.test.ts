import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canBeEqual, findQuantities, isMore, parseBareCount, type Quantity } from "./quantity.ts";

const one = (text: string): Quantity => {
  const [found] = findQuantities(text);
  if (!found) throw new TypeError(`nothing in "${text}"`);
  return found;
};
const units = ["minutes", "hours", "days", "weeks", "months", "quarters", "years"] as const;

describe("a quantity", () => {
  it.each([
    ["every 90 days", 90, "days", "every"],
    ["at least 12 characters", 12, "characters", "at_least"],
    ["a minimum length of 14 characters", 14, "characters", "exactly"],
    ["within 24 hours", 1, "days", "within"],
    ["within twenty-four (24) hours", 1, "days", "within"],
    ["no later than 72 hours", 3, "days", "within"],
    ["30 (thirty) days", 30, "days", "exactly"],
    ["10 failed attempts", 10, "count", "exactly"],
    ["AES-256", 256, "bits", "exactly"],
    ["TLS 1.2 or higher", 1.2, "version", "at_least"],
    ["TLSv1.3", 1.3, "version", "exactly"],
    ["SSL 3.0", 0.3, "version", "exactly"],
    ["up to 8 hours", 1 / 3, "days", "at_most"],
    ["a weekly scan", 7, "days", "every"],
    ["15 min", 15 / 1440, "days", "exactly"],
  ])("%s is %d %s, %s", (text, value, unit, comparator) => {
    const found = one(text);
    expect(found.low).toBeCloseTo(value, 9);
    expect(found).toMatchObject({ unit, comparator });
  });

  it.each([
    "sign-ins in the last 90 days",
    "raised from 12 characters",
    "15 minutes ago",
    "2026-09-30",
    "a second operator",
    "version 3.2",
    "30 % of users",
    "room 12",
    "expires in 400 days",
  ])("is not in: %s", (text) => {
    expect(findQuantities(text)).toEqual([]);
  });

  it.each([
    ["annually", "12 months"],
    ["once a year", "365 days"],
    ["every quarter", "3 months"],
    ["every 90 days", "quarterly"],
    ["four times a year", "every quarter"],
    ["twice a year", "every six months"],
    ["24 hours", "1 day"],
    ["nightly", "every 24 hours"],
    ["two weeks", "14 days"],
    ["five working days", "7 days"],
    ["one month", "30 days"],
  ])("%s can be the same as %s", (a, b) => {
    expect(canBeEqual(one(a), one(b))).toBe(true);
    expect(isMore(one(a), one(b)) || isMore(one(b), one(a))).toBe(false);
  });

  it.each([
    ["90 days", "365 days"],
    ["quarterly", "monthly"],
    ["12 months", "13 months"],
    ["24 hours", "2 days"],
    ["one working day", "9 days"],
  ])("%s cannot be the same as %s", (a, b) => {
    expect(canBeEqual(one(a), one(b))).toBe(false);
  });

  it("has a span that holds its words", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 999 }),
        fc.constantFrom(...units),
        fc.string(),
        (count, unit, tail) => {
          const text = `It is kept for ${count} ${unit}, ${tail}`;
          const { start, end } = one(text);
          return text.slice(start, end) === `${count} ${unit}`;
        },
      ),
    );
  });

  it("converts between units without losing or gaining", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), (count) => {
        const isSame = (a: string, b: string) => canBeEqual(one(a), one(b));
        return (
          isSame(`${count} days`, `${count * 24} hours`) &&
          isSame(`${count} weeks`, `${count * 7} days`) &&
          isSame(`${count} hours`, `${count * 60} minutes`) &&
          isSame(`${count} years`, `${count * 12} months`) &&
          isSame(`${count} quarters`, `${count * 3} months`)
        );
      }),
    );
  });

  it("is more than, less than or possibly equal to another one: just one of the three", () => {
    const range = fc
      .tuple(fc.double({ min: 0, max: 1e4, noNaN: true }), fc.double({ min: 0, max: 100, noNaN: true }))
      .map(([low, width]) => ({ low, high: low + width }));
    fc.assert(
      fc.property(range, range, (a, b) => {
        const held = [isMore(a, b), isMore(b, a), canBeEqual(a, b)].filter(Boolean);
        return held.length === 1 && canBeEqual(a, b) === canBeEqual(b, a);
      }),
    );
  });

  it("alone in a cell is a count; a date or a version is none", () => {
    expect(parseBareCount("10")).toEqual({ low: 10, high: 10 });
    for (const cell of ["10:30", "2026-09-30", "3.2", "ten or so", ""])
      expect(parseBareCount(cell)).toBeNull();
  });
});
