// Reviews as the API answers them: an item of the queue, and one with all that it takes to decide it.
import { z } from "@hono/zod-openapi";
import { stanceSchema } from "../domain/claim.ts";
import { kindSchema, natureSchema, stageSchema } from "../domain/document.ts";
import { gradeSchema } from "../domain/grade.ts";
import { actionSchema, reviewReasonSchema } from "../domain/review.ts";
import { featureNames } from "../domain/scorer.ts";
import { warningSchema } from "../domain/suspicion.ts";
import type { ReviewDetail } from "../flows/read-queue.ts";
import { claimAnswerSchema } from "./claims.ts";
import { describeRequest, evidenceAnswerSchema } from "./evidence-requests.ts";

export const personSchema = z.object({ id: z.uuid(), name: z.string() });
const daySchema = z.string().nullable();

/** A decision as it was taken, also one that was taken back. */
export const takenSchema = z.object({
  id: z.uuid(),
  action: actionSchema,
  principalName: z.string(),
  asRole: z.enum(["reviewer", "validator"]),
  rationale: z.string().nullable(),
  decidedAt: z.iso.datetime(),
  undoneAt: z.iso.datetime().nullable(),
  carriedFrom: z.uuid().nullable(),
});

export const leaseSchema = z
  .object({ holder: personSchema, until: z.iso.datetime(), isMine: z.boolean() })
  .openapi("Lease");

export const reviewAnswerSchema = z
  .object({
    id: z.uuid(),
    version: z.string().openapi({ description: "Of what is shown here: a decision sends it back" }),
    claimId: z.uuid(),
    reasons: z.array(reviewReasonSchema),
    value: z.number().openapi({ description: "What deciding it is worth; the list is sorted by it" }),
    worth: z.object({
      requirements: z.number().openapi({ description: "Requirements in scope that an approval would lift" }),
      uncertainty: z.number(),
      ageDays: z.number(),
    }),
    openedAt: z.iso.datetime(),
    dueAt: z.iso.datetime(),
    isLate: z.boolean(),
    isWaiting: z.boolean().openapi({ description: "The uploader was asked for more and has not answered" }),
    isEscalated: z.boolean(),
    assignee: personSchema.nullable(),
    lease: leaseSchema.nullable(),
    claim: claimAnswerSchema,
  })
  .openapi("Review");

const claimShape = claimAnswerSchema.shape;

const detailSchema = z.object({
  point: z.object({
    id: z.string(),
    statement: z.string(),
    nature: natureSchema,
    topic: z.string().nullable(),
    doesNotProve: z.string().nullable(),
    evidence: z.record(z.string(), z.string()),
  }),
  requirements: z.array(
    z.object({
      frameworkId: z.string(),
      frameworkTitle: z.string(),
      requirementId: z.string(),
      title: z.string(),
      required: z.boolean(),
      isInScope: z.boolean(),
      grade: gradeSchema,
    }),
  ),
  document: z.object({
    id: z.uuid(),
    fileName: z.string(),
    title: z.string().nullable(),
    kind: kindSchema.nullable(),
    stage: stageSchema,
    uploadedAt: z.iso.datetime(),
    uploadedBy: personSchema,
    facts: z.record(z.string(), z.string().nullable()),
    validity: z.object({ from: daySchema, to: daySchema, isAssumed: z.boolean() }),
    isStale: z.boolean(),
    warnings: z.array(warningSchema),
    supersededAt: z.iso.datetime().nullable(),
  }),
  pages: z.array(
    z.object({
      number: z.number().int(),
      width: z.number(),
      height: z.number(),
      picture: z.string().nullable(),
    }),
  ),
  context: z.array(z.object({ quoteIndex: z.number().int(), before: z.string(), after: z.string() })),
  score: z.object({
    probability: z.number(),
    threshold: z.number(),
    isCalibrated: z.boolean(),
    features: z.array(
      z.object({
        name: z.enum(featureNames),
        label: z.string(),
        value: z.number(),
        contribution: z.number().openapi({ description: "Weight × value, on the scale of log odds" }),
      }),
    ),
  }),
  objection: claimShape.objection,
  contradictions: claimShape.contradictions,
  others: z.array(
    z.object({
      claimId: z.uuid(),
      document: z.object({
        id: z.uuid(),
        fileName: z.string(),
        title: z.string().nullable(),
        kind: kindSchema.nullable(),
      }),
      stance: stanceSchema,
      nature: natureSchema,
      grade: gradeSchema,
      quote: z.string(),
      isIndependent: z.boolean(),
      dependence: z.string().nullable().openapi({ description: "Why it is no second witness" }),
    }),
  ),
  decisions: z.array(takenSchema),
  evidence: evidenceAnswerSchema.nullable().openapi({ description: "What was asked of the uploader last" }),
  bulk: z
    .object({ count: z.number().int(), reviewIds: z.array(z.uuid()) })
    .openapi({ description: "Other open reviews on this point in the versions of this document" }),
  earlier: z
    .object({
      claimId: z.uuid(),
      action: actionSchema,
      principalName: z.string(),
      rationale: z.string().nullable(),
      decidedAt: z.iso.datetime(),
      quotes: z.array(z.string()),
    })
    .nullable()
    .openapi({ description: "What a person said last of this point in an older version of the document" }),
});

export const reviewDetailSchema = reviewAnswerSchema.extend({ detail: detailSchema }).openapi("ReviewDetail");

export function describeDetail({ detail, ...item }: ReviewDetail) {
  const { pages, evidence, document } = detail;
  const pictured = pages.map((page) => ({
    ...page,
    picture: page.width > 0 ? `/v1/documents/${document.id}/pages/${page.number}.png` : null,
  }));
  return { ...item, detail: { ...detail, pages: pictured, evidence: evidence && describeRequest(evidence) } };
}
