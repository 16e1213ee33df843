// A delivery: one message on its way to one webhook, its attempts, and when it is tried again. The waits are those that
// the Standard Webhooks specification suggests.
import { z } from "zod";

export const deliveryStatusSchema = z.enum(["pending", "delivered", "failed"]);

export const attemptSchema = z.object({
  number: z.number().int(),
  at: z.date(),
  status: deliveryStatusSchema.exclude(["pending"]),
  httpStatus: z.number().int().nullable(),
  error: z.string().nullable(),
  durationMs: z.number().int(),
});
export type Attempt = z.infer<typeof attemptSchema>;

export const deliverySchema = z.object({
  id: z.uuid(),
  webhookId: z.uuid(),
  messageId: z.uuid(),
  type: z.string(),
  /** What is sent, byte for byte. */
  body: z.string(),
  status: deliveryStatusSchema,
  /** A replay opens the next round. */
  round: z.number().int(),
  /** Attempts of this round. */
  tries: z.number().int(),
  createdAt: z.date(),
  nextTryAt: z.date().nullable(),
  finishedAt: z.date().nullable(),
  failureReason: z.string().nullable(),
});
export type Delivery = z.infer<typeof deliverySchema>;

/** Stays the same over retries and replays: a receiver knows by it what it has already. */
export function writeMessageId(messageId: string): string {
  return `msg_${messageId.replaceAll("-", "")}`;
}

/** What came back. No `httpStatus`: no answer came, and `error` says why. */
export type Posted = {
  httpStatus: number | null;
  error: string | null;
  isTimedOut: boolean;
  retryAfter: string | null;
  durationMs: number;
};

export type Verdict =
  | { status: "delivered" }
  | { status: "pending"; error: string; nextTryAt: Date; quietUntil: Date | null }
  | { status: "failed"; error: string; isGone: boolean; quietUntil: Date | null };

const [second, minute, hour] = [1_000, 60_000, 3_600_000];
export const retryWaitsMs = [
  5 * second,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
];
/** What a receiver may ask for at most. */
const longestWaitMs = 24 * hour;
/** One that hangs is left alone for a while, so that it does not hold up what goes to others. */
const hangingWaitMs = minute;

/** @param tries attempts of this round, with this one. */
export function judgeAnswer(posted: Omit<Posted, "durationMs">, tries: number, at: Date): Verdict {
  const { httpStatus } = posted;
  if (httpStatus !== null && httpStatus >= 200 && httpStatus < 300) return { status: "delivered" };
  const error = posted.error ?? describeStatus(httpStatus);
  const quietUntil = findQuiet(posted, at);
  const waitMs = retryWaitsMs[tries - 1];
  if (httpStatus === 410 || waitMs === undefined)
    return { status: "failed", error, isGone: httpStatus === 410, quietUntil };
  const nextTryAt = new Date(Math.max(at.getTime() + waitMs, quietUntil?.getTime() ?? 0));
  return { status: "pending", error, nextTryAt, quietUntil };
}

function describeStatus(httpStatus: number | null): string {
  if (httpStatus === null) return "No answer came.";
  if (httpStatus >= 300 && httpStatus < 400)
    return `It answered ${httpStatus}: redirects are not followed, give the final address.`;
  return `It answered ${httpStatus}.`;
}

/** Until when the whole endpoint is left alone: what it asked for, or because it hangs. */
function findQuiet(
  { httpStatus, isTimedOut, retryAfter }: Omit<Posted, "durationMs">,
  at: Date,
): Date | null {
  if (isTimedOut) return new Date(at.getTime() + hangingWaitMs);
  if (httpStatus !== 429 && httpStatus !== 503) return null;
  const waitMs = parseRetryAfter(retryAfter, at);
  return waitMs === null ? null : new Date(at.getTime() + Math.min(waitMs, longestWaitMs));
}

/** Seconds, or a date as HTTP writes it; null when it is neither or is over. */
function parseRetryAfter(text: string | null, at: Date): number | null {
  if (text === null) return null;
  const waitMs = /^\d{1,9}$/.test(text.trim())
    ? Number(text) * second
    : new Date(text).getTime() - at.getTime();
  return waitMs > 0 ? waitMs : null;
}
