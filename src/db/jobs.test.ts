import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Fault } from "../fault.ts";
import { openTestDatabase } from "../fixtures/product.fixture.ts";
import type { Database } from "./database.ts";
import { mostVanishings, putBackVanished } from "./job-retries.ts";
import { type Job, type Jobs, type NoticeJob, openJobs } from "./jobs.ts";

const undeliverable = randomUUID();
const undelivered: string[] = [];

let database: Database;
let close: () => Promise<void>;
let jobs: Jobs;
const done: string[] = [];
const tries = new Map<string, number>();
const organizationId = "00000000-0000-4000-8000-00000000000a";
const buildJob = (digit: number): Job => ({
  organizationId,
  documentId: `00000000-0000-4000-8000-00000000000${digit}`,
});
const [rolledBack, kept, shaky, hopeless, long] = [
  buildJob(1),
  buildJob(2),
  buildJob(3),
  buildJob(4),
  buildJob(5),
];
const [patient, deadly, lost, troubled] = [buildJob(6), buildJob(7), buildJob(8), buildJob(9)];
const queued = buildJob(0);
const endless: Job = { organizationId, documentId: "00000000-0000-4000-8000-0000000000ff" };
let [finishLong, finishDeadly] = [(): void => undefined, (): void => undefined];
const givenUp: { documentId: string; isDeadly: boolean }[] = [];
const troubles: (Date | null)[] = [];

beforeAll(async () => {
  ({ database, close } = await openTestDatabase());
  jobs = await openJobs(database.pool, {
    isOnlyProcess: database.kind === "embedded",
    onError: () => undefined,
  });
  const handle = async ({ documentId }: Job, _: boolean, troubledSince: Date | null): Promise<void> => {
    const count = (tries.get(documentId) ?? 0) + 1;
    tries.set(documentId, count);
    if (documentId === shaky.documentId && count === 1) throw new Fault("unavailable", "not now");
    if (documentId === hopeless.documentId) throw new Fault("unreadable_file", "never");
    if (documentId === patient.documentId && count <= 6)
      throw new Fault("over_budget", "later", { retryAt: new Date(Date.now() + 200) });
    if (documentId === troubled.documentId) {
      troubles.push(troubledSince);
      if (count <= 2) throw new Fault("unavailable", "away", { retryAt: new Date(), isOutage: true });
    }
    if (documentId === lost.documentId || documentId === queued.documentId)
      throw new Fault("unavailable", "not now");
    if (documentId === deadly.documentId) await new Promise<void>((resolve) => (finishDeadly = resolve));
    if (documentId === long.documentId && count === 1)
      await new Promise<void>((resolve) => (finishLong = resolve));
    done.push(documentId);
  };
  const giveUp = async ({ documentId }: Job, isDeadly: boolean): Promise<void> => {
    givenUp.push({ documentId, isDeadly });
  };
  const wait = async ({ deliveryId }: NoticeJob): Promise<void> => {
    if (deliveryId === undeliverable) throw new TypeError("a bug");
    const count = (tries.get(deliveryId) ?? 0) + 1;
    tries.set(deliveryId, count);
    if (count <= 5) throw new Fault("unavailable", "a moment ago", { retryAt: new Date(0) });
    done.push(deliveryId);
  };
  const handlers = { ingest: handle, unpack: handle, assess: handle, notify: wait };
  const giveUpDelivery = async ({ deliveryId }: NoticeJob): Promise<void> => {
    undelivered.push(deliveryId);
  };
  const notify = giveUpDelivery;
  await jobs.work(handlers, 1, { ingest: giveUp, unpack: giveUp, assess: giveUp, notify });
});
afterAll(async () => {
  await close?.();
});

const enqueue = (job: Job) =>
  database.asOrganization(organizationId, (sql) => jobs.enqueue(sql, "ingest", job));

async function waitFor(isReached: () => boolean): Promise<void> {
  while (!isReached()) await new Promise((resolve) => setTimeout(resolve, 50));
}

