import { Webhook } from "standardwebhooks";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { retryWaitsMs } from "../domain/delivery.ts";
import {
  answer,
  babble,
  close,
  hang,
  openReceiver,
  type Received,
} from "../engines/fixtures/receiver.fixture.ts";
import { Fault } from "../fault.ts";
import { type Announced, openAnnounced } from "../fixtures/announced.fixture.ts";
import { listLedger } from "./list-evidence.ts";
import {
  changeWebhook,
  getWebhook,
  listAllWebhooks,
  removeWebhook,
  rotateSecret,
} from "./manage-webhooks.ts";

let world: Announced;
beforeAll(async () => {
  world = await openAnnounced();
});
afterAll(() => world?.close());

const hour = 3_600_000;
const manager = () => ({ organizationId: world.organizationId, id: null });
const fail = answer(500);

/** Each test has the receiver and the webhooks for itself. */
afterEach(async () => {
  const { context } = world.product;
  for (const { id } of await listAllWebhooks(context, world.organizationId))
    await removeWebhook(context, manager(), id);
  world.receiver.cues.length = 0;
  world.receiver.received.length = 0;
});

const isDelivered = ({ status }: { status: string }) => status === "delivered";
const hasTried = (count: number) => (delivery: { attempts: unknown[] }) => delivery.attempts.length >= count;

/** As the reference implementation signs it; its `verify` would refuse the clock of this test. */
function isSignedWith(secret: string, { headers, body }: Received): boolean {
  const moment = new Date(Number(headers["webhook-timestamp"]) * 1000);
  const signature = new Webhook(secret).sign(String(headers["webhook-id"]), moment, body);
  return String(headers["webhook-signature"]).split(" ").includes(signature);
}

async function listKinds(): Promise<string[]> {
  const entries = await listLedger(world.product.context, world.organizationId);
  return entries.map(({ kind }) => kind);
}

