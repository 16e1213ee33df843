// Jobs on pg-boss: enqueued in the transaction of the state they follow from, worked with retries and back-off.
import type pg from "pg";
import PgBoss from "pg-boss";
import { z } from "zod";
import { Fault } from "../fault.ts";
import {
  deferJob,
  expireInSeconds,
  hasOpenJob,
  mostVanishings,
  putBackVanished,
  schema,
  startHeartbeat,
  vanishedInSeconds,
} from "./job-retries.ts";
import type { Sql } from "./sql.ts";

const jobSchema = z.object({ organizationId: z.uuid(), documentId: z.uuid() });
/** Work on a document. */
export type Job = z.infer<typeof jobSchema>;

const noticeJobSchema = z.object({ organizationId: z.uuid(), deliveryId: z.uuid(), round: z.number().int() });
/** A message on its way to an endpoint, in one round of tries. */
export type NoticeJob = z.infer<typeof noticeJobSchema>;

/** What a job of each queue is about. */
type JobOf = { ingest: Job; unpack: Job; assess: Job; notify: NoticeJob };
export type Queue = keyof JobOf;

const schemas: { [Name in Queue]: z.ZodType<JobOf[Name]> } = {
  ingest: jobSchema,
  unpack: jobSchema,
  assess: jobSchema,
  notify: noticeJobSchema,
};
const queues = ["ingest", "unpack", "assess", "notify"] as const satisfies readonly Queue[];

/** Sending waits for other people's servers: more of it runs at the same time. */
const notifyFactor = 4;

/**
 * `isLastTry` says that a fault now is final, so the handler can record it. After a fault with `retryAt` the job runs
 * again at that moment, even after its last try; `troubledSince` is when an outage put it back first.
 */
export type JobHandler<Data> = (job: Data, isLastTry: boolean, troubledSince: Date | null) => Promise<void>;

export type JobHandlers = { [Name in Queue]: JobHandler<JobOf[Name]> };

/** Told of a job that ended without its handler's knowing; `isDeadly` when its worker vanished every time. */
export type GiveUp<Data> = (job: Data, isDeadly: boolean) => Promise<void>;

type GiveUps = { [Name in Queue]: GiveUp<JobOf[Name]> };

export interface Jobs {
  /** Adds a job within the caller's transaction: it exists if, and only if, the transaction commits. */
  enqueue<Name extends Queue>(sql: Sql, queue: Name, job: JobOf[Name]): Promise<void>;
  /** Starts working; `concurrency` jobs of each queue at a time, four times as many of `notify`. */
  work(handlers: JobHandlers, concurrency: number, giveUps: GiveUps): Promise<void>;
  /** Waits a while for running jobs, puts back those that take longer, then stops working. */
  close(): Promise<void>;
}

/** What befell a job, kept beside its data. */
const historySchema = z.object({
  troubledSince: z.coerce.date().nullable().default(null),
  vanishings: z.number().int().default(0),
});

const retryLimit = 4;
const maintenanceMs = 60_000;
const giveUpAgainMs = 60_000;
/** A process that is told to stop finishes what it can in this time, and puts back the rest. */
const defaultGraceMs = 15_000;
const longestStopMs = 20_000;

/** Creates the queue tables and queues. Called while migrating, under its lock. */
export async function installJobs(pool: pg.Pool): Promise<void> {
  const boss = buildBoss(pool, { migrate: true });
  await boss.start();
  for (const queue of queues) {
    await boss.createQueue(`${queue}-failed`);
    await boss.createQueue(queue, {
      name: queue,
      policy: "standard",
      retryLimit,
      retryDelay: 2,
      retryBackoff: true,
      expireInSeconds,
      deadLetter: `${queue}-failed`,
    });
  }
  await boss.stop({ graceful: false, close: false });
  await pool.query(`grant usage on schema ${schema} to evidence_gradient_tenant`);
  await pool.query(`grant insert on ${schema}.job to evidence_gradient_tenant`);
  await pool.query(`grant select on ${schema}.queue to evidence_gradient_tenant`);
}

export async function openJobs(
  pool: pg.Pool,
  settings: { isOnlyProcess: boolean; onError: (error: Error) => void; graceMs?: number },
): Promise<Jobs> {
  const asked = new Set<Promise<unknown>>();
  const boss = buildBoss(pool, {}, asked);
  boss.on("error", settings.onError);
  await boss.start();
  const stopMaintenance = await startMaintenance(boss, pool, settings);
  const { untilLeaving, leave } = buildLeaving();
  const desk = { boss, pool, untilLeaving };
  let isWorking = false;
  const workerIds = new Map<Queue, string[]>();
  return {
    enqueue: async (sql, queue, job) => {
      await boss.insert([{ name: queue, data: job }], {
        db: { executeSql: async (text, values) => ({ rows: [await sql.run(text, values)] }) },
      });
      // Workers of this process need not find it by looking from time to time.
      sql.afterCommit(() => {
        for (const id of workerIds.get(queue) ?? []) boss.notifyWorker(id);
      });
    },
    work: async (handlers, concurrency, giveUps) => {
      isWorking = true;
      // No other process can be working on the embedded database: what is active was left by a killed one.
      if (settings.isOnlyProcess) await putBackVanished(pool, 0);
      const start = async <Name extends Queue>(queue: Name): Promise<void> => {
        const workers = queue === "notify" ? concurrency * notifyFactor : concurrency;
        const ids: string[] = [];
        workerIds.set(queue, ids);
        for (let worker = 0; worker < workers; worker += 1)
          ids.push(await startWorker(desk, queue, handlers[queue]));
        await startUndertaker(desk, queue, giveUps[queue]);
      };
      for (const queue of queues) await start(queue);
    },
    close: async () => {
      await stopMaintenance();
      const timer = setTimeout(leave, settings.graceMs ?? defaultGraceMs);
      await boss.stop({ graceful: isWorking, close: false, wait: true, timeout: longestStopMs });
      clearTimeout(timer);
      // The queue does not wait for its own last words on a job.
      await Promise.allSettled(asked);
    },
  };
}

