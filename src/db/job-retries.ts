// What becomes of a job that cannot end now: it waits, or its worker vanished. Its tries are counted by the queue.
import type pg from "pg";

export const schema = "pgboss";

/** No job may take longer: four hundred scanned pages are read in a quarter of this. */
export const expireInSeconds = 60 * 60;
/** After this a job whose worker vanished runs again; every step it had finished is kept. */
export const vanishedInSeconds = 5 * 60;
/** More than a run of bad luck: whoever works on this job is ended by it. */
export const mostVanishings = 150;
const heartbeatMs = 60_000;

/**
 * Puts a running job back until a moment. It counts as not started, so the tries it has left stay as they are; its
 * retention is counted from that moment, or the queue would delete what waits for long. `troubledSince` is kept with
 * the job for its next run. It gets another id: the worker that had it ends by completing the old one, when another
 * worker may have taken it up already.
 */
export async function deferJob(
  pool: pg.Pool,
  queue: string,
  id: string,
  wait: { until: Date; troubledSince: Date | null },
): Promise<void> {
  await pool.query(
    `update ${schema}.job set id = gen_random_uuid(), state = 'created', started_on = null, start_after = $3,
       keep_until = $3::timestamptz + interval '14 days', data = data || jsonb_build_object('troubledSince', $4::text)
     where name = $1 and id = $2 and state = 'active'`,
    [queue, id, wait.until, wait.troubledSince?.toISOString() ?? null],
  );
}

/** While its worker lives, a job has just been started, again and again. Returns how to stop. */
export function startHeartbeat(pool: pg.Pool, queue: string, id: string): () => void {
  const endsAt = Date.now() + expireInSeconds * 1000;
  const beat = () =>
    pool.query(
      `update ${schema}.job set started_on = now() where name = $1 and id = $2 and state = 'active'`,
      [queue, id],
    );
  const timer = setInterval(() => {
    if (Date.now() < endsAt) beat().catch(() => undefined);
  }, heartbeatMs);
  return () => clearInterval(timer);
}

/**
 * Jobs whose worker gave no sign for so long count as not started: being killed, however often, uses up no try. Who
 * ends its worker again and again waits for longer each time, so that others get through, and is given up in the end.
 */
export async function putBackVanished(pool: pg.Pool, silentForSeconds: number): Promise<void> {
  await pool.query(
    `with vanished as (
       update ${schema}.job set
         state = (case when times > $2 then 'failed' else 'created' end)::${schema}.job_state,
         completed_on = case when times > $2 then now() end,
         started_on = null,
         start_after = now() + make_interval(secs => least(600, 10 * greatest(0, times - 10))),
         data = data || jsonb_build_object('vanishings', times)
       from (
         select name as queue, id as job_id, coalesce((data->>'vanishings')::integer, 0) + 1 as times
         from ${schema}.job where state = 'active' and started_on <= now() - make_interval(secs => $1)
         for update skip locked
       ) found
       where name = queue and id = job_id
       returning state, data, dead_letter, retry_limit
     )
     insert into ${schema}.job (name, data, retry_limit)
     select dead_letter, data, retry_limit from vanished where state = 'failed' and dead_letter is not null`,
    [silentForSeconds, mostVanishings],
  );
}

/** Whether another job about this is there that has not ended. */
export async function hasOpenJob(
  pool: pg.Pool,
  subject: Record<string, string>,
  queues: readonly string[],
): Promise<boolean> {
  const { rowCount } = await pool.query(
    `select 1 from ${schema}.job where name = any ($2) and state < 'completed' and data @> $1 limit 1`,
    [subject, queues],
  );
  return (rowCount ?? 0) > 0;
}