describe("a message", () => {
  it("reaches its receiver when the change commits, signed, with ids and no more", async () => {
    const { webhook, secret } = await world.add();
    await world.announce("prüfung.md");
    expect(await world.waitUntil(webhook.id, isDelivered)).toMatchObject({
      type: "review.opened",
      attempts: [{ number: 1, status: "delivered", httpStatus: 200, error: null }],
    });
    const [got] = await world.receiver.waitFor(1);
    expect(got && isSignedWith(secret, got)).toBe(true);
    expect(JSON.parse(got?.body ?? "")).toMatchObject({
      type: "review.opened",
      data: { organizationId: world.organizationId, count: 1, reviews: [{ fileName: "prüfung.md" }] },
    });
  });

  it("is neither kept nor sent when the change is rolled back", async () => {
    const { webhook } = await world.add();
    await expect(world.announce("undone.md", true)).rejects.toThrow("changed my mind");
    await world.announce("done.md");
    await world.waitUntil(webhook.id, isDelivered);
    expect(await world.listDeliveries(webhook.id)).toHaveLength(1);
    expect(world.receiver.received.map(({ body }) => body.includes("undone.md"))).toEqual([false]);
  });

  it("is tried again after 5 s, then 5 min, under the same id and byte for byte, until it is delivered", async () => {
    const { webhook } = await world.add();
    world.receiver.cues.push(fail, fail);
    await world.announce();
    for (const [index, wait] of retryWaitsMs.slice(0, 2).entries()) {
      const { attempts, nextTryAt, status } = await world.waitUntil(webhook.id, hasTried(index + 1));
      expect(status).toBe("pending");
      expect((nextTryAt?.getTime() ?? 0) - (attempts.at(-1)?.at.getTime() ?? 0)).toBe(wait);
      expect(await getWebhook(world.product.context, world.organizationId, webhook.id)).toMatchObject({
        failingSince: expect.any(Date),
      });
      world.pass(wait);
    }
    const { attempts } = await world.waitUntil(webhook.id, isDelivered);
    expect(attempts.map(({ httpStatus }) => httpStatus)).toEqual([500, 500, 200]);
    const got = await world.receiver.waitFor(3);
    expect(new Set(got.map(({ headers, body }) => `${headers["webhook-id"]} ${body}`)).size).toBe(1);
    expect(new Set(got.map(({ headers }) => headers["webhook-timestamp"])).size).toBe(3);
    const { failingSince } = await getWebhook(world.product.context, world.organizationId, webhook.id);
    expect(failingSince).toBeNull();
  });

  it("outlives a receiver that hangs, redirects, hangs up and babbles", async () => {
    const { webhook } = await world.add();
    world.receiver.cues.push(hang, answer(307, { location: "/other" }), close, babble);
    await world.announce();
    for (const count of [1, 2, 3, 4]) {
      await world.waitUntil(webhook.id, hasTried(count));
      world.pass(2 * hour);
    }
    const { attempts } = await world.waitUntil(webhook.id, isDelivered);
    expect(attempts.map(({ error }) => error)).toEqual([
      "It did not answer within 1 s.",
      expect.stringContaining("redirects are not followed"),
      "It closed the connection without an answer.",
      expect.stringContaining("is not HTTP"),
      null,
    ]);
    expect(world.receiver.received.map(({ path }) => path)).toEqual(Array(5).fill("/hook"));
  });

  it("is given up after nine more tries", async () => {
    const { webhook } = await world.add();
    world.receiver.cues.push(...Array(10).fill(fail));
    await world.announce();
    for (const [index, wait] of retryWaitsMs.entries()) {
      await world.waitUntil(webhook.id, hasTried(index + 1));
      world.pass(wait);
    }
    const delivery = await world.waitUntil(webhook.id, ({ status }) => status === "failed");
    expect(delivery).toMatchObject({ failureReason: "It answered 500.", nextTryAt: null });
    expect(delivery.attempts).toHaveLength(10);
    const { disabledAt } = await getWebhook(world.product.context, world.organizationId, webhook.id);
    expect(disabledAt).toBeNull();
  });

  it("that this program cannot send is given up and says so, and stays to be replayed", async () => {
    const { context } = world.product;
    const { webhook } = await world.add();
    const { courier } = context;
    context.courier = {
      ...courier,
      post: () => Promise.reject(new Fault("conflict", "The courier is ill.")),
    };
    await world.announce();
    const delivery = await world.waitUntil(webhook.id, ({ status }) => status === "failed");
    context.courier = courier;
    expect(delivery).toMatchObject({ failureReason: "The courier is ill.", attempts: [] });
  });
});

