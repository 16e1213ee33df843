// SQL of webhooks: who is told what, and the secrets that sign for them. What was removed is not found any more.
import { z } from "zod";
import type { Sql } from "../db/sql.ts";
import type { AnnouncementType } from "../domain/announcement.ts";
import { type Webhook, webhookSchema } from "../domain/webhook.ts";

const columns = `id, url, description, events, created_by as "createdBy", created_at as "createdAt",
  disabled_at as "disabledAt", disabled_reason as "disabledReason", failing_since as "failingSince",
  quiet_until as "quietUntil"`;

/** All of the organization, oldest first. */
export function listWebhooks(sql: Sql): Promise<Webhook[]> {
  return sql.list(
    webhookSchema,
    `select ${columns} from webhook where removed_at is null order by created_at, id`,
  );
}

export function findWebhook(sql: Sql, id: string): Promise<Webhook | null> {
  return sql.find(webhookSchema, `select ${columns} from webhook where id = $1 and removed_at is null`, [id]);
}

/** Locks the row, always before the rows of its deliveries; announcements do not wait for it. */
export function findWebhookForUpdate(sql: Sql, id: string): Promise<Webhook | null> {
  return sql.find(
    webhookSchema,
    `select ${columns} from webhook where id = $1 and removed_at is null for no key update`,
    [id],
  );
}

const idSchema = z.object({ id: z.uuid() });

/** Those that want to hear of this now. */
export async function listListening(sql: Sql, type: AnnouncementType): Promise<string[]> {
  const rows = await sql.list(
    idSchema,
    `select id from webhook where removed_at is null and disabled_at is null and $1 = any (events) order by id`,
    [type],
  );
  return rows.map(({ id }) => id);
}

export type WebhookChange = Pick<Webhook, "url" | "description" | "events">;

export function insertWebhook(
  sql: Sql,
  organizationId: string,
  webhook: WebhookChange & Pick<Webhook, "id" | "createdBy" | "createdAt">,
): Promise<number> {
  return sql.run(
    `insert into webhook (id, organization_id, url, description, events, created_by, created_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      webhook.id,
      organizationId,
      webhook.url,
      webhook.description,
      webhook.events,
      webhook.createdBy,
      webhook.createdAt,
    ],
  );
}

export function updateWebhook(sql: Sql, id: string, change: WebhookChange): Promise<number> {
  return sql.run(`update webhook set url = $2, description = $3, events = $4 where id = $1`, [
    id,
    change.url,
    change.description,
    change.events,
  ]);
}

/** Returns 0 when it was disabled already: its first reason stays. */
export function disableWebhook(sql: Sql, id: string, reason: string, at: Date): Promise<number> {
  return sql.run(
    `update webhook set disabled_at = $3, disabled_reason = $2
     where id = $1 and disabled_at is null and removed_at is null`,
    [id, reason, at],
  );
}

/** It starts anew, whatever it was disabled for. */
export function enableWebhook(sql: Sql, id: string): Promise<number> {
  return sql.run(
    `update webhook set disabled_at = null, disabled_reason = null, failing_since = null, quiet_until = null
     where id = $1 and disabled_at is not null`,
    [id],
  );
}

export function updateHealth(
  sql: Sql,
  id: string,
  { failingSince, quietUntil }: Pick<Webhook, "failingSince" | "quietUntil">,
): Promise<number> {
  return sql.run(`update webhook set failing_since = $2, quiet_until = $3 where id = $1`, [
    id,
    failingSince,
    quietUntil,
  ]);
}

/** The row stays for the deliveries that name it. */
export function removeWebhook(sql: Sql, id: string, at: Date): Promise<number> {
  return sql.run(`update webhook set removed_at = $2 where id = $1 and removed_at is null`, [id, at]);
}

export function insertSecret(
  sql: Sql,
  { organizationId, webhookId, secret }: { organizationId: string; webhookId: string; secret: string },
  at: Date,
): Promise<number> {
  return sql.run(
    `insert into webhook_secret (webhook_id, organization_id, secret, made_at) values ($1, $2, $3, $4)`,
    [webhookId, organizationId, secret, at],
  );
}

/** What signs now ends then; what was to end sooner still does. */
export function expireSecrets(sql: Sql, webhookId: string, until: Date): Promise<number> {
  return sql.run(
    `update webhook_secret set expires_at = least(coalesce(expires_at, $2), $2) where webhook_id = $1`,
    [webhookId, until],
  );
}

export function deleteExpiredSecrets(sql: Sql, webhookId: string, at: Date): Promise<number> {
  return sql.run(`delete from webhook_secret where webhook_id = $1 and expires_at <= $2`, [webhookId, at]);
}

const secretSchema = z.object({ secret: z.string() });

/** What signs at a moment, the newest first. */
export async function listSecrets(sql: Sql, webhookId: string, at: Date): Promise<string[]> {
  const rows = await sql.list(
    secretSchema,
    `select secret from webhook_secret where webhook_id = $1 and (expires_at is null or expires_at > $2)
     order by position desc`,
    [webhookId, at],
  );
  return rows.map(({ secret }) => secret);
}
