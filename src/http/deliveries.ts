// Deliveries over HTTP: what was sent to a webhook, with what success, and how it is sent again.
import { z } from "@hono/zod-openapi";
import { attemptSchema, deliveryStatusSchema, writeMessageId } from "../domain/delivery.ts";
import {
  type DeliveryWithAttempts,
  listDeliveryPage,
  mostReplayed,
  replayDelivery,
  replayFailed,
  testWebhook,
} from "../flows/list-deliveries.ts";
import { writeOnce } from "./idempotency.ts";
import { buildPageSchema, cutPage, pageQuerySchema, parseCursor } from "./paging.ts";
import { defineRoute } from "./route.ts";

const tag = "webhooks";
const roles = ["admin"] as const;
const idParams = z.object({ id: z.uuid() });

const answerSchema = z
  .object({
    id: z.uuid(),
    messageId: z
      .string()
      .openapi({ description: "The header webhook-id: the same over retries and replays" }),
    type: z.string(),
    status: deliveryStatusSchema,
    createdAt: z.iso.datetime(),
    nextTryAt: z.iso.datetime().nullable(),
    finishedAt: z.iso.datetime().nullable(),
    failureReason: z.string().nullable(),
    payload: z.looseObject({}).openapi({ description: "What is sent" }),
    attempts: z.array(z.object({ ...attemptSchema.shape, at: z.iso.datetime() }).openapi("WebhookAttempt")),
  })
  .openapi("WebhookDelivery");

function describe({ body, messageId, ...delivery }: DeliveryWithAttempts) {
  return { ...delivery, messageId: writeMessageId(messageId), payload: JSON.parse(body) };
}

const positionSchema = z.object({ at: z.iso.datetime(), id: z.uuid() });

const getDeliveries = defineRoute({
  method: "get",
  path: "/v1/webhooks/{id}/deliveries",
  summary: "What was sent to a webhook, the newest first, with every attempt.",
  tag,
  roles,
  params: idParams,
  query: pageQuerySchema.extend({ status: deliveryStatusSchema.optional() }),
  answer: { status: 200, description: "A page of deliveries", schema: buildPageSchema(answerSchema) },
  faults: ["invalid_input", "not_found"],
  handle: async ({ product, principal, params, query: { cursor, limit, status = null } }) => {
    const page = { status, after: parseCursor(positionSchema, cursor), limit: limit + 1 };
    const found = await listDeliveryPage(product, principal.organizationId, params.id, page);
    const body = cutPage(found.map(describe), limit, ({ createdAt, id }) => ({ at: createdAt, id }));
    return { status: 200, body };
  },
});

const postTest = defineRoute({
  method: "post",
  path: "/v1/webhooks/{id}/test",
  summary: "Send a `webhook.test` now, once, and tell what came of it.",
  tag,
  roles,
  params: idParams,
  answer: { status: 200, description: "The delivery with its attempt", schema: answerSchema },
  faults: ["invalid_input", "not_found"],
  handle: async ({ product, principal, params }) => ({
    status: 200,
    body: describe(await testWebhook(product, principal.organizationId, params.id)),
  }),
});

const postReplay = defineRoute({
  method: "post",
  path: "/v1/webhooks/{id}/deliveries/{delivery}/replay",
  summary: "Send a message again at once, under the id that it had: a delivered one too.",
  tag,
  roles,
  params: z.object({ id: z.uuid(), delivery: z.uuid() }),
  answer: { status: 202, description: "The delivery, which waits to be sent", schema: answerSchema },
  faults: ["invalid_input", "not_found", "conflict", "mismatched_replay"],
  handle: async ({ product, principal, params, request }) =>
    writeOnce(product, principal, request, params, async () => {
      const which = { webhookId: params.id, deliveryId: params.delivery };
      return { status: 202, body: describe(await replayDelivery(product, principal.organizationId, which)) };
    }),
});

const postReplays = defineRoute({
  method: "post",
  path: "/v1/webhooks/{id}/replay",
  summary: `Send again what failed and was announced since a moment, at most ${mostReplayed} at a time.`,
  tag,
  roles,
  params: idParams,
  body: z.strictObject({ since: z.iso.datetime({ offset: true }) }),
  answer: {
    status: 202,
    description: "How many wait to be sent",
    schema: z.object({
      replayed: z.number().int(),
      isComplete: z.boolean().openapi({ description: "false: there are more, ask again" }),
    }),
  },
  faults: ["invalid_input", "not_found", "conflict", "mismatched_replay"],
  handle: async ({ product, principal, params, body, request }) =>
    writeOnce(product, principal, request, body, async () => {
      const which = { webhookId: params.id, since: new Date(body.since) };
      return { status: 202, body: await replayFailed(product, principal.organizationId, which) };
    }),
});

export const deliveryRoutes = [getDeliveries, postTest, postReplay, postReplays];