describe("a webhook", () => {
  it("that asks for time gets it, for all that is meant for it", async () => {
    const { webhook } = await world.add();
    world.receiver.cues.push(answer(429, { "retry-after": "3600" }));
    await world.announce("first.md");
    const first = await world.waitUntil(webhook.id, hasTried(1));
    await world.announce("second.md");
    const isSecondWaiting = async () => {
      const [second] = await world.listDeliveries(webhook.id);
      return second?.body.includes("second.md") && second.nextTryAt?.getTime() === first.nextTryAt?.getTime();
    };
    while (!(await isSecondWaiting())) await new Promise((resolve) => setTimeout(resolve, 30));
    expect(world.receiver.received).toHaveLength(1);
    world.pass(hour);
    await world.receiver.waitFor(3);
    const { nextTryAt, attempts } = first;
    expect((nextTryAt?.getTime() ?? 0) - (attempts[0]?.at.getTime() ?? 0)).toBe(hour);
  });

  it("that is gone is disabled at once, with what still waits for it, and the ledger says so", async () => {
    const { webhook } = await world.add();
    world.receiver.cues.push(fail, answer(410));
    await world.announce("waiting.md");
    await world.waitUntil(webhook.id, hasTried(1));
    await world.announce("last.md");
    await world.waitUntil(webhook.id, ({ body, status }) => body.includes("last.md") && status === "failed");
    const statuses = (await world.listDeliveries(webhook.id)).map(({ status }) => status);
    expect(statuses).toEqual(["failed", "failed"]);
    expect(await getWebhook(world.product.context, world.organizationId, webhook.id)).toMatchObject({
      disabledAt: expect.any(Date),
      disabledReason: "It answered 410 Gone: it wants no more messages.",
    });
    expect(await listKinds()).toContain("webhook_disabled");
    await world.announce("unheard.md");
    expect(await world.listDeliveries(webhook.id)).toHaveLength(2);
  });

  it("that does nothing but fail for five days is disabled with the reason; enabled, it starts anew", async () => {
    const { context } = world.product;
    const { webhook } = await world.add();
    world.receiver.cues.push(fail, fail, fail);
    await world.announce("first.md");
    await world.waitUntil(webhook.id, hasTried(1));
    world.pass(100 * hour);
    await world.waitUntil(webhook.id, hasTried(2));
    expect((await getWebhook(context, world.organizationId, webhook.id)).disabledAt).toBeNull();
    world.pass(20 * hour);
    await world.waitUntil(webhook.id, ({ status }) => status === "failed");
    expect(await getWebhook(context, world.organizationId, webhook.id)).toMatchObject({
      disabledReason: expect.stringMatching(
        /^Nothing but failures since .*; the last one: It answered 500\.$/,
      ),
    });
    const enabled = await changeWebhook(context, manager(), webhook.id, { isEnabled: true });
    expect(enabled).toMatchObject({ disabledAt: null, disabledReason: null, failingSince: null });
    await world.announce("second.md");
    await world.waitUntil(webhook.id, isDelivered);
  });

  it("that fails holds up no other one", async () => {
    const other = await openReceiver();
    const broken = await world.add();
    const healthy = await world.add({ url: other.url });
    world.receiver.cues.push(hang);
    await world.announce();
    await world.waitUntil(healthy.webhook.id, isDelivered);
    await world.waitUntil(broken.webhook.id, hasTried(1));
    expect(other.received).toHaveLength(1);
    await other.close();
  });

  it("hears only of what it was added for", async () => {
    const { webhook } = await world.add({ events: ["review.late"] });
    const { webhook: listening } = await world.add();
    await world.announce();
    await world.waitUntil(listening.id, isDelivered);
    expect(await world.listDeliveries(webhook.id)).toEqual([]);
  });

  it("that was removed gets nothing more, not even what was waiting", async () => {
    const { context } = world.product;
    const { webhook } = await world.add();
    world.receiver.cues.push(fail);
    await world.announce();
    await world.waitUntil(webhook.id, hasTried(1));
    await removeWebhook(context, manager(), webhook.id);
    world.pass(5 * hour);
    const { webhook: next } = await world.add();
    await world.announce("next.md");
    await world.waitUntil(next.id, isDelivered);
    expect(world.receiver.received).toHaveLength(2);
    await expect(getWebhook(context, world.organizationId, webhook.id)).rejects.toThrow("no such webhook");
    const { rows } = await context.database.pool.query(
      "select count(*) as left from webhook_secret where webhook_id = $1",
      [webhook.id],
    );
    expect(rows).toEqual([{ left: 0 }]);
  });
});

describe("a secret that was replaced", () => {
  it("signs beside the new one for a day, and no longer", async () => {
    const { context } = world.product;
    const { webhook, secret: old } = await world.add();
    const { secret } = await rotateSecret(context, manager(), webhook.id);
    expect(secret).not.toBe(old);
    await world.announce();
    const [during] = await world.receiver.waitFor(1);
    expect(during && [isSignedWith(old, during), isSignedWith(secret, during)]).toEqual([true, true]);
    world.pass(24 * hour);
    await world.announce();
    const [, after] = await world.receiver.waitFor(2);
    expect(after && [isSignedWith(old, after), isSignedWith(secret, after)]).toEqual([false, true]);
  });

  it("because it became known is worth nothing at once, and neither are those before it", async () => {
    const { context } = world.product;
    const { webhook, secret: first } = await world.add();
    const { secret: second } = await rotateSecret(context, manager(), webhook.id);
    const { secret } = await rotateSecret(context, manager(), webhook.id, 0);
    await world.announce();
    const [got] = await world.receiver.waitFor(1);
    expect(got && [first, second, secret].map((one) => isSignedWith(one, got))).toEqual([false, false, true]);
  });
});
