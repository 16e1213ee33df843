// Traces over HTTP: what was asked, answered, dropped and doubted, and what was paid for it.
import { z } from "@hono/zod-openapi";
import { traceSchema } from "../domain/judgement.ts";
import { reportChatTotals, reportClaimUse } from "../flows/account-chat.ts";
import { reportAssessment } from "../flows/report-assessment.ts";
import { defineRoute } from "./route.ts";

const readers = ["client", "uploader", "reviewer", "validator"] as const;
const tag = "assessments";
const countSchema = z.number().int();

const getTrace = defineRoute({
  method: "get",
  path: "/v1/documents/{id}/trace",
  summary:
    "The newest assessment of a document: what each section was asked, what was dropped and what was doubted.",
  tag,
  roles: readers,
  params: z.object({ id: z.uuid() }),
  answer: {
    status: 200,
    description: "The trace",
    schema: z
      .object({
        fileName: z.string(),
        assessedAt: z.iso.datetime(),
        assessedBy: z.string(),
        trace: traceSchema,
      })
      .openapi("AssessmentTrace"),
  },
  faults: ["invalid_input", "not_found"],
  handle: async ({ product, principal, params }) => ({
    status: 200,
    body: await reportAssessment(product, principal.organizationId, params.id),
  }),
});

const costSchema = countSchema.nullable().openapi({
  description: "Millionths of the currency of the prices in the settings; null when a price is not known",
});

const getUsage = defineRoute({
  method: "get",
  path: "/v1/usage",
  summary:
    "Calls and tokens that language models were paid for, by purpose; of everything or of one document.",
  tag,
  roles: readers,
  query: z.object({ documentId: z.uuid().optional() }),
  answer: {
    status: 200,
    description: "Totals by purpose, prompt version and model",
    schema: z
      .object({
        items: z.array(
          z.object({
            purpose: z.string(),
            promptVersion: z.string(),
            model: z.string(),
            paidCalls: countSchema,
            cachedReplies: countSchema,
            promptTokens: countSchema,
            completionTokens: countSchema,
            costMicros: costSchema,
          }),
        ),
      })
      .openapi("Usage"),
  },
  faults: ["invalid_input"],
  handle: async ({ product, principal, query }) => ({
    status: 200,
    body: { items: await reportChatTotals(product, principal.organizationId, query.documentId ?? null) },
  }),
});

const getClaimUsage = defineRoute({
  method: "get",
  path: "/v1/claims/{claim}/usage",
  summary: "What was paid for the question that a claim came from, and how many claims share it.",
  tag,
  roles: readers,
  params: z.object({ claim: z.uuid() }),
  answer: {
    status: 200,
    description: "Tokens and cost; zeros for a claim of the local judge",
    schema: z
      .object({
        promptTokens: countSchema,
        completionTokens: countSchema,
        costMicros: costSchema,
        claims: countSchema,
      })
      .openapi("ClaimUsage"),
  },
  faults: ["invalid_input", "not_found"],
  handle: async ({ product, principal, params }) => ({
    status: 200,
    body: await reportClaimUse(product, principal.organizationId, params.claim),
  }),
});

export const traceRoutes = [getTrace, getUsage, getClaimUsage];
