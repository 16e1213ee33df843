// Retries over HTTP: a document that failed is worked on again.
import { z } from "@hono/zod-openapi";
import { retryDocument } from "../flows/receive-document.ts";
import { describeDocument, documentAnswerSchema } from "./documents.ts";
import { writeOnce } from "./idempotency.ts";
import { defineRoute } from "./route.ts";

const postRetry = defineRoute({
  method: "post",
  path: "/v1/documents/{id}/retry",
  summary:
    "Work on a failed document again, from where it stopped: nothing that was read, and no answer of a model that is there already, is asked for twice.",
  tag: "documents",
  roles: ["uploader", "reviewer"],
  params: z.object({ id: z.uuid() }),
  answer: { status: 202, description: "The document, on its way", schema: documentAnswerSchema },
  faults: ["invalid_input", "not_found", "conflict", "mismatched_replay"],
  handle: async ({ product, principal, params: { id }, request }) =>
    writeOnce(product, principal, request, {}, async () => ({
      status: 202,
      body: describeDocument(await retryDocument(product, principal, id)),
    })),
});

export const retryRoutes = [postRetry];
