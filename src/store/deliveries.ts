// SQL of messages, of their deliveries to webhooks, and of every attempt.
import { z } from "zod";
import type { Sql } from "../db/sql.ts";
import { type Attempt, attemptSchema, type Delivery, deliverySchema } from "../domain/delivery.ts";

const columns = `delivery.id, webhook_id as "webhookId", message_id as "messageId", message.type, message.body, status,
  round, tries, created_at as "createdAt", next_try_at as "nextTryAt", finished_at as "finishedAt",
  failure_reason as "failureReason"`;
const source = `webhook_delivery as delivery join webhook_message as message on message.id = message_id`;

export function insertMessage(
  sql: Sql,
  organizationId: string,
  message: { id: string; type: string; body: string; at: Date },
): Promise<number> {
  return sql.run(
    `insert into webhook_message (id, organization_id, type, body, at) values ($1, $2, $3, $4, $5)`,
    [message.id, organizationId, message.type, message.body, message.at],
  );
}

/** With their deliveries and attempts. */
export function deleteMessagesBefore(sql: Sql, moment: Date): Promise<number> {
  return sql.run(`delete from webhook_message where at < $1`, [moment]);
}

export function insertDelivery(
  sql: Sql,
  organizationId: string,
  delivery: Pick<Delivery, "id" | "webhookId" | "messageId"> & { at: Date },
): Promise<number> {
  return sql.run(
    `insert into webhook_delivery (id, organization_id, message_id, webhook_id, status, round, tries, created_at,
       next_try_at)
     values ($1, $2, $3, $4, 'pending', 1, 0, $5, $5)`,
    [delivery.id, organizationId, delivery.messageId, delivery.webhookId, delivery.at],
  );
}

/** Locks the delivery, so that what is recorded of two attempts is recorded one after the other. */
export function findDelivery(sql: Sql, id: string): Promise<Delivery | null> {
  return sql.find(
    deliverySchema,
    `select ${columns} from ${source} where delivery.id = $1 for update of delivery`,
    [id],
  );
}

export function updateDelivery(
  sql: Sql,
  to: Pick<Delivery, "id" | "status" | "round" | "tries" | "nextTryAt" | "finishedAt" | "failureReason">,
): Promise<number> {
  return sql.run(
    `update webhook_delivery set status = $2, round = $3, tries = $4, next_try_at = $5, finished_at = $6,
       failure_reason = $7 where id = $1`,
    [to.id, to.status, to.round, to.tries, to.nextTryAt, to.finishedAt, to.failureReason],
  );
}

/** Nothing more is tried of what waits for this webhook. */
export function failPending(sql: Sql, webhookId: string, reason: string, at: Date): Promise<number> {
  return sql.run(
    `update webhook_delivery set status = 'failed', next_try_at = null, finished_at = $3, failure_reason = $2
     where webhook_id = $1 and status = 'pending'`,
    [webhookId, reason, at],
  );
}

/** Attempts are counted through all rounds. */
export function insertAttempt(
  sql: Sql,
  organizationId: string,
  { id, round }: Pick<Delivery, "id" | "round">,
  attempt: Omit<Attempt, "number">,
): Promise<number> {
  return sql.run(
    `insert into webhook_attempt (delivery_id, organization_id, number, round, at, status, http_status, error,
       duration_ms)
     select $1, $2, coalesce(max(number), 0) + 1, $3, $4, $5, $6, $7, $8 from webhook_attempt where delivery_id = $1`,
    [
      id,
      organizationId,
      round,
      attempt.at,
      attempt.status,
      attempt.httpStatus,
      attempt.error,
      attempt.durationMs,
    ],
  );
}

export type DeliveryPage = {
  status: Delivery["status"] | null;
  after: { at: string; id: string } | null;
  limit: number;
};

/** A page of a webhook's deliveries, the newest first, after a position. */
export function listDeliveries(sql: Sql, webhookId: string, page: DeliveryPage): Promise<Delivery[]> {
  return sql.list(
    deliverySchema,
    `select ${columns} from ${source}
     where webhook_id = $1 and ($2::text is null or status = $2)
       and ($3::timestamptz is null or (created_at, delivery.id) < ($3, $4::uuid))
     order by created_at desc, delivery.id desc limit $5`,
    [webhookId, page.status, page.after?.at ?? null, page.after?.id ?? null, page.limit],
  );
}

/** What failed for a webhook and was announced at or after a moment, oldest first; tests are left out. */
export function listFailed(
  sql: Sql,
  webhookId: string,
  { since, limit, testType }: { since: Date; limit: number; testType: string },
): Promise<Delivery[]> {
  return sql.list(
    deliverySchema,
    `select ${columns} from ${source}
     where webhook_id = $1 and status = 'failed' and created_at >= $2 and message.type <> $3
     order by created_at, delivery.id limit $4 for update of delivery`,
    [webhookId, since, testType, limit],
  );
}

const attemptRowSchema = attemptSchema.extend({ deliveryId: z.uuid() });

export function listAttempts(
  sql: Sql,
  deliveryIds: readonly string[],
): Promise<z.output<typeof attemptRowSchema>[]> {
  return sql.list(
    attemptRowSchema,
    `select delivery_id as "deliveryId", number, at, status, http_status as "httpStatus", error,
       duration_ms as "durationMs"
     from webhook_attempt where delivery_id = any ($1) order by delivery_id, number`,
    [deliveryIds],
  );
}
