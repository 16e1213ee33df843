// Jobs on pg-boss: enqueued in the transaction of the state they follow from, worked with retries and back-off.
import type pg from "pg";
import PgBoss from "pg-boss";
import { z } from "zod";
import { Fault } from "../fault.ts";
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
 * again at that moment, even after its last try.
 */
export type JobHandler<Data> = (job: Data, isLastTry: boolean) => Promise<void>;

export type JobHandlers = { [Name in Queue]: JobHandler<JobOf[Name]> };

export interface Jobs {
  /** Adds a job within the caller's transaction: it exists if, and only if, the transaction commits. */
  enqueue<Name extends Queue>(sql: Sql, queue: Name, job: JobOf[Name]): Promise<void>;
  /** Starts working; `concurrency` jobs of each queue at a time, four times as many of `notify`. */
  work(handlers: JobHandlers, concurrency: number): Promise<void>;
  /** Waits for running jobs, then stops working. */
  close(): Promise<void>;
}

const schema = "pgboss";
const retryLimit = 4;
/** No job may take longer: four hundred scanned pages are read in a quarter of this. */
const expireInSeconds = 60 * 60;
/** After this a job whose worker vanished runs again; every step it had finished is kept. */
const vanishedInSeconds = 5 * 60;
const heartbeatMs = 60_000;

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
  settings: { isOnlyProcess: boolean; onError: (error: Error) => void },
): Promise<Jobs> {
  const boss = buildBoss(pool, { supervise: true, maintenanceIntervalSeconds: 60 });
  boss.on("error", settings.onError);
  await boss.start();
  let isWorking = false;
  return {
    enqueue: (sql, queue, job) =>
      boss.insert([{ name: queue, data: job }], {
        db: { executeSql: async (text, values) => ({ rows: [await sql.run(text, values)] }) },
      }),
    work: async (handlers, concurrency) => {
      isWorking = true;
      // No other process can be working on the embedded database: what is active was left by a killed one. It counts
      // as not started: being killed, however often, uses up no try.
      if (settings.isOnlyProcess) {
        await pool.query(
          `update ${schema}.job set state = 'created', started_on = null where state = 'active'`,
        );
      }
      const start = <Name extends Queue>(queue: Name) => startWorker(boss, pool, queue, handlers[queue]);
      for (const queue of queues) {
        const workers = queue === "notify" ? concurrency * notifyFactor : concurrency;
        for (let worker = 0; worker < workers; worker += 1) await start(queue);
      }
    },
    close: () => boss.stop({ graceful: isWorking, close: false, wait: true, timeout: 20_000 }),
  };
}

function buildBoss(pool: pg.Pool, options: PgBoss.ConstructorOptions): PgBoss {
  const executeSql = (text: string, values: unknown[]) => pool.query(text, values);
  return new PgBoss({
    schema,
    migrate: false,
    supervise: false,
    schedule: false,
    ...options,
    db: { executeSql },
  });
}

async function startWorker<Name extends Queue>(
  boss: PgBoss,
  pool: pg.Pool,
  queue: Name,
  handle: JobHandler<JobOf[Name]>,
): Promise<void> {
  const options = { pollingIntervalSeconds: 0.5, batchSize: 1, includeMetadata: true as const };
  await boss.work(queue, options, async ([found]) => {
    if (!found) return;
    const job = schemas[queue].parse(found.data);
    const stopHeartbeat = await startHeartbeat(pool, queue, found.id);
    try {
      await handle(job, found.retryCount >= found.retryLimit);
    } catch (error) {
      if (error instanceof Fault && error.retryAt !== undefined) {
        await deferJob(pool, queue, found.id, error.retryAt);
        return;
      }
      // What can never succeed must not be tried again: the handler has recorded it.
      if (error instanceof Fault && !error.isRetryable) return;
      throw error;
    } finally {
      stopHeartbeat();
    }
  });
}

/**
 * Puts a running job back until a moment. It counts as not started, so the tries it has left stay as they are; its
 * retention is counted from that moment, or the queue would delete what waits for long. It gets another id: the worker
 * that had it ends by completing the old one, when another worker may have taken it up already.
 */
async function deferJob(pool: pg.Pool, queue: Queue, id: string, until: Date): Promise<void> {
  await pool.query(
    `update ${schema}.job set id = gen_random_uuid(), state = 'created', started_on = null, start_after = $3,
       keep_until = $3::timestamptz + interval '14 days'
     where name = $1 and id = $2 and state = 'active'`,
    [queue, id, until],
  );
}

/** While its worker lives, a job expires five minutes from now, again and again: the queue counts from its start. */
async function startHeartbeat(pool: pg.Pool, queue: Queue, id: string): Promise<() => void> {
  const beat = () =>
    pool.query(
      `update ${schema}.job set started_on = now() - expire_in + make_interval(secs => $3)
       where name = $1 and id = $2 and state = 'active'`,
      [queue, id, vanishedInSeconds],
    );
  await beat();
  const timer = setInterval(() => beat().catch(() => undefined), heartbeatMs);
  return () => clearInterval(timer);
}
