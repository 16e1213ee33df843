// Reviews over HTTP: the queue, the next review, and who works on which.
import { z } from "@hono/zod-openapi";
import { queueStates } from "../domain/queue.ts";
import { reviewReasonSchema } from "../domain/review.ts";
import { assignReview, claimReview, listReviewers, releaseReview, renewLease } from "../flows/hold-review.ts";
import { getReview, listReviews, summarizeReviews, takeNext } from "../flows/read-queue.ts";
import { writeOnce } from "./idempotency.ts";
import { buildPageSchema, cutPage, pageQuerySchema, parseCursor } from "./paging.ts";
import {
  describeDetail,
  leaseSchema,
  personSchema,
  reviewAnswerSchema,
  reviewDetailSchema,
} from "./review-answers.ts";
import { defineRoute } from "./route.ts";

const tag = "reviews";
const readers = ["reviewer", "validator", "client"] as const;
const deciders = ["reviewer", "validator"] as const;
const params = z.object({ id: z.uuid() });

const filterShape = {
  frameworkId: z.string().optional(),
  documentId: z.uuid().optional(),
  pointId: z.string().optional(),
  reason: reviewReasonSchema.optional(),
  assignee: z
    .union([z.enum(["me", "none"]), z.uuid()])
    .optional()
    .openapi({ description: "`me`, `none`, or the id of a person" }),
};

/** `me` is who asks. */
function readFilter<Filter extends { assignee?: string | undefined }>(
  { assignee, ...rest }: Filter,
  askedBy: string,
) {
  return { ...rest, assigneeId: assignee === "me" ? askedBy : assignee };
}

const positionSchema = z.object({ asOf: z.coerce.date(), value: z.number(), id: z.uuid() });

const getReviews = defineRoute({
  method: "get",
  path: "/v1/reviews",
  summary: "Open reviews, the most valuable first, each with its claim and quotes.",
  tag,
  roles: readers,
  query: pageQuerySchema.extend({
    ...filterShape,
    state: z.enum(queueStates).optional().openapi({
      description:
        "`open`: can be decided now; `waiting`: for the uploader; `late`; `held`: you work on it. All without it",
    }),
  }),
  answer: { status: 200, description: "A page of reviews", schema: buildPageSchema(reviewAnswerSchema) },
  faults: ["invalid_input"],
  handle: async ({ product, principal, query: { cursor, limit, ...query } }) => {
    const after = parseCursor(positionSchema, cursor);
    const filter = readFilter(query, principal.id);
    const { items, asOf } = await listReviews(product, principal, filter, { after, limit });
    return { status: 200, body: cutPage(items, limit, ({ value, id }) => ({ asOf, value, id })) };
  },
});

const counts = z.record(z.string(), z.number().int());

const getSummary = defineRoute({
  method: "get",
  path: "/v1/reviews/summary",
  summary: "How much waits for people, and of what.",
  tag,
  roles: readers,
  answer: {
    status: 200,
    description: "Counts of open reviews; by framework for those in scope",
    schema: z
      .object({
        open: z.number().int(),
        late: z.number().int(),
        waiting: z.number().int(),
        assigned: z.number().int().openapi({ description: "To who asks" }),
        byReason: counts,
        byFramework: counts,
        byDocument: z.array(
          z.object({ documentId: z.uuid(), fileName: z.string(), count: z.number().int() }),
        ),
      })
      .openapi("ReviewSummary"),
  },
  faults: [],
  handle: async ({ product, principal }) => ({
    status: 200,
    body: await summarizeReviews(product, principal),
  }),
});

const getOneReview = defineRoute({
  method: "get",
  path: "/v1/reviews/{id}",
  summary: "An open review with all that it takes to decide it.",
  tag,
  roles: readers,
  params,
  answer: { status: 200, description: "The review", schema: reviewDetailSchema },
  faults: ["invalid_input", "not_found"],
  handle: async ({ product, principal, params: { id } }) => ({
    status: 200,
    body: describeDetail(await getReview(product, principal, id)),
  }),
});

