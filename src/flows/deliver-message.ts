// Flow: one message is brought to one webhook, and what came of it is recorded: delivered, tried again later, or given up.
import type { Context } from "../context.ts";
import type { NoticeJob } from "../db/jobs.ts";
import type { Sql } from "../db/sql.ts";
import { type Delivery, judgeAnswer, type Posted, type Verdict } from "../domain/delivery.ts";
import { isHopeless, type Webhook } from "../domain/webhook.ts";
import type { Parcel } from "../engines/courier.ts";
import { Fault } from "../fault.ts";
import {
  deleteMessagesBefore,
  failPending,
  findDelivery,
  insertAttempt,
  updateDelivery,
} from "../store/deliveries.ts";
import { appendEntry } from "../store/ledger.ts";
import {
  disableWebhook,
  findWebhook,
  findWebhookForUpdate,
  listSecrets,
  updateHealth,
} from "../store/webhooks.ts";

/** Messages can be looked up and sent again for so long. */
const keptMs = 90 * 24 * 3_600_000;

type Sending = { webhookId: string; parcel: Parcel };
type Turn = { kind: "over" } | { kind: "wait"; until: Date } | ({ kind: "send" } & Sending);

/**
 * Sends once and records it in one transaction. A process that is killed in between sends again: at least once, with
 * the same id. Throws a Fault with `retryAt` when it is to be tried (again) at that moment.
 */
export async function deliverMessage(context: Context, job: NoticeJob): Promise<void> {
  const { organizationId } = job;
  const turn = await context.database.asOrganization(organizationId, (sql) => takeTurn(context, sql, job));
  if (turn.kind === "over") return;
  if (turn.kind === "wait") throw wait(turn.until);
  const posted = await context.courier.post(turn.parcel);
  const nextTryAt = await context.database.asOrganization(organizationId, (sql) =>
    recordAttempt(context, sql, job, { ...turn, posted }),
  );
  if (nextTryAt) throw wait(nextTryAt);
  const oldest = new Date(context.clock().getTime() - keptMs);
  await context.database.asOrganization(organizationId, (sql) => deleteMessagesBefore(sql, oldest));
}

function wait(retryAt: Date): Fault {
  return new Fault("unavailable", "The message is sent at a later time.", { retryAt });
}

async function takeTurn(context: Context, sql: Sql, { deliveryId, round }: NoticeJob): Promise<Turn> {
  const at = context.clock();
  const delivery = await findDelivery(sql, deliveryId);
  if (!delivery?.nextTryAt || delivery.round !== round) return { kind: "over" };
  if (delivery.nextTryAt > at) return { kind: "wait", until: delivery.nextTryAt };
  const webhook = await findWebhook(sql, delivery.webhookId);
  if (!webhook) return { kind: "over" };
  if (webhook.quietUntil && webhook.quietUntil > at) {
    await updateDelivery(sql, { ...delivery, nextTryAt: webhook.quietUntil });
    return { kind: "wait", until: webhook.quietUntil };
  }
  const { messageId, body } = delivery;
  const secrets = await listSecrets(sql, webhook.id, at);
  return { kind: "send", webhookId: webhook.id, parcel: { url: webhook.url, messageId, at, body, secrets } };
}

type Outcome = Sending & { posted: Posted };

/** Returns when it is tried again; null when there is nothing more to try. */
async function recordAttempt(
  context: Context,
  sql: Sql,
  { organizationId, deliveryId, round }: NoticeJob,
  { webhookId, parcel, posted }: Outcome,
): Promise<Date | null> {
  const webhook = await findWebhookForUpdate(sql, webhookId);
  const delivery = await findDelivery(sql, deliveryId);
  if (!webhook || !delivery) return null;
  const now = context.clock();
  const tries = delivery.tries + 1;
  const verdict = judgeAnswer(posted, tries, now);
  const { httpStatus, durationMs } = posted;
  const said = verdict.status === "delivered" ? null : verdict.error;
  const status = said === null ? "delivered" : "failed";
  await insertAttempt(
    sql,
    organizationId,
    { id: deliveryId, round },
    { at: parcel.at, status, httpStatus, error: said, durationMs },
  );
  context.log.info(
    { organizationId, webhookId, deliveryId, tries, status, httpStatus, said, durationMs },
    "a message was sent",
  );
  // Meanwhile somebody may have asked for another round, which is its own job, or may have ended this one.
  const isStanding = delivery.round === round && (delivery.status === "pending" || status === "delivered");
  if (isStanding) await updateDelivery(sql, { ...delivery, tries, ...conclude(verdict, now) });
  await recordHealth(sql, { organizationId, webhook }, verdict, now);
  return isStanding ? ((await findDelivery(sql, deliveryId))?.nextTryAt ?? null) : null;
}

function conclude(
  verdict: Verdict,
  at: Date,
): Pick<Delivery, "status" | "nextTryAt" | "finishedAt" | "failureReason"> {
  const { status } = verdict;
  if (status === "pending")
    return { status, nextTryAt: verdict.nextTryAt, finishedAt: null, failureReason: null };
  const failureReason = status === "failed" ? verdict.error : null;
  return { status, nextTryAt: null, finishedAt: at, failureReason };
}

/** A webhook that wants no more, or does nothing but fail, is disabled; what still waits for it waits in vain. */
async function recordHealth(
  sql: Sql,
  { organizationId, webhook }: { organizationId: string; webhook: Webhook },
  verdict: Verdict,
  at: Date,
): Promise<void> {
  if (verdict.status === "delivered") {
    if (webhook.failingSince || webhook.quietUntil)
      await updateHealth(sql, webhook.id, { failingSince: null, quietUntil: null });
    return;
  }
  const failingSince = webhook.failingSince ?? at;
  await updateHealth(sql, webhook.id, { failingSince, quietUntil: verdict.quietUntil ?? webhook.quietUntil });
  const isGone = verdict.status === "failed" && verdict.isGone;
  if (!isGone && !isHopeless(failingSince, at)) return;
  const reason = isGone
    ? "It answered 410 Gone: it wants no more messages."
    : `Nothing but failures since ${failingSince.toISOString()}; the last one: ${verdict.error}`;
  if ((await disableWebhook(sql, webhook.id, reason, at)) === 0) return;
  const failed = await failPending(sql, webhook.id, `The webhook was disabled. ${reason}`, at);
  await appendEntry(sql, {
    organizationId,
    kind: "webhook_disabled",
    subjectId: webhook.id,
    principalId: null,
    at,
    body: { reason, failed },
  });
}

/** When this program itself cannot go on with a delivery: nothing stays pending for ever. */
export async function giveUpDelivery(
  context: Context,
  { organizationId, deliveryId, round }: NoticeJob,
  failureReason: string,
): Promise<void> {
  await context.database.asOrganization(organizationId, async (sql) => {
    const delivery = await findDelivery(sql, deliveryId);
    if (delivery?.status !== "pending" || delivery.round !== round) return;
    const finishedAt = context.clock();
    await updateDelivery(sql, { ...delivery, status: "failed", nextTryAt: null, finishedAt, failureReason });
  });
}
