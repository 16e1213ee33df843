import { describe, expect, it } from "vitest";
import { findBudgetDay, measureCostMicros } from "./chat.ts";

describe("the cost of a call", () => {
  const usage = { promptTokens: 1_000_000, completionTokens: 500_000 };

  it("is in millionths of the currency of prices for a million tokens", () => {
    expect(measureCostMicros(usage, { prompt: 0.15, completion: 0.6 })).toBe(450_000);
    expect(measureCostMicros(usage, { prompt: 0, completion: 0 })).toBe(0);
  });

  it("is not known when one of the prices is not", () => {
    expect(measureCostMicros(usage, { prompt: null, completion: 0.6 })).toBeNull();
    expect(measureCostMicros(usage, { prompt: 0.15, completion: null })).toBeNull();
  });
});

describe("the day of a budget", () => {
  it("goes from midnight to midnight, also over the end of a year", () => {
    for (const moment of ["2026-12-31T00:00:00.000Z", "2026-12-31T12:00:00.000Z", "2026-12-31T23:59:59.999Z"])
      expect(findBudgetDay(new Date(moment))).toEqual({
        from: new Date("2026-12-31T00:00:00.000Z"),
        to: new Date("2027-01-01T00:00:00.000Z"),
      });
  });
});
