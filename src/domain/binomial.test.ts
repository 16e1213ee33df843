// Exact binomial tails against sums worked out another way, and the counts that the design names.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countTrialsNeeded, findLowerTail, findUpperBound, findUpperTail } from "./binomial.ts";

/** By Pascal's rule: the chance of each count after one trial more. Slow, and not a formula. */
function tabulate(trials: number, rate: number): number[] {
  let chances = [1];
  for (let trial = 0; trial < trials; trial += 1)
    chances = Array.from(
      { length: chances.length + 1 },
      (_, count) => (chances[count] ?? 0) * (1 - rate) + (chances[count - 1] ?? 0) * rate,
    );
  return chances;
}

describe("the exact binomial", () => {
  const cases = fc.record({
    trials: fc.integer({ min: 1, max: 150 }),
    rate: fc.double({ min: 0.001, max: 0.999, noNaN: true }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  });

  it("agrees with the table of all counts", () => {
    fc.assert(
      fc.property(cases, ({ trials, rate, share }) => {
        const count = Math.floor(share * trials);
        const table = tabulate(trials, rate);
        const lower = table.slice(0, count + 1).reduce((sum, chance) => sum + chance, 0);
        const upper = table.slice(count).reduce((sum, chance) => sum + chance, 0);
        expect(findLowerTail(trials, rate, count)).toBeCloseTo(lower, 10);
        expect(findUpperTail(trials, rate, count)).toBeCloseTo(upper, 10);
      }),
      { numRuns: 500 },
    );
  });

  it("has tails that together are everything, and stays finite with many trials", () => {
    expect(findLowerTail(100_000, 0.1, 9_999) + findUpperTail(100_000, 0.1, 10_000)).toBeCloseTo(1, 8);
    expect(findLowerTail(1_000_000, 0.5, 10)).toBe(0);
  });

  it("needs 59 clean labels for 5 %, 93 with one error, 29 for 10 %", () => {
    expect(countTrialsNeeded(0.05, 0, 0.05)).toBe(59);
    expect(countTrialsNeeded(0.05, 1, 0.05)).toBe(93);
    expect(countTrialsNeeded(0.1, 0, 0.05)).toBe(29);
    expect(findLowerTail(58, 0.05, 0)).toBeGreaterThan(0.05);
    expect(findLowerTail(92, 0.05, 1)).toBeGreaterThan(0.05);
  });

  it("has a bound at which the errors are just not refuted, above the observed share", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 400 }),
        fc.double({ min: 0, max: 0.99, noNaN: true }),
        (trials, share) => {
          const errors = Math.floor(share * trials);
          const bound = findUpperBound(trials, errors, 0.05);
          expect(bound).toBeGreaterThan(errors / trials);
          expect(findLowerTail(trials, bound, errors)).toBeCloseTo(0.05, 6);
        },
      ),
    );
    expect(findUpperBound(59, 0, 0.05)).toBeLessThan(0.05);
    expect(findUpperBound(3, 3, 0.05)).toBe(1);
  });
});
