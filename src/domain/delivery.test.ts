import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { judgeAnswer, retryWaitsMs } from "./delivery.ts";

const at = new Date("2026-05-01T08:00:00Z");
const say = (httpStatus: number | null, more: { retryAfter?: string; isTimedOut?: boolean } = {}) => ({
  httpStatus,
  error: httpStatus === null ? "It refused the connection." : null,
  retryAfter: null,
  isTimedOut: false,
  ...more,
});
const waitOf = (posted: ReturnType<typeof say>, tries: number) => {
  const verdict = judgeAnswer(posted, tries, at);
  return verdict.status === "pending" ? verdict.nextTryAt.getTime() - at.getTime() : null;
};

describe("an answer", () => {
  it.each([200, 201, 202, 204, 299])("of %i is a delivery", (status) => {
    expect(judgeAnswer(say(status), 10, at)).toEqual({ status: "delivered" });
  });

  it.each([100, 301, 302, 400, 401, 404, 500, 502, null])("of %s is tried again", (status) => {
    expect(waitOf(say(status), 1)).toBe(5_000);
  });

  it("that fails is tried nine times more, as the specification suggests, and no more", () => {
    const minutes = Array.from({ length: 10 }, (_, index) => (waitOf(say(500), index + 1) ?? 0) / 60_000);
    expect(minutes).toEqual([5 / 60, 5, 30, 120, 300, 600, 840, 1_200, 1_440, 0]);
    expect(judgeAnswer(say(500), 10, at)).toMatchObject({ status: "failed", isGone: false });
  });

  it("of 410 wants no more, at once", () => {
    expect(judgeAnswer(say(410), 1, at)).toMatchObject({ status: "failed", isGone: true });
  });

  it("that redirects says so", () => {
    expect(judgeAnswer(say(302), 1, at)).toMatchObject({ error: expect.stringContaining("not followed") });
  });

  it.each([
    ["429 in seconds", say(429, { retryAfter: "600" }), 600_000],
    ["503 by date", say(503, { retryAfter: "Fri, 01 May 2026 09:00:00 GMT" }), 3_600_000],
    ["429 for less than the wait", say(429, { retryAfter: "1" }), 5_000],
    ["429 for years", say(429, { retryAfter: "999999999" }), 24 * 3_600_000],
    ["429 for a day that is over", say(429, { retryAfter: "Fri, 01 May 2020 09:00:00 GMT" }), 5_000],
    ["429 in nonsense", say(429, { retryAfter: "soon" }), 5_000],
    ["500, which may not ask for it", say(500, { retryAfter: "600" }), 5_000],
    ["silence", say(null, { isTimedOut: true }), 60_000],
  ])("of %s waits as long as it should", (_, posted, expected) => {
    expect(waitOf(posted, 1)).toBe(expected);
  });

  it("is never tried again sooner than the schedule says, nor later than a day, whatever is asked for", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 100, max: 599 }),
        fc.string(),
        fc.nat(),
        fc.integer({ min: 1, max: 9 }),
        (...all) => {
          const [status, words, seconds, tries] = all;
          for (const retryAfter of [words, String(seconds)]) {
            const waitMs = waitOf(say(status, { retryAfter }), tries);
            if (waitMs === null) continue;
            expect(waitMs).toBeGreaterThanOrEqual(retryWaitsMs[tries - 1] ?? 0);
            expect(waitMs).toBeLessThanOrEqual(24 * 3_600_000);
          }
        },
      ),
    );
  });
});