describe("a job", () => {
  it("does not exist when the transaction that made it is rolled back", async () => {
    const failing = database.asOrganization(organizationId, async (sql) => {
      await jobs.enqueue(sql, "ingest", rolledBack);
      throw new Fault("conflict", "changed my mind");
    });
    await expect(failing).rejects.toThrow("changed my mind");
    await enqueue(kept);
    await waitFor(() => done.includes(kept.documentId));
    expect(tries.has(rolledBack.documentId)).toBe(false);
  });

  it("that failed on something temporary is tried again", async () => {
    await enqueue(shaky);
    await waitFor(() => done.includes(shaky.documentId));
    expect(tries.get(shaky.documentId)).toBe(2);
  });

  it("that can never succeed is not tried again", async () => {
    await enqueue(hopeless);
    await waitFor(() => tries.has(hopeless.documentId));
    await enqueue(kept);
    await waitFor(() => tries.get(kept.documentId) === 2);
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    expect(tries.get(hopeless.documentId)).toBe(1);
  });

  it("that has to wait runs when its time has come, and its waiting counts as no try", async () => {
    await enqueue(patient);
    await waitFor(() => done.includes(patient.documentId));
    expect(tries.get(patient.documentId)).toBe(7);
    const { rows } = await database.pool.query(
      `select retry_count, keep_until > now() + interval '13 days' as is_kept from pgboss.job
       where data->>'documentId' = $1`,
      [patient.documentId],
    );
    expect(rows).toEqual([{ retry_count: 0, is_kept: true }]);
  });

  it("that another worker takes up while the first one puts it back is not lost", async () => {
    const ids = Array.from({ length: 20 }, () => randomUUID());
    await database.asOrganization(organizationId, async (sql) => {
      for (const deliveryId of ids)
        await jobs.enqueue(sql, "notify", { organizationId, deliveryId, round: 1 });
    });
    await waitFor(() => ids.every((id) => done.includes(id)));
  });

  it("that an outage puts back knows since when, as long as it lasts", async () => {
    await enqueue(troubled);
    await waitFor(() => done.includes(troubled.documentId));
    expect(troubles).toEqual([null, expect.any(Date), expect.any(Date)]);
    expect(troubles[2]).toEqual(troubles[1]);
  });

  it("whose worker vanished runs again, and that counts as no try", async () => {
    await enqueue(long);
    await waitFor(() => tries.has(long.documentId));
    await putBackVanished(database.pool, 300);
    expect(await findRow(long)).toMatchObject({ state: "active" });
    await database.pool.query(
      `update pgboss.job set started_on = now() - interval '301 seconds' where data->>'documentId' = $1`,
      [long.documentId],
    );
    await putBackVanished(database.pool, 300);
    finishLong();
    await waitFor(() => done.filter((one) => one === long.documentId).length === 2);
    expect(tries.get(long.documentId)).toBe(2);
    expect(await findRow(long)).toMatchObject({ retry_count: 0, vanishings: 1 });
  });

  it("that ends its worker every time waits for longer and longer, and is given up in the end", async () => {
    await enqueue(deadly);
    await waitFor(() => tries.has(deadly.documentId));
    const vanish = async (times: number) => {
      await database.pool.query(
        `update pgboss.job set state = 'active', started_on = now() - interval '301 seconds',
           data = data || jsonb_build_object('vanishings', $2::integer) where data->>'documentId' = $1`,
        [deadly.documentId, times],
      );
      await putBackVanished(database.pool, 300);
    };
    await vanish(29);
    expect(await findRow(deadly)).toMatchObject({ state: "created", retry_count: 0, wait: 200 });
    await vanish(mostVanishings - 1);
    expect(await findRow(deadly)).toMatchObject({ state: "created", wait: 600 });
    expect(givenUp).toEqual([]);
    await vanish(mostVanishings);
    await waitFor(() => givenUp.length > 0);
    expect(givenUp).toEqual([{ documentId: deadly.documentId, isDeadly: true }]);
  });

  it("that failed for good is told of, unless another one of its document is on its way", async () => {
    // The only worker of the other queue is still busy with the job before, so this one stays.
    await enqueue(queued);
    await database.pool.query(`update pgboss.queue set retry_limit = 0 where name = 'assess'`);
    for (const job of [queued, lost])
      await database.asOrganization(organizationId, (sql) => jobs.enqueue(sql, "assess", job));
    await waitFor(() => givenUp.some(({ documentId }) => documentId === lost.documentId));
    expect(givenUp.map(({ documentId }) => documentId)).toEqual([deadly.documentId, lost.documentId]);
    expect(givenUp[1]).toMatchObject({ isDeadly: false });
    finishDeadly();
  });
});

describe("a message's job", () => {
  it("that failed for good is told of too", async () => {
    await database.pool.query(`update pgboss.queue set retry_limit = 0 where name = 'notify'`);
    await database.asOrganization(organizationId, (sql) =>
      jobs.enqueue(sql, "notify", { organizationId, deliveryId: undeliverable, round: 1 }),
    );
    await waitFor(() => undelivered.length > 0);
    expect(undelivered).toEqual([undeliverable]);
  });
});

describe("a process that is told to stop", () => {
  it("puts back the job that takes too long, which counts as no try", async () => {
    let begin = (): void => undefined;
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const own = await openJobs(database.pool, {
      isOnlyProcess: false,
      onError: () => undefined,
      graceMs: 100,
    });
    const handle = async (): Promise<void> => {
      begin();
      await new Promise(() => undefined);
    };
    await jobs.close();
    const giveUp = async (): Promise<void> => undefined;
    const handlers = { ingest: handle, unpack: handle, assess: handle, notify: handle };
    await own.work(handlers, 1, { ingest: giveUp, unpack: giveUp, assess: giveUp, notify: giveUp });
    await enqueue(endless);
    await begun;
    await own.close();
    expect(await findRow(endless)).toMatchObject({ state: "created", retry_count: 0 });
  });
});

async function findRow({ documentId }: Job) {
  const { rows } = await database.pool.query(
    `select state, retry_count, (data->>'vanishings')::integer as vanishings,
       round(extract(epoch from start_after - now()))::integer as wait
     from pgboss.job where data->>'documentId' = $1 and name = 'ingest'`,
    [documentId],
  );
  return rows[0];
}
