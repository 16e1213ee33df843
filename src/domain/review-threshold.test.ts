// The review threshold on randomly drawn labels: what is proven, where the walk stops, what moves it.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findLowerTail } from "./binomial.ts";
import { findDrift } from "./drift.ts";
import { countCleanNeeded, findThreshold, type Scored } from "./review-threshold.ts";

/** From .99 downwards; the named places are wrong. */
const buildSample = (count: number, wrong: readonly number[] = []): Scored[] =>
  Array.from({ length: count }, (_, at) => ({
    probability: 0.99 - at / 1_000,
    isRight: !wrong.includes(at),
  }));

describe("the review threshold", () => {
  it("is proven by 59 clean labels for 5 % and by 29 for 10 %, and by none fewer", () => {
    expect(findThreshold(buildSample(58), 0.05)).toBeNull();
    expect(findThreshold(buildSample(59), 0.05)).toMatchObject({ accepted: 59, errors: 0 });
    expect(findThreshold(buildSample(28), 0.1)).toBeNull();
    expect(findThreshold(buildSample(29), 0.1)?.threshold).toBeCloseTo(0.962);
  });

  it("stops before the first threshold that is not proven, and takes none behind it", () => {
    // 40 right ones, 20 wrong ones, then so many right ones that the whole would be proven again.
    const wrong = Array.from({ length: 20 }, (_, at) => 40 + at);
    const found = findThreshold(buildSample(900, wrong), 0.1);
    expect(found).toBeNull();
    const late = findThreshold(
      buildSample(
        300,
        [
          250, 251, 252, 253, 254, 255, 256, 257, 258, 259, 260, 261, 262, 263, 264, 265, 266, 267, 268, 269,
          270, 271, 272, 273, 274, 275,
        ],
      ),
      0.05,
    );
    expect(late?.accepted).toBeGreaterThan(200);
    expect(late?.accepted).toBeLessThan(275);
  });

  it("accepts labels of one probability together", () => {
    const same = Array.from({ length: 60 }, (_, at) => ({ probability: 0.9, isRight: at !== 59 }));
    expect(findThreshold(same, 0.05)).toBeNull();
  });

  it("never names a threshold that its own labels do not prove, whatever the order they come in", () => {
    const labels = fc.array(
      fc.record({ probability: fc.double({ min: 0, max: 1, noNaN: true }), isRight: fc.boolean() }),
      { maxLength: 200 },
    );
    fc.assert(
      fc.property(labels, fc.double({ min: 0.3, max: 0.9, noNaN: true }), (sample, target) => {
        const found = findThreshold(sample, target);
        expect(findThreshold(sample.toReversed(), target)).toEqual(found);
        if (!found) return;
        const accepted = sample.filter(({ probability }) => probability >= found.threshold);
        const errors = accepted.filter(({ isRight }) => !isRight).length;
        expect([accepted.length, errors]).toEqual([found.accepted, found.errors]);
        expect(findLowerTail(accepted.length, target, errors)).toBeLessThanOrEqual(0.05);
        expect(found.bound).toBeLessThanOrEqual(target + 1e-9);
      }),
      { numRuns: 300 },
    );
  });

  it("says how many clean labels are still missing", () => {
    expect(countCleanNeeded(buildSample(20), 0.7, 0.05)).toEqual({ accepted: 20, errors: 0, needed: 39 });
    expect(countCleanNeeded(buildSample(20, [3]), 0.7, 0.05)).toEqual({
      accepted: 20,
      errors: 1,
      needed: 73,
    });
  });
});

describe("drift", () => {
  const build = (answers: string): Scored[] =>
    [...answers].map((answer) => ({ probability: 0.9, isRight: answer === "r" }));

  it("is seen in a run of errors at the end, and told with its counts", () => {
    expect(findDrift(build(`${"r".repeat(30)}rwww`), 0.8, 0.1)).toEqual({ errors: 3, labels: 3 });
  });

  it("is not seen in the errors that the target allows, nor in old ones", () => {
    expect(findDrift(build(`${"r".repeat(9)}w`.repeat(8)), 0.8, 0.1)).toBeNull();
    expect(findDrift(build(`wwww${"r".repeat(60)}`), 0.8, 0.1)).toBeNull();
    expect(findDrift(build("ww"), 0.8, 0.1)).toBeNull();
  });

  it("asks nothing of claims that go to people anyway", () => {
    const low = build("wwwwwwww").map((one) => ({ ...one, probability: 0.5 }));
    expect(findDrift([...build("r".repeat(10)), ...low], 0.8, 0.1)).toBeNull();
  });
});