/** Comes before the queue's own maintenance, which would count a vanished worker as a try. */
async function startMaintenance(
  boss: PgBoss,
  pool: pg.Pool,
  { isOnlyProcess, onError }: { isOnlyProcess: boolean; onError: (error: Error) => void },
): Promise<() => Promise<void>> {
  const maintain = async (): Promise<void> => {
    if (!isOnlyProcess) await putBackVanished(pool, vanishedInSeconds);
    await boss.maintain();
  };
  await maintain().catch(onError);
  let running: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    running = running.then(maintain).catch(onError);
  }, maintenanceMs);
  return () => {
    clearInterval(timer);
    return running;
  };
}

/** @param asked holds what is asked of the database and not answered yet. */
function buildBoss(
  pool: pg.Pool,
  options: PgBoss.ConstructorOptions,
  asked: Set<Promise<unknown>> = new Set(),
): PgBoss {
  const executeSql = (text: string, values: unknown[]) => {
    const asking = pool.query(text, values);
    const settle = (): boolean => asked.delete(asking);
    asked.add(asking);
    asking.then(settle, settle);
    return asking;
  };
  return new PgBoss({
    schema,
    migrate: false,
    supervise: false,
    schedule: false,
    ...options,
    db: { executeSql },
  });
}

type Desk = { boss: PgBoss; pool: pg.Pool; untilLeaving: Promise<"leaving"> };
type Found<Data extends object> = PgBoss.JobWithMetadata<Data>;

function buildLeaving(): { untilLeaving: Promise<"leaving">; leave: () => void } {
  let leave = (): void => undefined;
  const untilLeaving = new Promise<"leaving">((resolve) => {
    leave = () => resolve("leaving");
  });
  return { untilLeaving, leave };
}

/** Returns the id of the worker. */
async function startWorker<Name extends Queue>(
  { boss, pool, untilLeaving }: Desk,
  queue: Name,
  handle: JobHandler<JobOf[Name]>,
): Promise<string> {
  const options = { pollingIntervalSeconds: 0.5, batchSize: 1, includeMetadata: true as const };
  return boss.work<JobOf[Name]>(queue, options, async ([found]) => {
    if (!found) return;
    const stopHeartbeat = startHeartbeat(pool, queue, found.id);
    const run = runJob(pool, queue, handle, found).finally(stopHeartbeat);
    if ((await Promise.race([run, untilLeaving])) !== "leaving") return;
    // Whoever is stopped in the middle of its work has not failed: the queue would count a try.
    stopHeartbeat();
    const { troubledSince } = historySchema.parse(found.data);
    await deferJob(pool, queue, found.id, { until: new Date(), troubledSince });
  });
}

async function runJob<Name extends Queue>(
  pool: pg.Pool,
  queue: Name,
  handle: JobHandler<JobOf[Name]>,
  found: Found<JobOf[Name]>,
): Promise<void> {
  const { troubledSince } = historySchema.parse(found.data);
  try {
    await handle(schemas[queue].parse(found.data), found.retryCount >= found.retryLimit, troubledSince);
  } catch (error) {
    if (error instanceof Fault && error.retryAt !== undefined) {
      const since = error.isOutage ? (troubledSince ?? new Date()) : null;
      await deferJob(pool, queue, found.id, { until: error.retryAt, troubledSince: since });
      return;
    }
    // What can never succeed must not be tried again: the handler has recorded it.
    if (error instanceof Fault && !error.isRetryable) return;
    throw error;
  }
}

function findSubject(job: Job | NoticeJob): { documentId: string } | { deliveryId: string } {
  return "documentId" in job ? { documentId: job.documentId } : { deliveryId: job.deliveryId };
}

/** Works on what failed without its handler: the last try took too long, or its worker vanished every time. */
async function startUndertaker<Name extends Queue>(
  { boss, pool }: Desk,
  queue: Name,
  giveUp: GiveUp<JobOf[Name]>,
): Promise<void> {
  const name = `${queue}-failed`;
  await boss.work<object>(name, { pollingIntervalSeconds: 2, batchSize: 1 }, async ([found]) => {
    if (!found) return;
    const job = schemas[queue].parse(found.data);
    try {
      // Somebody had it tried again meanwhile.
      if (await hasOpenJob(pool, findSubject(job), queues)) return;
      await giveUp(job, historySchema.parse(found.data).vanishings > mostVanishings);
    } catch {
      await deferJob(pool, name, found.id, {
        until: new Date(Date.now() + giveUpAgainMs),
        troubledSince: null,
      });
    }
  });
}
