// Flow: what was sent to a webhook can be looked up, sent again, and tried out.
import type { Context } from "../context.ts";
import type { Sql } from "../db/sql.ts";
import { testType, writeAnnouncement } from "../domain/announcement.ts";
import { type Attempt, type Delivery, judgeAnswer } from "../domain/delivery.ts";
import type { Webhook } from "../domain/webhook.ts";
import { Fault } from "../fault.ts";
import {
  type DeliveryPage,
  findDelivery,
  insertAttempt,
  insertDelivery,
  insertMessage,
  listAttempts,
  listDeliveries,
  listFailed,
  updateDelivery,
} from "../store/deliveries.ts";
import { findWebhook, findWebhookForUpdate, listSecrets } from "../store/webhooks.ts";

export type DeliveryWithAttempts = Delivery & { attempts: Attempt[] };

/** Throws Fault `not_found`. */
export function listDeliveryPage(
  context: Context,
  organizationId: string,
  webhookId: string,
  page: DeliveryPage,
): Promise<DeliveryWithAttempts[]> {
  return context.database.asOrganization(organizationId, async (sql) => {
    if (!(await findWebhook(sql, webhookId))) throw refuse();
    return attachAttempts(sql, await listDeliveries(sql, webhookId, page));
  });
}

async function attachAttempts(sql: Sql, deliveries: readonly Delivery[]): Promise<DeliveryWithAttempts[]> {
  const attempts = await listAttempts(
    sql,
    deliveries.map(({ id }) => id),
  );
  return deliveries.map((delivery) => ({
    ...delivery,
    attempts: attempts.filter(({ deliveryId }) => deliveryId === delivery.id),
  }));
}

/**
 * Sends a message again at once, under its id: a delivered one too, and one that waits for its next try. Whatever an
 * earlier round had left to do is dropped. Throws Fault `not_found`, `conflict` (the webhook is disabled).
 */
export function replayDelivery(
  context: Context,
  organizationId: string,
  { webhookId, deliveryId }: { webhookId: string; deliveryId: string },
): Promise<DeliveryWithAttempts> {
  return context.database.asOrganization(organizationId, async (sql) => {
    await getEnabled(sql, webhookId);
    const delivery = await findDelivery(sql, deliveryId);
    if (delivery?.webhookId !== webhookId)
      throw new Fault("not_found", "There is no such delivery of this webhook.");
    await openRound(context, sql, organizationId, delivery);
    return getDelivery(sql, deliveryId);
  });
}

/** In one transaction; who has more to send again asks again. */
export const mostReplayed = 500;

/** Sends again what failed since a moment. Throws Fault `not_found`, `conflict` (the webhook is disabled). */
export function replayFailed(
  context: Context,
  organizationId: string,
  { webhookId, since }: { webhookId: string; since: Date },
): Promise<{ replayed: number; isComplete: boolean }> {
  return context.database.asOrganization(organizationId, async (sql) => {
    await getEnabled(sql, webhookId);
    const failed = await listFailed(sql, webhookId, { since, limit: mostReplayed + 1, testType });
    const chosen = failed.slice(0, mostReplayed);
    for (const delivery of chosen) await openRound(context, sql, organizationId, delivery);
    return { replayed: chosen.length, isComplete: failed.length === chosen.length };
  });
}

async function openRound(
  context: Context,
  sql: Sql,
  organizationId: string,
  delivery: Delivery,
): Promise<void> {
  const round = delivery.round + 1;
  const open = {
    status: "pending" as const,
    nextTryAt: context.clock(),
    finishedAt: null,
    failureReason: null,
  };
  await updateDelivery(sql, { ...delivery, ...open, round, tries: 0 });
  await context.jobs.enqueue(sql, "notify", { organizationId, deliveryId: delivery.id, round });
}

/**
 * Sends a `webhook.test` now, once, and tells what came of it. It says nothing of the webhook's health: also a
 * disabled one can be tried before it is enabled. Throws Fault `not_found`.
 */
export async function testWebhook(
  context: Context,
  organizationId: string,
  webhookId: string,
): Promise<DeliveryWithAttempts> {
  const at = context.clock();
  const { webhook, secrets } = await context.database.asOrganization(organizationId, async (sql) => ({
    webhook: await findWebhook(sql, webhookId),
    secrets: await listSecrets(sql, webhookId, at),
  }));
  if (!webhook) throw refuse();
  const messageId = context.newId();
  const data = { webhookId, words: "This is a test: nothing happened." };
  const body = writeAnnouncement({ type: testType, organizationId, at, data });
  const posted = await context.courier.post({ url: webhook.url, messageId, at, body, secrets });
  const verdict = judgeAnswer(posted, 1, at);
  const error = verdict.status === "delivered" ? null : verdict.error;
  const status = error === null ? "delivered" : "failed";
  const id = context.newId();
  return context.database.asOrganization(organizationId, async (sql) => {
    await insertMessage(sql, organizationId, { id: messageId, type: testType, body, at });
    await insertDelivery(sql, organizationId, { id, messageId, webhookId, at });
    const attempt = {
      at,
      status,
      httpStatus: posted.httpStatus,
      error,
      durationMs: posted.durationMs,
    } as const;
    await insertAttempt(sql, organizationId, { id, round: 1 }, attempt);
    const finishedAt = context.clock();
    await updateDelivery(sql, {
      id,
      round: 1,
      tries: 1,
      nextTryAt: null,
      status,
      finishedAt,
      failureReason: error,
    });
    return getDelivery(sql, id);
  });
}

async function getDelivery(sql: Sql, id: string): Promise<DeliveryWithAttempts> {
  const delivery = await findDelivery(sql, id);
  const [found] = await attachAttempts(sql, delivery ? [delivery] : []);
  if (!found) throw new Fault("not_found", "There is no such delivery of this webhook.");
  return found;
}

/** Locks the webhook before its deliveries, as everybody does. */
async function getEnabled(sql: Sql, id: string): Promise<Webhook> {
  const webhook = await findWebhookForUpdate(sql, id);
  if (!webhook) throw refuse();
  if (webhook.disabledAt === null) return webhook;
  throw new Fault("conflict", `The webhook is disabled: enable it first. ${webhook.disabledReason}`);
}

function refuse(): Fault {
  return new Fault("not_found", "There is no such webhook.");
}
