// Webhooks over HTTP: who is told what. A secret is answered once, to who made it; it is kept out of answers that are
// sent again.
import { z } from "@hono/zod-openapi";
import { announcementTypeSchema, announcementTypes } from "../domain/announcement.ts";
import { secretGraceHours, type Webhook } from "../domain/webhook.ts";
import {
  addWebhook,
  changeWebhook,
  getWebhook,
  listAllWebhooks,
  removeWebhook,
  rotateSecret,
  type WebhookWithSecret,
} from "../flows/manage-webhooks.ts";
import { writeOnce } from "./idempotency.ts";
import { buildPageSchema } from "./paging.ts";
import { type Ask, defineRoute } from "./route.ts";

const tag = "webhooks";
const roles = ["admin"] as const;
const idParams = z.object({ id: z.uuid() });

const answerSchema = z
  .object({
    id: z.uuid(),
    url: z.string(),
    description: z.string().nullable(),
    events: z.array(announcementTypeSchema),
    isEnabled: z.boolean(),
    disabledAt: z.iso.datetime().nullable(),
    disabledReason: z.string().nullable(),
    failingSince: z.iso
      .datetime()
      .nullable()
      .openapi({ description: "null: the last attempt was delivered, or there was none" }),
    createdBy: z.uuid().nullable(),
    createdAt: z.iso.datetime(),
  })
  .openapi("Webhook");

const secretAnswerSchema = answerSchema
  .extend({
    secret: z.string().nullable().openapi({
      description: "Answered once; null when this is the answer to a repeated Idempotency-Key",
    }),
  })
  .openapi("WebhookWithSecret");

const eventsSchema = z
  .array(announcementTypeSchema)
  .min(1)
  .max(announcementTypes.length)
  .transform((events) => [...new Set(events)]);
const urlSchema = z.string().trim().min(1).max(2_000);
const descriptionSchema = z.string().trim().max(500).nullable();

function describe(webhook: Webhook) {
  return { ...webhook, isEnabled: webhook.disabledAt === null };
}

/** The write happens once; the secret is added to its first answer only, so that no store of answers holds it. */
async function answerSecretOnce(
  { product, principal, request }: Pick<Ask<unknown, unknown, unknown>, "product" | "principal" | "request">,
  { status, payload }: { status: number; payload: unknown },
  make: () => Promise<WebhookWithSecret>,
) {
  let secret: string | null = null;
  const answer = await writeOnce(product, principal, request, payload, async () => {
    const made = await make();
    secret = made.secret;
    return { status, body: { ...describe(made.webhook), secret: null } };
  });
  return { ...answer, body: { ...z.looseObject({}).parse(answer.body), secret } };
}

const postWebhook = defineRoute({
  method: "post",
  path: "/v1/webhooks",
  summary:
    "Add an endpoint that is told when reviews open, are assigned or are late. The answer holds its secret, once.",
  tag,
  roles,
  body: z.strictObject({
    url: urlSchema,
    description: descriptionSchema.default(null),
    events: eventsSchema.default([...announcementTypes]),
  }),
  answer: { status: 201, description: "The webhook, with its secret", schema: secretAnswerSchema },
  faults: ["invalid_input", "conflict", "mismatched_replay"],
  handle: (ask) =>
    answerSecretOnce(ask, { status: 201, payload: ask.body }, () =>
      addWebhook(ask.product, ask.principal, ask.body),
    ),
});

const getWebhooks = defineRoute({
  method: "get",
  path: "/v1/webhooks",
  summary: "All webhooks of the organization, without their secrets.",
  tag,
  roles,
  answer: { status: 200, description: "All webhooks", schema: buildPageSchema(answerSchema) },
  faults: [],
  handle: async ({ product, principal }) => {
    const found = await listAllWebhooks(product, principal.organizationId);
    return { status: 200, body: { items: found.map(describe), nextCursor: null } };
  },
});

const getOneWebhook = defineRoute({
  method: "get",
  path: "/v1/webhooks/{id}",
  summary: "One webhook, whether it is enabled, and since when it fails.",
  tag,
  roles,
  params: idParams,
  answer: { status: 200, description: "The webhook", schema: answerSchema },
  faults: ["invalid_input", "not_found"],
  handle: async ({ product, principal, params }) => ({
    status: 200,
    body: describe(await getWebhook(product, principal.organizationId, params.id)),
  }),
});

const patchWebhook = defineRoute({
  method: "patch",
  path: "/v1/webhooks/{id}",
  summary: "Change where a webhook points, what it is told, or whether it is enabled.",
  tag,
  roles,
  params: idParams,
  body: z.strictObject({
    url: urlSchema.optional(),
    description: descriptionSchema.optional(),
    events: eventsSchema.optional(),
    isEnabled: z.boolean().optional(),
  }),
  answer: { status: 200, description: "The webhook as it is now", schema: answerSchema },
  faults: ["invalid_input", "not_found", "conflict", "mismatched_replay"],
  handle: async ({ product, principal, params, body, request }) =>
    writeOnce(product, principal, request, body, async () => ({
      status: 200,
      body: describe(await changeWebhook(product, principal, params.id, body)),
    })),
});

const deleteWebhook = defineRoute({
  method: "delete",
  path: "/v1/webhooks/{id}",
  summary: "Remove a webhook: nothing more is sent, its secret is forgotten.",
  tag,
  roles,
  params: idParams,
  answer: { status: 200, description: "It is removed", schema: z.object({ id: z.uuid() }) },
  faults: ["invalid_input", "not_found"],
  handle: async ({ product, principal, params }) => {
    await removeWebhook(product, principal, params.id);
    return { status: 200, body: params };
  },
});

const rotateWebhook = defineRoute({
  method: "post",
  path: "/v1/webhooks/{id}/rotate",
  summary:
    "Make a new secret, answered once. The older one signs beside it for `graceHours`; 0 when it became known.",
  tag,
  roles,
  params: idParams,
  query: z.object({ graceHours: z.coerce.number().int().min(0).max(168).default(secretGraceHours) }),
  answer: { status: 200, description: "The webhook, with its new secret", schema: secretAnswerSchema },
  faults: ["invalid_input", "not_found", "conflict", "mismatched_replay"],
  handle: (ask) =>
    answerSecretOnce(ask, { status: 200, payload: ask.query }, () =>
      rotateSecret(ask.product, ask.principal, ask.params.id, ask.query.graceHours),
    ),
});

export const webhookRoutes = [
  postWebhook,
  getWebhooks,
  getOneWebhook,
  patchWebhook,
  deleteWebhook,
  rotateWebhook,
];
