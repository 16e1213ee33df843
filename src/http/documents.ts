// Documents over HTTP: upload, list, look, passages, progress.
import { z } from "@hono/zod-openapi";
import { descriptionRecordSchema } from "../domain/description-record.ts";
import { type Document, integrityFailureSchema, kindSchema, stageSchema } from "../domain/document.ts";
import { factNames, listMissingFacts } from "../domain/fact.ts";
import { passageSchema } from "../domain/passage.ts";
import { measureProgress } from "../domain/progress.ts";
import { screenSchema } from "../domain/screen.ts";
import { warningSchema } from "../domain/suspicion.ts";
import { findValidity } from "../domain/validity.ts";
import { listVersions } from "../flows/list-documents.ts";
import { getDocument, listDocumentPassages } from "../flows/list-evidence.ts";
import { getDocumentDetail } from "../flows/reassess-document.ts";
import { keepBytes, receiveDocument } from "../flows/receive-document.ts";
import { countsSchema } from "./coverage.ts";
import { streamProgress } from "./events.ts";
import { writeOnce } from "./idempotency.ts";
import { buildPageSchema, cutPage, pageQuerySchema, parseCursor } from "./paging.ts";
import { defineRoute } from "./route.ts";
import { takeUpload } from "./upload.ts";

const readers = ["client", "uploader", "reviewer", "validator"] as const;
const tag = "documents";
const idSchema = z.object({ id: z.uuid() });
const daySchema = z.iso.date().nullable();

export const documentAnswerSchema = z
  .object({
    id: z.uuid(),
    fileName: z.string(),
    mediaType: z.string().nullable(),
    sizeBytes: z.number().int(),
    sha256: z.string(),
    kind: kindSchema.nullable(),
    title: z.string().nullable(),
    uploadedBy: z.uuid(),
    uploadedAt: z.iso.datetime(),
    effectiveFrom: daySchema,
    effectiveTo: daySchema,
    capturedAt: daySchema,
    periodStart: daySchema,
    periodEnd: daySchema,
    version: z.string().nullable(),
    owner: z.string().nullable(),
    approver: z.string().nullable(),
    sourceUrl: z.string().nullable(),
    missing: z.array(z.enum(factNames)).openapi({
      description: "Facts that an auditor will ask for and nobody knows yet: state them with PATCH",
    }),
    supersedesId: z.uuid().nullable(),
    proposedSupersedesId: z.uuid().nullable().openapi({
      description: 'Seems to be an older version: confirm it with PATCH {"supersedes": id}',
    }),
    supersededAt: z.iso.datetime().nullable(),
    integrityFailedAt: z.iso.datetime().nullable().openapi({
      description:
        "Its stored bytes were found not to be those that were uploaded: it proves nothing since then, until they are back",
    }),
    integrityFailure: integrityFailureSchema.nullable(),
    rootId: z
      .uuid()
      .nullable()
      .openapi({ description: "The uploaded archive or message that it was inside" }),
    validity: z.object({
      from: z.string().nullable(),
      to: z.string().nullable(),
      isAssumed: z.boolean().openapi({ description: "true when no date was found in the file" }),
    }),
    stage: stageSchema,
    progressDone: z.number().int(),
    progressTotal: z.number().int(),
    progress: z.object({
      unit: z.enum(["pages", "passages"]).nullable(),
      perSecond: z.number().nullable(),
      bytesLeft: z.number().int().openapi({ description: "Bytes of the file that are not read yet" }),
    }),
    failureReason: z.string().nullable(),
    waitingReason: z.string().nullable().openapi({
      description: "Why the work waits although nothing failed; it goes on by itself",
    }),
    waitingUntil: z.iso.datetime().nullable(),
    pageCount: z.number().int(),
    passageCount: z.number().int(),
    warnings: z.array(warningSchema).openapi({
      description:
        "Text that the file hides from people (never read as evidence), instructions to whoever analyses it, and letters of other alphabets that look Latin. Claims beside instructions wait for a person",
    }),
  })
  .openapi("Document");

export function describeDocument<Known extends Document>(document: Known) {
  return {
    ...document,
    missing: listMissingFacts(document),
    validity: findValidity(document),
    progress: measureProgress(document),
  };
}

