import { describe, expect, it } from "vitest";
import { findNextTry } from "./patience.ts";

const begin = new Date("2026-03-01T08:00:00Z");

/** The minutes after the begin at which work is tried, while the trouble lasts. */
function listTries(isPaid: boolean): number[] {
  const tries: number[] = [];
  for (let now: Date | null = begin; now !== null; now = findNextTry(begin, now, isPaid))
    tries.push((now.getTime() - begin.getTime()) / 60_000);
  return tries;
}

describe("work whose server is away", () => {
  it("waits as long again as the trouble lasts, half an hour at most", () => {
    expect(listTries(false).slice(0, 9)).toEqual([0, 1, 2, 4, 8, 16, 32, 62, 92]);
  });

  it("is tried for three days, for four hours where a try may be paid for", () => {
    expect(listTries(false).at(-1)).toBeGreaterThanOrEqual(72 * 60);
    expect(listTries(false).length).toBeLessThan(160);
    expect(listTries(true).at(-1)).toBeGreaterThanOrEqual(4 * 60);
    expect(listTries(true).length).toBeLessThan(15);
  });
});
