// Tries again while a server is busy: growing waits with jitter, its own Retry-After first, a bound on both.
import type { Fault } from "../fault.ts";

export type Pace = {
  /** Further tries after the first. */
  retries: number;
  /** All waits of one call together. */
  maxWaitMs: number;
  clock: () => Date;
  sleep: (ms: number) => Promise<void>;
  /** From 0 to 1. */
  random: () => number;
};

export type Failure = { fault: Fault; isBusy: boolean; retryAfter: string | null };

const firstWaitMs = 500;
const longestWaitMs = 20_000;
const longestDelayMs = 24 * 60 * 60 * 1000;

/** Throws the fault of the last failure when it is no use to wait, or not in the bounds. */
export async function retryWhileBusy<Result>(
  pace: Pace,
  run: () => Promise<Result>,
  readFailure: (error: unknown) => Failure,
): Promise<Result> {
  let waitedMs = 0;
  for (let tries = 0; ; tries += 1) {
    try {
      return await run();
    } catch (error) {
      const { fault, isBusy, retryAfter } = readFailure(error);
      const askedMs = parseRetryAfter(retryAfter, pace.clock());
      const pauseMs = findPauseMs(pace, tries, askedMs);
      if (askedMs !== null && askedMs > pace.maxWaitMs) throw delay(fault, pace.clock(), askedMs);
      if (!isBusy || tries >= pace.retries || waitedMs + pauseMs > pace.maxWaitMs) throw fault;
      await pace.sleep(pauseMs);
      waitedMs += pauseMs;
    }
  }
}

/** Never sooner than the server asks; else between half and all of 0.5 s, 1 s, 2 s, … */
function findPauseMs({ random }: Pace, tries: number, askedMs: number | null): number {
  if (askedMs !== null) return askedMs + Math.round(random() * firstWaitMs);
  return Math.round(Math.min(longestWaitMs, firstWaitMs * 2 ** tries) * (0.5 + random() / 2));
}

/** Who asks for an hour gets it: the work is put back until then, at most a day, instead of failing in a minute. */
function delay(fault: Fault, now: Date, askedMs: number): Fault {
  return fault.delayUntil(new Date(now.getTime() + Math.min(askedMs, longestDelayMs)));
}

/** Seconds or an HTTP date, as milliseconds from now; null when it is neither. */
function parseRetryAfter(header: string | null, now: Date): number | null {
  if (header === null) return null;
  const ms = /^\s*\d+(\.\d+)?\s*$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now.getTime();
  return Number.isNaN(ms) ? null : Math.max(0, ms);
}
