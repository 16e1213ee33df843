import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answer, openReceiver } from "../engines/fixtures/receiver.fixture.ts";
import { type Announced, openAnnounced } from "../fixtures/announced.fixture.ts";
import { replayDelivery, replayFailed, testWebhook } from "./list-deliveries.ts";
import { changeWebhook, removeWebhook } from "./manage-webhooks.ts";

let world: Announced;
beforeAll(async () => {
  world = await openAnnounced();
});
afterAll(() => world?.close());

const fail = answer(500);
const gone = answer(410);
const isDelivered = ({ status }: { status: string }) => status === "delivered";
const hasTried = (count: number) => (delivery: { attempts: unknown[] }) => delivery.attempts.length >= count;
const hour = 3_600_000;

/** A webhook with a receiver of its own. */
async function openWebhook() {
  const receiver = await openReceiver();
  const { webhook } = await world.add({ url: receiver.url });
  const { organizationId } = world;
  return {
    receiver,
    close: async () => {
      await removeWebhook(world.product.context, { organizationId, id: null }, webhook.id);
      await receiver.close();
    },
    webhookId: webhook.id,
    enable: () =>
      changeWebhook(world.product.context, { organizationId, id: null }, webhook.id, { isEnabled: true }),
    replay: (deliveryId: string) =>
      replayDelivery(world.product.context, organizationId, { webhookId: webhook.id, deliveryId }),
    replayFailed: (since: Date) =>
      replayFailed(world.product.context, organizationId, { webhookId: webhook.id, since }),
  };
}

describe("a replay", () => {
  it("of what was delivered sends it again under the same id, and keeps both attempts", async () => {
    const { receiver, webhookId, replay, close } = await openWebhook();
    await world.announce();
    const { id } = await world.waitUntil(webhookId, isDelivered);
    expect(await replay(id)).toMatchObject({ status: "pending", attempts: [{ number: 1 }] });
    const { attempts } = await world.waitUntil(webhookId, (one) => isDelivered(one) && hasTried(2)(one));
    expect(attempts.map(({ number, status }) => [number, status])).toEqual([
      [1, "delivered"],
      [2, "delivered"],
    ]);
    const [first, second] = await receiver.waitFor(2);
    expect(second?.headers["webhook-id"]).toBe(first?.headers["webhook-id"]);
    expect(second?.body).toBe(first?.body);
    await close();
  });

  it("of what waits for its next try sends it now, and the older round sends nothing any more", async () => {
    const { receiver, webhookId, replay, close } = await openWebhook();
    receiver.cues.push(fail, fail, fail);
    await world.announce();
    const { id } = await world.waitUntil(webhookId, hasTried(1));
    await replay(id);
    await world.waitUntil(webhookId, hasTried(2));
    world.pass(5_000);
    await world.waitUntil(webhookId, hasTried(3));
    world.pass(2 * hour);
    const { attempts, tries } = await world.waitUntil(webhookId, isDelivered);
    expect([attempts.length, tries, receiver.received.length]).toEqual([4, 3, 4]);
    await close();
  });

  it("of all that failed takes what failed since then, and neither tests nor what was delivered", async () => {
    const { receiver, webhookId, enable, replayFailed, close } = await openWebhook();
    await world.announce("delivered.md");
    await world.waitUntil(webhookId, isDelivered);
    for (const name of ["early.md", "late.md", "latest.md"]) {
      world.pass(hour);
      receiver.cues.push(gone);
      await world.announce(name);
      await world.waitUntil(webhookId, ({ body, status }) => body.includes(name) && status === "failed");
      await enable();
    }
    receiver.cues.push(gone);
    await testWebhook(world.product.context, world.organizationId, webhookId);
    const late = (await world.listDeliveries(webhookId)).find(({ body }) => body.includes("late.md"));
    const before = receiver.received.length;
    expect(await replayFailed(late?.createdAt ?? new Date())).toEqual({ replayed: 2, isComplete: true });
    await receiver.waitFor(before + 2);
    const names = receiver.received.slice(before).map(({ body }) => /\w+\.md/.exec(body)?.[0]);
    expect(names.toSorted()).toEqual(["late.md", "latest.md"]);
    await close();
  });

  it("is refused while the webhook is disabled, and for another webhook's delivery", async () => {
    const [one, two] = [await openWebhook(), await openWebhook()];
    two.receiver.cues.push(gone);
    await world.announce();
    const { id } = await world.waitUntil(two.webhookId, ({ status }) => status === "failed");
    await expect(two.replay(id)).rejects.toThrow(/disabled: enable it first/);
    await expect(two.replayFailed(new Date(0))).rejects.toThrow(/disabled: enable it first/);
    await expect(one.replay(id)).rejects.toThrow(/no such delivery/);
    await one.close();
    await two.close();
  });
});

describe("a test", () => {
  it("is sent once, told at once, and says nothing of the webhook's health", async () => {
    const { receiver, webhookId, close } = await openWebhook();
    receiver.cues.push(gone);
    const { context } = world.product;
    expect(await testWebhook(context, world.organizationId, webhookId)).toMatchObject({
      type: "webhook.test",
      status: "failed",
      failureReason: "It answered 410.",
      attempts: [{ number: 1, httpStatus: 410 }],
    });
    expect(await testWebhook(context, world.organizationId, webhookId)).toMatchObject({
      status: "delivered",
    });
    expect(receiver.received).toHaveLength(2);
    await world.announce();
    await world.waitUntil(webhookId, isDelivered);
    await close();
  });
});

// The last test of this file: it moves the clock beyond today.
describe("what was sent", () => {
  it("is kept for ninety days", async () => {
    const { webhookId, close } = await openWebhook();
    await world.announce("old.md");
    await world.waitUntil(webhookId, isDelivered);
    world.pass(89 * 24 * hour);
    await world.announce("newer.md");
    await world.waitUntil(
      webhookId,
      ({ body, status }) => body.includes("newer.md") && isDelivered({ status }),
    );
    expect(await world.listDeliveries(webhookId)).toHaveLength(2);
    world.pass(2 * 24 * hour);
    await world.announce("newest.md");
    while ((await world.listDeliveries(webhookId)).some(({ body }) => body.includes("old.md")))
      await new Promise((resolve) => setTimeout(resolve, 30));
    expect(await world.listDeliveries(webhookId)).toHaveLength(2);
    await close();
  });
});