const postDocument = defineRoute({
  method: "post",
  path: "/v1/documents",
  summary:
    "Upload one file. The same bytes are the same document: then the answer is 200 and nothing is read again.",
  tag,
  roles: ["uploader"],
  isUpload: true,
  query: z.object({
    supersedes: z.uuid().optional().openapi({ description: "The document that this is a newer version of" }),
  }),
  answer: { status: 201, description: "The document, on its way", schema: documentAnswerSchema },
  faults: ["invalid_input", "not_found", "too_large", "conflict", "mismatched_replay"],
  handle: async ({ product, principal, query: { supersedes = null }, request }) => {
    const kept = await takeUpload(request, (file) => keepBytes(product, principal, file));
    const answer = await writeOnce(product, principal, request, { ...kept, supersedes }, async () => {
      const { document, isNew } = await receiveDocument(product, principal, kept, supersedes);
      return { status: isNew ? 201 : 200, body: describeDocument(document) };
    });
    const { id } = idSchema.parse(answer.body);
    return { ...answer, headers: { location: `/v1/documents/${id}` } };
  },
});

const differenceSchema = z.object({
  part: z.enum(["analyser", "embedder", "catalogue", "judge"]),
  was: z.string().nullable(),
  is: z.string().nullable(),
});

export const detailSchema = documentAnswerSchema
  .extend({
    uploadedByName: z.string(),
    claimsByGrade: countsSchema,
    versions: z
      .array(
        z.object({
          id: z.uuid(),
          fileName: z.string(),
          version: z.string().nullable(),
          uploadedAt: z.iso.datetime(),
          supersededAt: z.iso.datetime().nullable(),
        }),
      )
      .openapi({ description: "All versions of it with itself, oldest first" }),
    description: z.object(screenSchema.shape).nullable().openapi({
      description:
        "What a screenshot shows. What is `isSeenOnly` was seen by a model and read by nobody: it is never quoted, and every claim beside it waits for a person",
    }),
    described: z.object(descriptionRecordSchema.shape).nullable().openapi({
      description: "Who described the document, and what of it did not hold",
    }),
    assessment: z.object({
      assessedBy: z.string().nullable(),
      isOutdated: z.boolean().openapi({
        description:
          "Something newer is there: it is used when a new assessment is asked for, never by itself",
      }),
      differs: z.array(differenceSchema),
    }),
  })
  .openapi("DocumentDetail");

const findDocument = defineRoute({
  method: "get",
  path: "/v1/documents/{id}",
  summary: "One document: stage, progress, dates, why it failed, what it shows, by what it was assessed.",
  tag,
  roles: readers,
  params: idSchema,
  answer: { status: 200, description: "The document", schema: detailSchema },
  faults: ["invalid_input", "not_found"],
  handle: async ({ product, principal, params }) => ({
    status: 200,
    body: {
      ...describeDocument(await getDocumentDetail(product, principal.organizationId, params.id)),
      ...(await listVersions(product, principal.organizationId, params.id)),
    },
  }),
});

const listPassages = defineRoute({
  method: "get",
  path: "/v1/documents/{id}/passages",
  summary: "The passages of a document: exact slices of its text.",
  tag,
  roles: readers,
  params: idSchema,
  query: pageQuerySchema,
  answer: {
    status: 200,
    description: "A page of passages",
    schema: buildPageSchema(z.object(passageSchema.shape).openapi("Passage")),
  },
  faults: ["invalid_input", "not_found"],
  handle: async ({ product, principal, params, query }) => {
    const after = parseCursor(z.number().int(), query.cursor) ?? -1;
    const page = { after, limit: query.limit + 1 };
    const found = await listDocumentPassages(product, principal.organizationId, params.id, page);
    return { status: 200, body: cutPage(found, query.limit, ({ ordinal }) => ordinal) };
  },
});

const followDocument = defineRoute({
  method: "get",
  path: "/v1/documents/{id}/events",
  summary: "Progress as server-sent events; the stream ends with the event `done` or `failed`.",
  tag,
  roles: readers,
  params: idSchema,
  answer: { status: 200, description: "Events", mediaType: "text/event-stream", schema: z.string() },
  faults: ["invalid_input", "not_found"],
  handle: async ({ product, principal, params, request }) => {
    const look = () => getDocument(product, principal.organizationId, params.id);
    await look();
    return streamProgress(look, request.signal);
  },
});

export const documentRoutes = [postDocument, findDocument, listPassages, followDocument];
