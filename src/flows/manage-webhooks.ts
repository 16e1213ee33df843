// Flow: webhooks are added, changed, disabled, enabled and removed, and their secrets replaced. A secret leaves here once.
import type { Context } from "../context.ts";
import type { Sql } from "../db/sql.ts";
import { mostWebhooks, secretGraceHours, type Webhook } from "../domain/webhook.ts";
import { drawWebhookSecret } from "../engines/webhook-signature.ts";
import { Fault } from "../fault.ts";
import { failPending } from "../store/deliveries.ts";
import { appendEntry } from "../store/ledger.ts";
import {
  deleteExpiredSecrets,
  disableWebhook,
  enableWebhook,
  expireSecrets,
  findWebhook,
  findWebhookForUpdate,
  insertSecret,
  insertWebhook,
  listWebhooks,
  removeWebhook as markRemoved,
  updateWebhook,
  type WebhookChange,
} from "../store/webhooks.ts";

/** Who does it; at the machine's own terminal it is nobody in particular. */
export type Manager = { organizationId: string; id: string | null };

export type WebhookWithSecret = { webhook: Webhook; secret: string };

/** Throws Fault `invalid_input` for an address that is not sent to, `conflict` when there are too many. */
export async function addWebhook(
  context: Context,
  manager: Manager,
  wanted: WebhookChange,
): Promise<WebhookWithSecret> {
  await context.courier.check(wanted.url);
  const { organizationId } = manager;
  const [id, secret] = [context.newId(), drawWebhookSecret()];
  return context.database.asOrganization(organizationId, async (sql) => {
    const at = context.clock();
    if ((await listWebhooks(sql)).length >= mostWebhooks)
      throw new Fault("conflict", `There can be ${mostWebhooks} webhooks: remove one that is not needed.`);
    await insertWebhook(sql, organizationId, { ...wanted, id, createdBy: manager.id, createdAt: at });
    await insertSecret(sql, { organizationId, webhookId: id, secret }, at);
    await record(sql, manager, { kind: "webhook_added", id, at }, describe(wanted));
    return { webhook: await getLocked(sql, id), secret };
  });
}

export function listAllWebhooks(context: Context, organizationId: string): Promise<Webhook[]> {
  return context.database.asOrganization(organizationId, listWebhooks);
}

/** Throws Fault `not_found`. */
export async function getWebhook(context: Context, organizationId: string, id: string): Promise<Webhook> {
  const webhook = await context.database.asOrganization(organizationId, (sql) => findWebhook(sql, id));
  return webhook ?? refuseUnknown();
}

/** What is not said stays as it is. */
type WantedChange = {
  [Key in keyof WebhookChange]?: WebhookChange[Key] | undefined;
} & { isEnabled?: boolean | undefined };

/**
 * Disabling gives up what waits for it; enabling starts anew, and what failed meanwhile can be replayed.
 * Throws Fault `not_found`, `invalid_input`.
 */
export async function changeWebhook(
  context: Context,
  manager: Manager,
  id: string,
  change: WantedChange,
): Promise<Webhook> {
  if (change.url !== undefined) await context.courier.check(change.url);
  return context.database.asOrganization(manager.organizationId, async (sql) => {
    const at = context.clock();
    const webhook = await getLocked(sql, id);
    const wanted = {
      url: change.url ?? webhook.url,
      description: change.description === undefined ? webhook.description : change.description,
      events: change.events ?? webhook.events,
    };
    await updateWebhook(sql, id, wanted);
    if (change.isEnabled === true) await enableWebhook(sql, id);
    if (change.isEnabled === false) await disable(sql, id, at);
    const changed = await getLocked(sql, id);
    const isEnabled = changed.disabledAt === null;
    await record(sql, manager, { kind: "webhook_changed", id, at }, { ...describe(wanted), isEnabled });
    return changed;
  });
}

async function disable(sql: Sql, id: string, at: Date): Promise<void> {
  if ((await disableWebhook(sql, id, "An admin disabled it.", at)) === 0) return;
  await failPending(sql, id, "The webhook was disabled by an admin.", at);
}

/** Throws Fault `not_found`. */
export async function removeWebhook(context: Context, manager: Manager, id: string): Promise<void> {
  await context.database.asOrganization(manager.organizationId, async (sql) => {
    const at = context.clock();
    const webhook = await getLocked(sql, id);
    await markRemoved(sql, id, at);
    await expireSecrets(sql, id, at);
    await deleteExpiredSecrets(sql, id, at);
    const failed = await failPending(sql, id, "The webhook was removed.", at);
    await record(sql, manager, { kind: "webhook_removed", id, at }, { ...describe(webhook), failed });
  });
}

/**
 * Makes a new secret. The older one signs beside it for the grace; with a grace of 0 it is worth nothing at once.
 * Throws Fault `not_found`.
 */
export async function rotateSecret(
  context: Context,
  manager: Manager,
  id: string,
  graceHours: number = secretGraceHours,
): Promise<WebhookWithSecret> {
  const { organizationId } = manager;
  const secret = drawWebhookSecret();
  return context.database.asOrganization(organizationId, async (sql) => {
    const at = context.clock();
    const webhook = await getLocked(sql, id);
    await expireSecrets(sql, id, new Date(at.getTime() + graceHours * 3_600_000));
    await deleteExpiredSecrets(sql, id, at);
    await insertSecret(sql, { organizationId, webhookId: id, secret }, at);
    await record(sql, manager, { kind: "webhook_secret_rotated", id, at }, { graceHours });
    return { webhook, secret };
  });
}

async function getLocked(sql: Sql, id: string): Promise<Webhook> {
  return (await findWebhookForUpdate(sql, id)) ?? refuseUnknown();
}

function refuseUnknown(): never {
  throw new Fault("not_found", "There is no such webhook.");
}

/** For the ledger, which keeps it for ever: the path of an address can be a secret itself. */
function describe({ url, events }: Pick<Webhook, "url" | "events">): Record<string, unknown> {
  return { origin: new URL(url).origin, events };
}

function record(
  sql: Sql,
  { organizationId, id: principalId }: Manager,
  { kind, id: subjectId, at }: { kind: string; id: string; at: Date },
  body: Record<string, unknown>,
): Promise<void> {
  return appendEntry(sql, { organizationId, kind, subjectId, principalId, at, body });
}
