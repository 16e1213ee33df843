// Histories over HTTP: the life of a claim, and how the coverage of a framework came to be.
import { z } from "@hono/zod-openapi";
import { stanceSchema } from "../domain/claim.ts";
import { natureSchema } from "../domain/document.ts";
import { gradeReasonSchema, gradeSchema } from "../domain/grade.ts";
import { causeKindSchema } from "../domain/grade-history.ts";
import { quoteSchema } from "../domain/quote.ts";
import { reportCoverageHistory } from "../flows/report-coverage.ts";
import { tellClaim } from "../flows/tell-claim.ts";
import { countsSchema, momentSchema, paramsSchema } from "./coverage.ts";
import { takenSchema } from "./review-answers.ts";
import { defineRoute } from "./route.ts";

const readers = ["client", "uploader", "reviewer", "validator"] as const;

export const lifeSchema = z
  .object({
    claim: z.object({
      id: z.uuid(),
      pointId: z.string(),
      stance: stanceSchema,
      nature: natureSchema,
      createdAt: z.iso.datetime(),
      retiredAt: z.iso.datetime().nullable(),
      analyser: z.string(),
      analyserVersion: z.string(),
      model: z.string().nullable(),
      promptVersion: z.string().nullable(),
      catalogueVersion: z.string(),
      amends: z
        .uuid()
        .nullable()
        .openapi({ description: "The claim that a person amended to make this one" }),
      carriedFrom: z
        .uuid()
        .nullable()
        .openapi({ description: "The claim of the older version that it goes on with" }),
      replacedBy: z.uuid().nullable(),
      quotes: z.array(z.object(quoteSchema.shape)),
    }),
    statement: z.string(),
    document: z.object({
      id: z.uuid(),
      fileName: z.string(),
      sha256: z.string(),
      uploadedAt: z.iso.datetime(),
      uploadedBy: z.string(),
    }),
    now: z.object({ grade: gradeSchema, reasons: z.array(gradeReasonSchema) }),
    steps: z
      .array(
        z.object({
          at: z.iso.datetime(),
          from: gradeSchema,
          to: gradeSchema,
          reasons: z.array(gradeReasonSchema),
          causes: z.array(z.object({ kind: causeKindSchema, claimId: z.uuid(), words: z.string() })),
        }),
      )
      .openapi({ description: "Every rise and fall, oldest first, with what happened at that moment" }),
    decisions: z.array(takenSchema),
  })
  .openapi("ClaimLife");

const getClaimHistory = defineRoute({
  method: "get",
  path: "/v1/claims/{id}/history",
  summary: "The life of a claim: from which words it was inferred by what, who decided, every rise and fall.",
  tag: "claims",
  roles: readers,
  params: z.object({ id: z.uuid() }),
  answer: { status: 200, description: "Its life", schema: lifeSchema },
  faults: ["invalid_input", "not_found"],
  handle: async ({ product, principal, params }) => ({
    status: 200,
    body: await tellClaim(product, principal.organizationId, params.id),
  }),
});

export const coverageHistorySchema = z
  .object({
    framework: z.string(),
    floor: gradeSchema,
    points: z.array(
      z.object({
        asOf: z.iso.datetime(),
        met: z.number().int(),
        total: z.number().int(),
        requirementsByGrade: countsSchema,
        pointsByGrade: countsSchema,
      }),
    ),
  })
  .openapi("CoverageHistory");

const getCoverageHistory = defineRoute({
  method: "get",
  path: "/v1/coverage/{framework}/history",
  summary: "How far a framework was proven at moments of the past, each as it would have been told then.",
  tag: "coverage",
  roles: readers,
  params: paramsSchema,
  query: z.object({
    from: momentSchema.openapi({ description: "Default: the first upload, at most a year ago" }),
    to: momentSchema.openapi({ description: "Default: now" }),
    floor: gradeSchema.exclude(["none"]).optional(),
    steps: z.coerce.number().int().min(2).max(60).default(13),
  }),
  answer: {
    status: 200,
    description: "Moments at equal distances, oldest first",
    schema: coverageHistorySchema,
  },
  faults: ["invalid_input", "not_found"],
  handle: async ({ product, principal, params, query }) => ({
    status: 200,
    body: await reportCoverageHistory(product, principal.organizationId, {
      frameworkId: params.framework,
      ...query,
    }),
  }),
});

export const historyRoutes = [getClaimHistory, getCoverageHistory];
