// What a document says about itself over HTTP: with the words it was read from, and stated where it says nothing.
import { z } from "@hono/zod-openapi";
import { factSchema, factsSchema } from "../domain/fact.ts";
import { screenFactSchema } from "../domain/screen.ts";
import { listDocumentFacts, listShown, stateFacts } from "../flows/state-facts.ts";
import { describeDocument, documentAnswerSchema } from "./documents.ts";
import { defineRoute } from "./route.ts";

const tag = "documents";
const idSchema = z.object({ id: z.uuid() });

export const factAnswerSchema = z
  .object({
    ...factSchema.shape,
    statedBy: z.string().nullable().openapi({ description: "null when it was read from the document" }),
    statedAt: z.iso.datetime(),
  })
  .openapi("Fact");

const screenFactAnswerSchema = z.object(screenFactSchema.shape).openapi("ShownFact", {
  description:
    "One thing on a screenshot: `read` with its words in `places`, or `seen` by a model, with the words beside it",
});

const getFacts = defineRoute({
  method: "get",
  path: "/v1/documents/{id}/facts",
  summary: "Every fact read or stated about a document, oldest first; the newest of a name stands.",
  tag,
  roles: ["client", "uploader", "reviewer", "validator"],
  params: idSchema,
  answer: {
    status: 200,
    description: "All facts, and what a screenshot shows",
    schema: z.object({ items: z.array(factAnswerSchema), shown: z.array(screenFactAnswerSchema) }),
  },
  faults: ["invalid_input", "not_found"],
  handle: async ({ product, principal, params }) => {
    const { organizationId } = principal;
    const items = await listDocumentFacts(product, organizationId, params.id);
    const shown = await listShown(product, organizationId, params.id);
    return { status: 200, body: { items, shown } };
  },
});

const { kind, title, ...others } = factsSchema.shape;
const nullable = Object.fromEntries(
  Object.entries(others).map(([name, schema]) => [name, schema.nullable().optional()]),
) as { [Name in keyof typeof others]: z.ZodOptional<z.ZodNullable<(typeof others)[Name]>> };

const statementSchema = z
  .strictObject({
    kind: kind.optional(),
    title: title.optional(),
    ...nullable,
    supersedes: z.uuid().optional(),
  })
  .openapi("FactStatement", { description: "Facts to state; null takes one back to unknown." });

const patchDocument = defineRoute({
  method: "patch",
  path: "/v1/documents/{id}",
  summary: "State what the document does not say, correct what was misread, or name the version it replaces.",
  tag,
  roles: ["uploader", "reviewer"],
  params: idSchema,
  body: statementSchema,
  answer: { status: 200, description: "The document with its facts", schema: documentAnswerSchema },
  faults: ["invalid_input", "not_found", "conflict"],
  handle: async ({ product, principal, params, body }) => ({
    status: 200,
    body: describeDocument(await stateFacts(product, principal, params.id, body)),
  }),
});

export const factRoutes = [getFacts, patchDocument];
