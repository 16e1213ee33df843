// Reviews over HTTP: open questions, and the decisions of people.
import { z } from "@hono/zod-openapi";
import { gradeReasonSchema, gradeSchema } from "../domain/grade.ts";
import { actionSchema, reviewReasonSchema } from "../domain/review.ts";
import { decideReview } from "../flows/decide-review.ts";
import { listReviewPage } from "../flows/list-evidence.ts";
import { claimAnswerSchema } from "./claims.ts";
import { writeOnce } from "./idempotency.ts";
import { buildPageSchema, cutPage, pageQuerySchema, parseCursor } from "./paging.ts";
import { defineRoute } from "./route.ts";

const tag = "reviews";

const reviewAnswerSchema = z
  .object({
    id: z.uuid(),
    claimId: z.uuid(),
    reasons: z.array(reviewReasonSchema),
    value: z.number().openapi({ description: "What deciding it is worth; the list is sorted by it" }),
    openedAt: z.iso.datetime(),
    claim: claimAnswerSchema.nullable(),
  })
  .openapi("Review");

const positionSchema = z.object({ value: z.number(), id: z.uuid() });

const listReviews = defineRoute({
  method: "get",
  path: "/v1/reviews",
  summary: "Open reviews, the most valuable first, each with its claim and quotes.",
  tag,
  roles: ["reviewer", "validator", "client"],
  query: pageQuerySchema,
  answer: { status: 200, description: "A page of reviews", schema: buildPageSchema(reviewAnswerSchema) },
  faults: ["invalid_input"],
  handle: async ({ product, principal, query }) => {
    const after = parseCursor(positionSchema, query.cursor);
    const found = await listReviewPage(product, principal.organizationId, {
      afterValue: after?.value ?? null,
      afterId: after?.id ?? null,
      limit: query.limit + 1,
    });
    return { status: 200, body: cutPage(found, query.limit, ({ value, id }) => ({ value, id })) };
  },
});

const postDecision = defineRoute({
  method: "post",
  path: "/v1/reviews/{id}/decision",
  summary:
    "Decide a review. Whoever holds the key decides; a rationale is needed for all but a plain approval.",
  tag,
  roles: ["reviewer", "validator"],
  params: z.object({ id: z.uuid() }),
  body: z.strictObject({ action: actionSchema, rationale: z.string().trim().min(1).max(4_000).nullish() }),
  answer: {
    status: 200,
    description: "The decision, and the grade that the claim has now",
    schema: z
      .object({
        decision: z.object({
          id: z.uuid(),
          claimId: z.uuid(),
          principalName: z.string(),
          asRole: z.enum(["reviewer", "validator"]),
          action: actionSchema,
          rationale: z.string().nullable(),
          decidedAt: z.iso.datetime(),
        }),
        grade: z.object({ grade: gradeSchema, reasons: z.array(gradeReasonSchema) }),
      })
      .openapi("Decided"),
  },
  faults: ["invalid_input", "not_found", "conflict", "mismatched_replay"],
  handle: async ({ product, principal, params, body, request }) =>
    writeOnce(product, principal, request, body, async () => {
      const request = { action: body.action, rationale: body.rationale ?? null };
      return { status: 200, body: await decideReview(product, principal, params.id, request) };
    }),
});

export const reviewRoutes = [listReviews, postDecision];
