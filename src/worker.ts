// The door for time: takes a job, runs its flow, finishes or backs off.
import type { Context } from "./context.ts";
import type { GiveUp, Job, JobHandler, NoticeJob } from "./db/jobs.ts";
import { findNextTry } from "./domain/patience.ts";
import { Fault } from "./fault.ts";
import { assessDocument } from "./flows/assess-document.ts";
import { followDecisions } from "./flows/calibrate.ts";
import { compareDocument } from "./flows/compare-document.ts";
import { deliverMessage, giveUpDelivery } from "./flows/deliver-message.ts";
import { failDocument, failUnfinished } from "./flows/fail-document.ts";
import { holdDocument, resumeDocument } from "./flows/hold-document.ts";
import { watchReviews } from "./flows/hold-review.ts";
import { ingestDocument } from "./flows/ingest-document.ts";
import { followTime } from "./flows/project-grades.ts";
import { receiveMembers } from "./flows/receive-document.ts";
import { sweepIntegrity } from "./flows/verify-integrity.ts";

/** Starts working; `concurrency` jobs of each kind at a time, until the context's jobs are closed. */
export async function startWorker(context: Context, concurrency: number): Promise<void> {
  const giveUp: GiveUp<Job> = async (job, isDeadly) => {
    context.log.error({ ...job, isDeadly }, "a job ended without a result");
    await failUnfinished(context, job, isDeadly ? deadlyReason : unknownReason);
  };
  const giveUpNotice: GiveUp<NoticeJob> = async (job, isDeadly) => {
    context.log.error({ ...job, isDeadly }, "a delivery ended without a result");
    await giveUpDelivery(context, job, brokenDeliveryReason);
  };
  await context.jobs.work(
    {
      ingest: record(context, ingestDocument),
      unpack: record(context, receiveMembers),
      assess: record(context, assessAndCompare),
      notify: deliver(context),
    },
    concurrency,
    { ingest: giveUp, unpack: giveUp, assess: giveUp, notify: giveUpNotice },
  );
}

const clockIntervalMs = 60_000;

/**
 * Once now and once a minute: what time alone brings about, and what decisions teach. Several processes may do it at
 * once. Returns a function that ends it after the round that runs.
 */
export function startClock(context: Context): () => Promise<void> {
  let round: Promise<void> | null = null;
  const tick = (): void => {
    round ??= runRound(context).finally(() => {
      round = null;
    });
  };
  tick();
  const timer = setInterval(tick, clockIntervalMs);
  return async () => {
    clearInterval(timer);
    await round;
  };
}

/** What fails keeps nothing else from being done. */
async function runRound(context: Context): Promise<void> {
  const run = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      context.log.error(
        { error: describe(error) },
        "a round of the clock failed; the next one is in a minute",
      );
    }
  };
  await run(async () => {
    const changed = await followTime(context);
    if (changed > 0) context.log.info({ changed }, "time changed grades");
  });
  await run(async () => {
    const late = await watchReviews(context);
    if (late.length > 0) context.log.info({ late: late.length }, "reviews are late");
  });
  await run(async () => {
    const revised = await followDecisions(context);
    if (revised > 0) context.log.info({ revised }, "decisions changed calibrations");
  });
  await run(async () => {
    await sweepIntegrity(context);
  });
}
const deadlyReason =
  "The process that worked on this document was ended every time before it was done, perhaps for lack of memory: ask the operator to look at it, then retry the document.";
const brokenDeliveryReason =
  "An error of this program stopped it: send it again, or ask the operator to look at the log.";
const deliverAgainMs = 5 * 60_000;
const unknownReason =
  "The work on this document took too long or was cut off, however often it was tried: ask the operator to look at the log, then retry the document.";

/** Two transactions: what is compared has to be seen by whoever compares another document at the same time. */
async function assessAndCompare(context: Context, job: Job): Promise<void> {
  await assessDocument(context, job);
  await compareDocument(context, job);
}

/** A fault that will not be tried again, and one that makes the work wait, are written on the document for people. */
function record(context: Context, run: (context: Context, job: Job) => Promise<unknown>): JobHandler<Job> {
  return async (job, isLastTry, troubledSince) => {
    try {
      context.log.debug({ ...job, flow: run.name }, "a job started");
      await resumeDocument(context, job);
      await run(context, job);
      context.log.debug({ ...job, flow: run.name }, "a job ended");
    } catch (thrown) {
      const error = isLastTry ? rideOut(thrown, troubledSince, context.clock()) : thrown;
      if (error instanceof Fault && error.retryAt !== undefined) {
        context.log.info({ ...job, reason: error.message, until: error.retryAt }, "a job waits");
        await holdDocument(context, job, { reason: error.message, until: error.retryAt });
        throw error;
      }
      const isFinal = isLastTry || (error instanceof Fault && !error.isRetryable);
      context.log.warn({ ...job, error: describe(error), isFinal }, "a job failed");
      if (isFinal) await failDocument(context, job, getReason(error));
      throw error;
    }
  };
}

/** A server that is away is waited for, in growing steps, once the quick tries are used up. */
function rideOut(error: unknown, troubledSince: Date | null, now: Date): unknown {
  if (!(error instanceof Fault) || !error.isOutage || error.retryAt !== undefined) return error;
  // The server may charge for an answer that nobody waited for.
  const next = findNextTry(troubledSince ?? now, now, error.code === "timed_out");
  return next ? error.delayUntil(next) : error;
}

/** A delivery that waits for its time is nothing to tell of; one that this program cannot go on with is given up. */
function deliver(context: Context): JobHandler<NoticeJob> {
  return async (job, isLastTry) => {
    try {
      await deliverMessage(context, job);
    } catch (error) {
      if (error instanceof Fault && error.retryAt !== undefined) throw error;
      context.log.warn({ ...job, error: describe(error), isLastTry }, "a delivery failed");
      // What is only away for now, such as the database, comes back.
      if (error instanceof Fault && error.isRetryable)
        throw isLastTry ? error.delayUntil(new Date(context.clock().getTime() + deliverAgainMs)) : error;
      if (error instanceof Fault) await giveUpDelivery(context, job, error.message);
      else if (isLastTry) await giveUpDelivery(context, job, brokenDeliveryReason);
      throw error;
    }
  };
}

/** Only a Fault's words are meant for people; anything else is a bug, and its words stay in the log. */
function getReason(error: unknown): string {
  if (error instanceof Fault)
    return error.isOutage ? `${error.message} When that is mended, retry the document.` : error.message;
  return "An error of this program stopped the work: retry the document, or ask the operator to look at the log.";
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
