// Two frameworks and one body of evidence, over HTTP.
import { z } from "@hono/zod-openapi";
import { listComparable, relations } from "../domain/catalogue.ts";
import { gradeSchema } from "../domain/grade.ts";
import { compareFrameworks, reportCrosswalk } from "../flows/report-coverage.ts";
import { questionSchema } from "./coverage.ts";
import { linkCountsSchema, summarySchema } from "./frameworks.ts";
import { defineRoute } from "./route.ts";

const readers = ["client", "uploader", "reviewer", "validator"] as const;
const tag = "frameworks";
const countSchema = z.number().int();

const overlapSchema = z.object({
  all: countSchema.openapi({ description: "Requirements of the first framework" }),
  whole: countSchema.openapi({ description: "Those whose every required point the other links too" }),
  part: countSchema,
  none: countSchema,
  sharedPoints: countSchema,
});

const compare = defineRoute({
  method: "get",
  path: "/v1/frameworks/compare",
  summary: "What frameworks are for, and how much any two of them share on this catalogue's links.",
  tag,
  roles: readers,
  query: z.object({
    ids: z
      .string()
      .min(1)
      .transform((text) => text.split(",").map((id) => id.trim()))
      .openapi({
        type: "string",
        description: "Ids of frameworks, with commas between",
        example: "soc2-tsc-2017",
      }),
  }),
  answer: {
    status: 200,
    description: "The comparison",
    schema: z
      .object({
        frameworks: z.array(summarySchema.extend({ pointCount: countSchema })),
        overlaps: z.array(overlapSchema.extend({ from: z.string(), to: z.string() })),
      })
      .openapi("Comparison"),
  },
  faults: ["invalid_input", "not_found"],
  handle: async ({ product, principal, query }) => {
    const { catalogue } = await product.getCatalogue(principal.organizationId);
    return { status: 200, body: compareFrameworks(listComparable(catalogue), query.ids) };
  },
});

const pointsSchema = z.array(z.object({ pointId: z.string(), statement: z.string(), grade: gradeSchema }));

const getCrosswalk = defineRoute({
  method: "get",
  path: "/v1/frameworks/{id}/crosswalk/{other}",
  summary:
    "For each requirement: what evidence that counts for the other framework too covers, and what is left.",
  tag,
  roles: readers,
  params: z.object({ id: z.string(), other: z.string() }),
  query: questionSchema,
  answer: {
    status: 200,
    description: "The crosswalk",
    schema: z
      .object({
        from: z.string(),
        to: z.string(),
        asOf: z.iso.datetime(),
        floor: gradeSchema,
        links: linkCountsSchema,
        catalogueVersion: z.string(),
        overlap: overlapSchema,
        requirements: z.array(
          z.object({
            requirementId: z.string(),
            title: z.string(),
            grade: gradeSchema,
            carried: pointsSchema,
            leftForBoth: pointsSchema,
            leftHereOnly: pointsSchema,
            related: z.array(
              z.object({
                to: z.string(),
                relation: z.enum(relations).nullable().openapi({
                  description: "What follows from our links; null when only a publisher ties the two",
                }),
                points: z.array(z.string()),
                required: z.array(z.string()),
                published: z.object({ source: z.string(), relation: z.string().nullable() }).nullable(),
              }),
            ),
          }),
        ),
      })
      .openapi("Crosswalk"),
  },
  faults: ["invalid_input", "not_found"],
  handle: async ({ product, principal, params, query }) => ({
    status: 200,
    body: await reportCrosswalk(product, principal.organizationId, {
      frameworkId: params.id,
      otherId: params.other,
      ...query,
    }),
  }),
});

/** `compare` has to stand before the routes that take its place for an id. */
export const crosswalkRoutes = [compare, getCrosswalk];
