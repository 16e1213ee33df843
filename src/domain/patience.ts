// How long work waits for a server that is away before it is tried again, and when it is given up.

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

const shortestWaitMs = minuteMs;
const longestWaitMs = 30 * minuteMs;

/** Work waits for three days at most; where every try may be paid for, for four hours. */
const patienceMs = { free: 72 * hourMs, paid: 4 * hourMs };

/**
 * The moment of the next try: as long from now as the trouble lasts already, between a minute and half an hour. Null
 * when it has lasted too long.
 */
export function findNextTry(since: Date, now: Date, isPaid: boolean): Date | null {
  const lastedMs = now.getTime() - since.getTime();
  if (lastedMs >= patienceMs[isPaid ? "paid" : "free"]) return null;
  return new Date(now.getTime() + Math.min(longestWaitMs, Math.max(shortestWaitMs, lastedMs)));
}
