import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Fault } from "../fault.ts";
import { openTestDatabase } from "../fixtures/product.fixture.ts";
import type { Database } from "./database.ts";
import { type Job, type Jobs, type NoticeJob, openJobs } from "./jobs.ts";

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
const [rolledBack, kept, shaky, hopeless, long, patient] = [1, 2, 3, 4, 5, 6].map(buildJob) as [
  Job,
  Job,
  Job,
  Job,
  Job,
  Job,
];
let finishLong = (): void => undefined;

beforeAll(async () => {
  ({ database, close } = await openTestDatabase());
  jobs = await openJobs(database.pool, {
    isOnlyProcess: database.kind === "embedded",
    onError: () => undefined,
  });
  const handle = async ({ documentId }: Job): Promise<void> => {
    const count = (tries.get(documentId) ?? 0) + 1;
    tries.set(documentId, count);
    if (documentId === shaky.documentId && count === 1) throw new Fault("unavailable", "not now");
    if (documentId === hopeless.documentId) throw new Fault("unreadable_file", "never");
    if (documentId === patient.documentId && count <= 6)
      throw new Fault("over_budget", "later", { retryAt: new Date(Date.now() + 200) });
    if (documentId === long.documentId) await new Promise<void>((resolve) => (finishLong = resolve));
    done.push(documentId);
  };
  const wait = async ({ deliveryId }: NoticeJob): Promise<void> => {
    const count = (tries.get(deliveryId) ?? 0) + 1;
    tries.set(deliveryId, count);
    if (count <= 5) throw new Fault("unavailable", "a moment ago", { retryAt: new Date(0) });
    done.push(deliveryId);
  };
  await jobs.work({ ingest: handle, unpack: handle, assess: handle, notify: wait }, 1);
});
afterAll(async () => {
  await jobs?.close();
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

  it("that takes long is given to another worker five minutes after its own stopped living", async () => {
    await enqueue(long);
    await waitFor(() => tries.has(long.documentId));
    const { rows } = await database.pool.query(
      `select extract(epoch from started_on + expire_in - now())::float8 as seconds
       from pgboss.job where state = 'active' and data->>'documentId' = $1`,
      [long.documentId],
    );
    expect(rows).toEqual([{ seconds: expect.closeTo(300, -1.5) }]);
    finishLong();
    await waitFor(() => done.includes(long.documentId));
  });
});
