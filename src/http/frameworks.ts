// Frameworks over HTTP: requirements, and the points that they are checked by.
import { z } from "@hono/zod-openapi";
import { informativeSchema, linkSchema, pointSchema, profileSchema } from "../domain/catalogue.ts";
import { getFramework } from "../flows/report-coverage.ts";
import { buildPageSchema } from "./paging.ts";
import { defineRoute } from "./route.ts";

const readers = ["client", "uploader", "reviewer", "validator"] as const;
const tag = "frameworks";

const summarySchema = z
  .object({
    id: z.string(),
    title: z.string(),
    edition: z.string(),
    publisher: z.string(),
    profile: profileSchema,
    requirementCount: z.number().int(),
  })
  .openapi("FrameworkSummary");

const listFrameworks = defineRoute({
  method: "get",
  path: "/v1/frameworks",
  summary: "The frameworks that are built in.",
  tag,
  roles: readers,
  answer: { status: 200, description: "All frameworks", schema: buildPageSchema(summarySchema) },
  faults: [],
  handle: async ({ product }) => {
    const { catalogue } = await product.getAnalyser();
    const items = catalogue.frameworks.map(({ requirements, informative, ...framework }) => ({
      ...framework,
      requirementCount: requirements.length,
    }));
    return { status: 200, body: { items, nextCursor: null } };
  },
});

const idSchema = z.object({ id: z.string() });

const findFramework = defineRoute({
  method: "get",
  path: "/v1/frameworks/{id}",
  summary: "One framework: its requirements and their links to points.",
  tag,
  roles: readers,
  params: idSchema,
  answer: {
    status: 200,
    description: "The framework",
    schema: z
      .object({
        id: z.string(),
        title: z.string(),
        edition: z.string(),
        publisher: z.string(),
        profile: profileSchema,
        catalogueVersion: z.string(),
        informative: z
          .array(informativeSchema)
          .describe("Ids of the publisher that demand nothing by themselves, and why."),
        requirements: z.array(
          z.object({ id: z.string(), title: z.string(), group: z.string(), links: z.array(linkSchema) }),
        ),
      })
      .openapi("Framework"),
  },
  faults: ["not_found"],
  handle: async ({ product, params }) => {
    const { catalogue } = await product.getAnalyser();
    const framework = await getFramework(product, params.id);
    return {
      status: 200,
      body: {
        ...framework,
        informative: framework.informative ?? [],
        catalogueVersion: catalogue.version,
      },
    };
  },
});

const listPoints = defineRoute({
  method: "get",
  path: "/v1/frameworks/{id}/points",
  summary: "The points of a framework: what each says, what typically shows it, and what does not.",
  tag,
  roles: readers,
  params: idSchema,
  answer: {
    status: 200,
    description: "All points of the framework",
    schema: buildPageSchema(pointSchema.omit({ keywords: true }).openapi("Point")),
  },
  faults: ["not_found"],
  handle: async ({ product, params }) => {
    const { points } = await product.getAnalyser();
    const { requirements } = await getFramework(product, params.id);
    const ids = new Set(requirements.flatMap(({ links }) => links.map((link) => link.point)));
    return { status: 200, body: { items: [...ids].flatMap((id) => points.get(id) ?? []), nextCursor: null } };
  },
});

export const frameworkRoutes = [listFrameworks, findFramework, listPoints];
