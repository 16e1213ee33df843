// Lists of documents over HTTP: found by words, kind and state, and counted.
import { z } from "@hono/zod-openapi";
import { kindSchema } from "../domain/document.ts";
import { documentStates } from "../domain/document-question.ts";
import { countDocuments, listDocumentPage } from "../flows/list-documents.ts";
import { listAssessmentStates } from "../flows/reassess-document.ts";
import { countsSchema } from "./coverage.ts";
import { describeDocument, documentAnswerSchema } from "./documents.ts";
import { buildPageSchema, cutPage, pageQuerySchema, parseCursor } from "./paging.ts";
import { defineRoute } from "./route.ts";

const readers = ["client", "uploader", "reviewer", "validator"] as const;
const tag = "documents";

export const listedSchema = documentAnswerSchema
  .extend({
    uploadedByName: z.string(),
    claimsByGrade: countsSchema,
    isOutdated: z.boolean().openapi({ description: "It was assessed by something older" }),
  })
  .openapi("ListedDocument");

const documentPositionSchema = z.object({ at: z.coerce.date(), id: z.uuid() });

const listDocuments = defineRoute({
  method: "get",
  path: "/v1/documents",
  summary: "Documents with their stage and progress, and their claims by grade.",
  tag,
  roles: readers,
  query: pageQuerySchema.extend({
    words: z.string().trim().min(1).max(200).optional().openapi({
      description: "In the file's name or the title, whatever the case of its letters",
    }),
    kind: kindSchema.optional(),
    state: z.enum(documentStates).optional().openapi({
      description: "`waiting` is work that goes on by itself at a known moment",
    }),
    order: z.enum(["oldest", "newest"]).optional().openapi({ description: "Default: oldest first" }),
  }),
  answer: { status: 200, description: "A page of documents", schema: buildPageSchema(listedSchema) },
  faults: ["invalid_input"],
  handle: async ({ product, principal, query: { cursor, limit, ...question } }) => {
    const after = parseCursor(documentPositionSchema, cursor);
    const position = { afterAt: after?.at ?? null, afterId: after?.id ?? null, limit: limit + 1 };
    const found = await listDocumentPage(product, principal.organizationId, position, question);
    const page = cutPage(found, limit, ({ uploadedAt, id }) => ({ at: uploadedAt, id }));
    const ids = page.items.map(({ id }) => id);
    const states = await listAssessmentStates(product, principal.organizationId, ids);
    const items = page.items.map((document) => ({
      ...describeDocument(document),
      isOutdated: states.get(document.id)?.isOutdated ?? false,
    }));
    return { status: 200, body: { ...page, items } };
  },
});

export const documentCountsSchema = z
  .object({
    total: z.number().int(),
    working: z.number().int(),
    waiting: z.number().int(),
    failed: z.number().int(),
    done: z.number().int(),
    uploadLimitBytes: z.number().int().openapi({ description: "The largest file that can be uploaded" }),
  })
  .openapi("DocumentCounts");

const summarizeDocuments = defineRoute({
  method: "get",
  path: "/v1/documents/summary",
  summary: "How many documents there are, how far their processing is, and how large a file may be.",
  tag,
  roles: readers,
  answer: {
    status: 200,
    description: "Counts",
    schema: documentCountsSchema,
  },
  faults: [],
  handle: async ({ product, principal }) => ({
    status: 200,
    body: {
      ...(await countDocuments(product, principal.organizationId)),
      uploadLimitBytes: product.settings.uploadLimitBytes,
    },
  }),
});

export const documentListRoutes = [listDocuments, summarizeDocuments];
