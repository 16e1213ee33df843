// Assessments over HTTP: asking for a new one, and what each of them changed.
import { z } from "@hono/zod-openapi";
import { stanceSchema } from "../domain/claim.ts";
import { natureSchema } from "../domain/document.ts";
import { gradeSchema } from "../domain/grade.ts";
import { listAssessments, requestAssessment } from "../flows/reassess-document.ts";
import { describeDocument, documentAnswerSchema } from "./documents.ts";
import { writeOnce } from "./idempotency.ts";
import { defineRoute } from "./route.ts";

const tag = "documents";
const params = z.object({ id: z.uuid() });

const postAssessment = defineRoute({
  method: "post",
  path: "/v1/documents/{id}/assessment",
  summary:
    "Have a document assessed again by what there is now: analyser, catalogue, model and prompts. Nothing else does: a new version of them waits for this.",
  tag,
  roles: ["uploader", "reviewer"],
  params,
  answer: { status: 202, description: "The document, on its way", schema: documentAnswerSchema },
  faults: ["invalid_input", "not_found", "conflict", "mismatched_replay"],
  handle: async ({ product, principal, params: { id }, request }) =>
    writeOnce(product, principal, request, {}, async () => ({
      status: 202,
      body: describeDocument(await requestAssessment(product, principal, id)),
    })),
});

const changeSchema = z
  .object({
    change: z.enum(["added", "retired", "kept"]),
    claimId: z.uuid(),
    replaces: z.uuid().nullable().openapi({ description: "The claim on the same point that gave way to it" }),
    pointId: z.string(),
    stance: stanceSchema,
    nature: natureSchema,
    probability: z.number(),
    gradeBefore: gradeSchema.nullable(),
    gradeAfter: gradeSchema.nullable(),
    analyser: z.string(),
    analyserVersion: z.string(),
    promptVersion: z.string().nullable(),
  })
  .openapi("ClaimChange");

export const assessmentSchema = z
  .object({
    at: z.iso.datetime(),
    assessedBy: z.string().openapi({ description: "Analyser, embedder, catalogue and judging model" }),
    requestedBy: z.uuid().nullable().openapi({ description: "Who asked for it over POST, if anybody" }),
    added: z.number().int(),
    retired: z.number().int(),
    kept: z.number().int(),
    claims: z.array(changeSchema),
  })
  .openapi("Assessment");

const getAssessments = defineRoute({
  method: "get",
  path: "/v1/documents/{id}/assessments",
  summary: "Every assessment of a document, oldest first: which claims came, gave way and stayed.",
  tag,
  roles: ["client", "uploader", "reviewer", "validator"],
  params,
  answer: {
    status: 200,
    description: "All assessments",
    schema: z.object({ items: z.array(assessmentSchema) }),
  },
  faults: ["invalid_input", "not_found"],
  handle: async ({ product, principal, params: { id } }) => ({
    status: 200,
    body: { items: await listAssessments(product, principal.organizationId, id) },
  }),
});

export const assessmentRoutes = [postAssessment, getAssessments];
