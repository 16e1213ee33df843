// Decisions over HTTP: what people answer, singly or together, and what they take back.
import { z } from "@hono/zod-openapi";
import { amendmentSchema } from "../domain/amendment.ts";
import { gradeReasonSchema, gradeSchema } from "../domain/grade.ts";
import { actionSchema, undoMs } from "../domain/review.ts";
import { approveTogether, type Decided, decideReview, withdrawClaim } from "../flows/decide-review.ts";
import { undoDecision } from "../flows/undo-decision.ts";
import { writeOnce } from "./idempotency.ts";
import { defineRoute } from "./route.ts";

const tag = "reviews";
const roles = ["reviewer", "validator"] as const;
const versionSchema = z.string().min(1).max(20_000).openapi({ description: "Of the review as it was shown" });
const rationaleSchema = z.string().trim().min(1).max(4_000);
const gradedSchema = z.object({ grade: gradeSchema, reasons: z.array(gradeReasonSchema) });

export const decidedSchema = z
  .object({
    decision: z.object({
      id: z.uuid(),
      claimId: z.uuid(),
      principalName: z.string(),
      asRole: z.enum(["reviewer", "validator"]),
      action: actionSchema,
      rationale: z.string().nullable(),
      decidedAt: z.iso.datetime(),
      undoUntil: z.iso.datetime(),
    }),
    grade: gradedSchema.openapi({ description: "Of the claim, or of the amendment in its place" }),
    amendmentId: z.uuid().nullable().openapi({ description: "The claim that stands in its place now" }),
    changes: z
      .array(z.object({ claimId: z.uuid(), pointId: z.string(), from: gradeSchema, to: gradeSchema }))
      .openapi({ description: "Every grade that it changed" }),
  })
  .openapi("Decided");

function describeDecided(decided: Decided) {
  const { decision } = decided;
  const undoUntil = new Date(decision.decidedAt.getTime() + undoMs);
  return { ...decided, decision: { ...decision, undoUntil } };
}

const postDecision = defineRoute({
  method: "post",
  path: "/v1/reviews/{id}/decision",
  summary:
    "Decide a review. Whoever asks decides; a rationale is needed for all but a plain approval. 409 with `changes` when what was shown is not what there is.",
  tag,
  roles,
  params: z.object({ id: z.uuid() }),
  body: z.strictObject({
    version: versionSchema,
    action: actionSchema,
    rationale: rationaleSchema.nullish(),
    amendment: amendmentSchema.nullish(),
  }),
  answer: { status: 200, description: "The decision, and what it changed", schema: decidedSchema },
  faults: ["invalid_input", "not_found", "conflict", "mismatched_replay"],
  handle: async ({ product, principal, params, body, request }) =>
    writeOnce(product, principal, request, body, async () => {
      const { version, action, rationale = null, amendment = null } = body;
      const asked = { version, action, rationale, amendment };
      return { status: 200, body: describeDecided(await decideReview(product, principal, params.id, asked)) };
    }),
});

const postBulkApproval = defineRoute({
  method: "post",
  path: "/v1/reviews/bulk-approve",
  summary:
    "Approve reviews on one point in the versions of one document. Each is decided singly: one that is refused stops no other.",
  tag,
  roles,
  body: z.strictObject({
    items: z
      .array(z.strictObject({ id: z.uuid(), version: versionSchema }))
      .min(1)
      .max(50),
  }),
  answer: {
    status: 200,
    description: "What was approved, and what was not and why",
    schema: z
      .object({
        approved: z.array(
          z.object({ id: z.uuid(), decisionId: z.uuid(), claimId: z.uuid(), grade: gradedSchema }),
        ),
        refused: z.array(z.object({ id: z.uuid(), reason: z.string() })),
      })
      .openapi("BulkDecided"),
  },
  faults: ["invalid_input", "mismatched_replay", "conflict"],
  handle: async ({ product, principal, body, request }) =>
    writeOnce(product, principal, request, body, async () => ({
      status: 200,
      body: await approveTogether(product, principal, body.items),
    })),
});

const postUndo = defineRoute({
  method: "post",
  path: "/v1/decisions/{id}/undo",
  summary: "Take your own decision back, for ten seconds: the review is open again, and yours.",
  tag,
  roles,
  params: z.object({ id: z.uuid() }),
  answer: {
    status: 200,
    description: "The claim as it stands again",
    schema: z
      .object({ claimId: z.uuid(), reviewId: z.uuid().nullable(), grade: gradedSchema })
      .openapi("Undone"),
  },
  faults: ["invalid_input", "not_found", "conflict", "mismatched_replay"],
  handle: async ({ product, principal, params: { id }, request }) =>
    writeOnce(product, principal, request, {}, async () => ({
      status: 200,
      body: await undoDecision(product, principal, id),
    })),
});

const postWithdrawal = defineRoute({
  method: "post",
  path: "/v1/claims/{claim}/withdraw",
  summary: "Take back a claim that no review is open of.",
  tag,
  roles,
  params: z.object({ claim: z.uuid() }),
  body: z.strictObject({ rationale: rationaleSchema }),
  answer: { status: 200, description: "The decision, and what it changed", schema: decidedSchema },
  faults: ["invalid_input", "not_found", "conflict", "mismatched_replay"],
  handle: async ({ product, principal, params, body, request }) =>
    writeOnce(product, principal, request, body, async () => {
      const decided = await withdrawClaim(product, principal, params.claim, body.rationale);
      return { status: 200, body: describeDecided(decided) };
    }),
});

export const decisionRoutes = [postDecision, postBulkApproval, postUndo, postWithdrawal];
