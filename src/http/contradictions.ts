// Contradictions over HTTP: pairs of quotes that cannot both be kept, and a person's word that both stand.
import { z } from "@hono/zod-openapi";
import { directionSchema, sideQuoteSchema } from "../domain/contradiction.ts";
import { kindSchema } from "../domain/document.ts";
import { explainContradiction, listContradictionPairs } from "../flows/explain-contradiction.ts";
import { writeOnce } from "./idempotency.ts";
import { buildPageSchema, cutByMoment, pageQuerySchema } from "./paging.ts";
import { defineRoute } from "./route.ts";

const tag = "contradictions";

const sideSchema = z.object({
  claimId: z.uuid(),
  document: z.object({
    id: z.uuid(),
    fileName: z.string(),
    title: z.string().nullable(),
    kind: kindSchema.nullable(),
  }),
  quote: z.object(sideQuoteSchema.shape),
  value: z.string().openapi({ description: "What it says of the subject, in its own words" }),
});

const contradictionAnswerSchema = z
  .object({
    id: z.uuid(),
    subject: z.string(),
    direction: z.enum(directionSchema.options).openapi({
      description: "weaker: the second side does less than the first demands; different: two rules disagree",
    }),
    reason: z.string(),
    sides: z.array(sideSchema).length(2),
    foundAt: z.iso.datetime(),
    resolvedAt: z.iso.datetime().nullable(),
    resolvedBy: z.uuid().nullable(),
    resolution: z.enum(["explained", "refused", "gone"]).nullable(),
    rationale: z.string().nullable(),
  })
  .openapi("Contradiction");

const listContradictions = defineRoute({
  method: "get",
  path: "/v1/contradictions",
  summary:
    "Open contradictions, a pair of quotes each: both claims count as inferred at most until resolved.",
  tag,
  roles: ["client", "uploader", "reviewer", "validator"],
  query: pageQuerySchema,
  answer: {
    status: 200,
    description: "A page of contradictions",
    schema: buildPageSchema(contradictionAnswerSchema),
  },
  faults: ["invalid_input"],
  handle: async ({ product, principal, query }) => {
    const pairs = await listContradictionPairs(product, principal.organizationId);
    return { status: 200, body: cutByMoment(pairs, query, ({ foundAt }) => foundAt) };
  },
});

const resolveContradiction = defineRoute({
  method: "post",
  path: "/v1/contradictions/{id}/resolution",
  summary: "Say why both sides stand. Only persons; to refuse one side, decide its review instead.",
  tag,
  roles: ["reviewer"],
  params: z.object({ id: z.uuid() }),
  body: z.strictObject({ rationale: z.string().trim().min(1).max(4_000) }),
  answer: { status: 200, description: "The resolved contradiction", schema: contradictionAnswerSchema },
  faults: ["invalid_input", "forbidden", "not_found", "conflict", "mismatched_replay"],
  handle: ({ product, principal, params, body, request }) =>
    writeOnce(product, principal, request, body, async () => ({
      status: 200,
      body: await explainContradiction(product, principal, params.id, body.rationale),
    })),
});

export const contradictionRoutes = [listContradictions, resolveContradiction];
