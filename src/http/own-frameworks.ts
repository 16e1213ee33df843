// Own frameworks over HTTP: what comes in as OSCAL or as a table, and what leaves as OSCAL.
import { z } from "@hono/zod-openapi";
import { Fault } from "../fault.ts";
import { exportCatalog, exportMapping } from "../flows/export-framework.ts";
import { importFramework, removeFramework } from "../flows/import-framework.ts";
import { defineRoute } from "./route.ts";
import { takeFiles } from "./upload.ts";

const readers = ["client", "uploader", "reviewer", "validator"] as const;
const tag = "frameworks";

const importedSchema = z
  .object({
    frameworkId: z.string(),
    title: z.string(),
    version: z.string().openapi({ description: "SHA-256 of the content" }),
    requirementCount: z.number().int(),
    pointCount: z.number().int(),
    withdrawn: z.array(z.string()),
    informative: z.array(z.string()),
    isNew: z.boolean().openapi({ description: "false: exactly this was there already" }),
    assessing: z.number().int().openapi({ description: "Documents that are assessed again for it" }),
  })
  .openapi("ImportedFramework");

const fieldsSchema = z.strictObject({
  id: z.string().max(80).optional(),
  title: z.string().max(300).optional(),
  edition: z.string().max(200).optional(),
  publisher: z.string().max(300).optional(),
});

const postFramework = defineRoute({
  method: "post",
  path: "/v1/frameworks",
  summary:
    "Import a framework of your own: an OSCAL catalog or profile (JSON, with the files it imports, `file` once each) or a table (CSV with the columns id, title, …). Fields id, title, edition and publisher overrule the file.",
  tag,
  roles: ["reviewer"],
  isUpload: true,
  answer: { status: 201, description: "What was imported", schema: importedSchema },
  faults: ["invalid_input", "conflict", "too_large", "unreadable_file"],
  handle: async ({ product, principal, request }) => {
    const { files, fields } = await takeFiles(request, product.settings.uploadLimitBytes);
    const { id = null, title = null, edition = null, publisher = null } = parseFields(fields);
    const imported = await importFramework(product, principal, files, { id, title, edition, publisher });
    return { status: imported.isNew ? 201 : 200, body: imported };
  },
});

const deleteFramework = defineRoute({
  method: "delete",
  path: "/v1/frameworks/{id}",
  summary: "Take a framework of your own out of use; its history stays.",
  tag,
  roles: ["reviewer"],
  params: z.object({ id: z.string() }),
  answer: { status: 200, description: "It is out of use", schema: z.object({ frameworkId: z.string() }) },
  faults: ["not_found"],
  handle: async ({ product, principal, params }) => {
    await removeFramework(product, principal, params.id);
    return { status: 200, body: { frameworkId: params.id } };
  },
});

const oscalSchema = z.looseObject({}).openapi({ description: "JSON in the structure of OSCAL 1.2.1" });

const getCatalog = defineRoute({
  method: "get",
  path: "/v1/frameworks/{id}/oscal",
  summary: "A framework as an OSCAL catalog: requirements by number and title, points in our own words.",
  tag,
  roles: readers,
  params: z.object({ id: z.string() }),
  answer: { status: 200, description: "The catalog", schema: oscalSchema },
  faults: ["not_found"],
  handle: async ({ product, principal, params }) => ({
    status: 200,
    body: await exportCatalog(product, principal.organizationId, params.id),
  }),
});

const getMapping = defineRoute({
  method: "get",
  path: "/v1/frameworks/{id}/crosswalk/{other}/oscal",
  summary: "What two frameworks share, as an OSCAL mapping collection.",
  tag,
  roles: readers,
  params: z.object({ id: z.string(), other: z.string() }),
  answer: { status: 200, description: "The mapping", schema: oscalSchema },
  faults: ["invalid_input", "not_found"],
  handle: async ({ product, principal, params }) => ({
    status: 200,
    body: await exportMapping(product, principal.organizationId, params.id, params.other),
  }),
});

function parseFields(fields: ReadonlyMap<string, string>): z.output<typeof fieldsSchema> {
  const parsed = fieldsSchema.safeParse(Object.fromEntries(fields));
  if (parsed.success) return parsed.data;
  throw new Fault(
    "invalid_input",
    `The form is not valid: ${parsed.error.issues.map(({ message }) => message).join("; ")}. Its fields are file, id, title, edition and publisher.`,
  );
}

export const ownFrameworkRoutes = [postFramework, deleteFramework, getCatalog, getMapping];