const postNext = defineRoute({
  method: "post",
  path: "/v1/reviews/next",
  summary: "The most valuable review that you may decide and nobody works on, leased to you; 204 for none.",
  tag,
  roles: deciders,
  body: z.strictObject({ ...filterShape, skip: z.array(z.uuid()).max(500).optional() }),
  answer: { status: 200, description: "The review, yours for ten minutes", schema: reviewDetailSchema },
  faults: ["invalid_input", "mismatched_replay", "conflict"],
  handle: async ({ product, principal, body, request }) => {
    const { skip = [], ...filter } = body;
    const answer = await writeOnce(product, principal, request, body, async () => {
      const found = await takeNext(product, principal, readFilter(filter, principal.id), skip);
      return found ? { status: 200, body: describeDetail(found) } : { status: 204, body: null };
    });
    return answer.status === 204 ? new Response(null, { status: 204 }) : answer;
  },
});

const leaseAnswer = { status: 200, description: "Your lease", schema: leaseSchema };

const postClaim = defineRoute({
  method: "post",
  path: "/v1/reviews/{id}/claim",
  summary: "Work on a review: for ten minutes nobody else can decide it.",
  tag,
  roles: deciders,
  params,
  answer: leaseAnswer,
  faults: ["invalid_input", "not_found", "conflict"],
  handle: async ({ product, principal, params: { id } }) => ({
    status: 200,
    body: await claimReview(product, principal, id),
  }),
});

const postRenew = defineRoute({
  method: "post",
  path: "/v1/reviews/{id}/renew",
  summary: "Ten more minutes.",
  tag,
  roles: deciders,
  params,
  answer: leaseAnswer,
  faults: ["invalid_input", "not_found", "conflict"],
  handle: async ({ product, principal, params: { id } }) => ({
    status: 200,
    body: await renewLease(product, principal, id),
  }),
});

const postRelease = defineRoute({
  method: "post",
  path: "/v1/reviews/{id}/release",
  summary: "Let go of a review.",
  tag,
  roles: deciders,
  params,
  answer: { status: 204, description: "Nobody holds it", schema: z.null() },
  faults: ["invalid_input", "not_found", "conflict"],
  handle: async ({ product, principal, params: { id } }) => {
    await releaseReview(product, principal, id);
    return new Response(null, { status: 204 });
  },
});

const postAssignment = defineRoute({
  method: "post",
  path: "/v1/reviews/{id}/assign",
  summary: "Give a review to a person, or to anybody with null.",
  tag,
  roles: deciders,
  params,
  body: z.strictObject({ assigneeId: z.uuid().nullable() }),
  answer: {
    status: 200,
    description: "Who has it now",
    schema: z.object({ assignee: personSchema.nullable() }),
  },
  faults: ["invalid_input", "not_found", "conflict", "mismatched_replay"],
  handle: async ({ product, principal, params: { id }, body, request }) =>
    writeOnce(product, principal, request, body, async () => ({
      status: 200,
      body: { assignee: await assignReview(product, principal, id, body.assigneeId) },
    })),
});

const getReviewers = defineRoute({
  method: "get",
  path: "/v1/reviewers",
  summary: "People whom reviews can be given to.",
  tag,
  roles: readers,
  answer: {
    status: 200,
    description: "By name",
    schema: z.object({ items: z.array(personSchema.extend({ roles: z.array(z.string()) })) }),
  },
  faults: [],
  handle: async ({ product, principal }) => ({
    status: 200,
    body: { items: await listReviewers(product, principal.organizationId) },
  }),
});

export const reviewRoutes = [
  getReviews,
  getSummary,
  getReviewers,
  postNext,
  getOneReview,
  postClaim,
  postRenew,
  postRelease,
  postAssignment,
];
