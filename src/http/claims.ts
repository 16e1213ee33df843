// Claims over HTTP: what is inferred, from which words, how far it climbed, and why.
import { z } from "@hono/zod-openapi";
import { guardSchema, stanceSchema } from "../domain/claim.ts";
import { sideQuoteSchema } from "../domain/contradiction.ts";
import { kindSchema, natureSchema } from "../domain/document.ts";
import { gradeReasonSchema, gradeSchema } from "../domain/grade.ts";
import { objectionSchema } from "../domain/judgement.ts";
import { quoteSchema } from "../domain/quote.ts";
import { actionSchema } from "../domain/review.ts";
import { listGradedClaims } from "../flows/list-evidence.ts";
import { buildPageSchema, cutByMoment, pageQuerySchema } from "./paging.ts";
import { defineRoute } from "./route.ts";

export const claimAnswerSchema = z
  .object({
    id: z.uuid(),
    pointId: z.string(),
    statement: z.string().openapi({ description: "The point, in our own words" }),
    requirements: z.array(z.object({ frameworkId: z.string(), requirementId: z.string() })),
    stance: stanceSchema,
    nature: natureSchema,
    grade: gradeSchema,
    reasons: z.array(gradeReasonSchema),
    probability: z.number(),
    threshold: z.number(),
    guards: z.array(guardSchema),
    features: z.record(z.string(), z.number()),
    analyser: z.string(),
    analyserVersion: z.string(),
    model: z.string().nullable(),
    promptVersion: z.string().nullable(),
    objection: objectionSchema
      .nullable()
      .openapi({ description: "What the sceptic made of it; null when nobody was asked" }),
    catalogueVersion: z.string(),
    createdAt: z.iso.datetime(),
    document: z.object({
      id: z.uuid(),
      fileName: z.string(),
      title: z.string().nullable(),
      kind: kindSchema.nullable(),
      validity: z.object({ from: z.string().nullable(), to: z.string().nullable(), isAssumed: z.boolean() }),
    }),
    quotes: z.array(z.object(quoteSchema.shape).openapi("Quote")),
    contradictions: z
      .array(
        z.object({
          id: z.uuid(),
          otherClaimId: z.uuid(),
          document: z.object({ id: z.uuid(), fileName: z.string(), title: z.string().nullable() }),
          quote: z.object(sideQuoteSchema.shape).openapi({ description: "What the other document says" }),
          ownQuote: z.object(sideQuoteSchema.shape),
          subject: z.string(),
          reason: z.string(),
        }),
      )
      .openapi({ description: "Open ones: this document cannot be kept with what another one says" }),
    decisions: z.array(
      z.object({
        principalName: z.string(),
        asRole: z.enum(["reviewer", "validator"]),
        action: actionSchema,
        rationale: z.string().nullable(),
        decidedAt: z.iso.datetime(),
      }),
    ),
  })
  .openapi("Claim");

const listClaims = defineRoute({
  method: "get",
  path: "/v1/claims",
  summary: "Claims with quotes, grade, the reasons of the grade, and who decided what.",
  tag: "claims",
  roles: ["client", "uploader", "reviewer", "validator"],
  query: pageQuerySchema.extend({
    documentId: z.uuid().optional(),
    pointId: z.string().optional(),
    frameworkId: z.string().optional(),
    requirementId: z.string().optional(),
    grade: gradeSchema.optional(),
    reason: gradeReasonSchema.optional(),
  }),
  answer: { status: 200, description: "A page of claims", schema: buildPageSchema(claimAnswerSchema) },
  faults: ["invalid_input"],
  handle: async ({ product, principal, query }) => {
    const claims = await listGradedClaims(product, principal.organizationId, query);
    return { status: 200, body: cutByMoment(claims, query, ({ createdAt }) => createdAt) };
  },
});

export const claimRoutes = [listClaims];
