// The promise of the review threshold in a few simulated organizations; `npm run eval -- --simulate` runs a thousand each.
import { describe, expect, it } from "vitest";
import { buildRandom, reviewers, simulateOrganization, worlds } from "./guarantee.ts";

const target = 0.1;
const runs = 100;
const run = (worldName: string, reviewerName: string, count: number) => {
  const world = worlds.find(({ name }) => name === worldName);
  const reviewer = reviewers.find(({ name }) => name === reviewerName);
  if (!world || !reviewer) return expect.unreachable("no such world or reviewer");
  return Array.from({ length: count }, (_, seed) =>
    simulateOrganization(world, reviewer, target, buildRandom(1 + seed * 7919)),
  );
};

describe("a simulated organization", () => {
  it("keeps its promise with a scorer that is too modest, reads less than everything, and the naive rule fails", () => {
    const outcomes = run("underconfident", "never wrong", runs);
    expect(
      outcomes.filter(({ isProven, trueError }) => isProven && trueError > target).length,
    ).toBeLessThanOrEqual(0.05 * runs);
    expect(outcomes.filter(({ wasEverProven }) => wasEverProven).length).toBeGreaterThan(0.9 * runs);
    expect(outcomes.reduce((sum, { reviewedShare }) => sum + reviewedShare, 0) / runs).toBeLessThan(0.7);
    expect(outcomes.filter(({ naiveError }) => naiveError > target).length).toBeGreaterThan(0.3 * runs);
  });

  it("gives up its proof when the claims become worse half-way, and sends nearly everything to people", () => {
    const outcomes = run("drift half-way", "2 % wrong", 10);
    expect(outcomes.some(({ wasEverProven }) => wasEverProven)).toBe(true);
    expect(outcomes.filter(({ isProven }) => isProven).length).toBeLessThan(3);
    expect(outcomes.every(({ lateReviewedShare }) => lateReviewedShare > 0.6)).toBe(true);
  });

  it("comes out the same for the same seed", () => {
    expect(run("overconfident", "5 % wrong", 1)).toEqual(run("overconfident", "5 % wrong", 1));
  });
});
