// Frameworks over HTTP: requirements, and the points that they are checked by.
import { z } from "@hono/zod-openapi";
import {
  informativeSchema,
  linkSchema,
  listComparable,
  partSchema,
  pointSchema,
  profileSchema,
} from "../domain/catalogue.ts";
import { countLinks } from "../domain/provenance.ts";
import { getFramework } from "../flows/report-coverage.ts";
import { buildPageSchema } from "./paging.ts";
import { defineRoute } from "./route.ts";

const readers = ["client", "uploader", "reviewer", "validator"] as const;
const tag = "frameworks";

export const linkCountsSchema = z
  .object({
    authored: z.number().int().openapi({ description: "Links that nobody but us stands behind" }),
    published: z.number().int().openapi({ description: "Links that a publisher's own mapping supports" }),
    expertReviewed: z.number().int(),
  })
  .openapi("LinkCounts");

export const summarySchema = z.object({
  id: z.string(),
  title: z.string(),
  edition: z.string(),
  publisher: z.string(),
  profile: profileSchema,
  requirementCount: z.number().int(),
  links: linkCountsSchema,
});

const listFrameworks = defineRoute({
  method: "get",
  path: "/v1/frameworks",
  summary: "The frameworks there are: built in, to compare with only, and the organization's own.",
  tag,
  roles: readers,
  answer: {
    status: 200,
    description: "All frameworks",
    schema: buildPageSchema(
      summarySchema
        .extend({ isTarget: z.boolean().openapi({ description: "There to compare with only" }) })
        .openapi("FrameworkSummary"),
    ),
  },
  faults: [],
  handle: async ({ product, principal }) => {
    const { catalogue } = await product.getCatalogue(principal.organizationId);
    const items = listComparable(catalogue).map((framework) => ({
      ...framework,
      requirementCount: framework.requirements.length,
      links: countLinks(framework),
      isTarget: catalogue.targets.includes(framework),
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
    schema: summarySchema
      .omit({ requirementCount: true })
      .extend({
        catalogueVersion: z.string(),
        parts: z.array(partSchema),
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
  handle: async ({ product, principal, params }) => {
    const { catalogue } = await product.getCatalogue(principal.organizationId);
    const framework = getFramework(listComparable(catalogue), params.id);
    return {
      status: 200,
      body: {
        ...framework,
        parts: framework.parts ?? [],
        informative: framework.informative ?? [],
        links: countLinks(framework),
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
    schema: buildPageSchema(pointSchema.omit({ keywords: true }).strip().openapi("Point")),
  },
  faults: ["not_found"],
  handle: async ({ product, principal, params }) => {
    const { catalogue, points } = await product.getCatalogue(principal.organizationId);
    const { requirements } = getFramework(listComparable(catalogue), params.id);
    const ids = new Set(requirements.flatMap(({ links }) => links.map((link) => link.point)));
    return { status: 200, body: { items: [...ids].flatMap((id) => points.get(id) ?? []), nextCursor: null } };
  },
});

export const frameworkRoutes = [listFrameworks, findFramework, listPoints];
