// Evidence requests over HTTP: what reviewers asked of uploaders, and the answers.
import { z } from "@hono/zod-openapi";
import { type EvidenceRequest, evidenceStates, findEvidenceState } from "../domain/evidence-request.ts";
import { answerEvidence, listAsked } from "../flows/answer-evidence.ts";
import { writeOnce } from "./idempotency.ts";
import { defineRoute } from "./route.ts";

const tag = "reviews";
const personSchema = z.object({ id: z.uuid(), name: z.string() });

export const evidenceAnswerSchema = z
  .object({
    id: z.uuid(),
    reviewId: z.uuid(),
    claimId: z.uuid(),
    pointId: z.string(),
    document: z.object({ id: z.uuid(), fileName: z.string() }),
    question: z.string(),
    askedBy: personSchema,
    askedOf: personSchema,
    askedAt: z.iso.datetime(),
    state: z.enum(evidenceStates),
    answer: z
      .object({
        by: personSchema,
        at: z.iso.datetime(),
        note: z.string().nullable(),
        document: z.object({ id: z.uuid(), fileName: z.string() }).nullable(),
      })
      .nullable(),
  })
  .openapi("EvidenceRequest");

export function describeRequest(request: EvidenceRequest) {
  const { documentId, fileName, answeredBy, answeredAt, note, given, ...rest } = request;
  const answer = answeredBy && { by: answeredBy, at: answeredAt, note, document: given };
  return { ...rest, document: { id: documentId, fileName }, state: findEvidenceState(request), answer };
}

const listRequests = defineRoute({
  method: "get",
  path: "/v1/evidence-requests",
  summary: "What reviewers asked of uploaders, oldest first.",
  tag,
  roles: ["uploader", "reviewer", "validator", "client"],
  query: z.object({
    state: z.enum(evidenceStates).optional(),
    askedOf: z
      .literal("me")
      .optional()
      .openapi({ description: "`me`: only what was asked of who asks here" }),
  }),
  answer: {
    status: 200,
    description: "All requests",
    schema: z.object({ items: z.array(evidenceAnswerSchema) }),
  },
  faults: ["invalid_input"],
  handle: async ({ product, principal, query }) => {
    const askedOf = query.askedOf && principal.id;
    const found = await listAsked(product, principal.organizationId, { state: query.state, askedOf });
    return { status: 200, body: { items: found.map(describeRequest) } };
  },
});

const postAnswer = defineRoute({
  method: "post",
  path: "/v1/evidence-requests/{id}/answer",
  summary:
    "Answer with a note, with another uploaded document, or with both: the review is in the queue again.",
  tag,
  roles: ["uploader"],
  params: z.object({ id: z.uuid() }),
  body: z.strictObject({
    note: z.string().trim().min(1).max(4_000).nullish(),
    documentId: z.uuid().nullish(),
  }),
  answer: { status: 200, description: "The request with its answer", schema: evidenceAnswerSchema },
  faults: ["invalid_input", "not_found", "conflict", "mismatched_replay"],
  handle: async ({ product, principal, params, body, request }) =>
    writeOnce(product, principal, request, body, async () => {
      const answer = { note: body.note ?? null, documentId: body.documentId ?? null };
      const answered = await answerEvidence(product, principal, params.id, answer);
      return { status: 200, body: describeRequest(answered) };
    }),
});

export const evidenceRequestRoutes = [listRequests, postAnswer];
