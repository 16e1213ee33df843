// Coverage over HTTP.
import { z } from "@hono/zod-openapi";
import { calibrationStateSchema } from "../domain/calibration.ts";
import { gradeSchema, grades } from "../domain/grade.ts";
import { reportCoverage } from "../flows/report-coverage.ts";
import { linkCountsSchema } from "./frameworks.ts";
import { defineRoute } from "./route.ts";

const readers = ["client", "uploader", "reviewer", "validator"] as const;

export const countsSchema = z
  .object(Object.fromEntries(grades.map((grade) => [grade, z.number().int()])))
  .openapi("GradeCounts");

export const coverageSchema = z
  .object({
    framework: z.string(),
    asOf: z.iso.datetime(),
    floor: gradeSchema,
    met: z.number().int().openapi({ description: "Requirements at or above the floor" }),
    total: z.number().int(),
    requirementsByGrade: countsSchema,
    pointsByGrade: countsSchema,
    openReviews: z.number().int(),
    calibration: z.object({
      state: z.enum(calibrationStateSchema.options).openapi({
        description: "proven: every source of claims that nobody sees keeps its target with 95 % confidence",
      }),
      sources: z.array(
        z.object({
          source: z.string(),
          state: calibrationStateSchema,
          threshold: z.number(),
          target: z.number().nullable(),
          accepted: z.number().int(),
          errors: z.number().int(),
          since: z.iso.datetime().nullable(),
        }),
      ),
    }),
    links: linkCountsSchema,
    scope: z.object({
      isChosen: z
        .boolean()
        .nullable()
        .openapi({ description: "null: nobody has chosen yet, everything counts" }),
      parts: z.array(z.string()).nullable(),
      notApplicable: z.array(
        z.object({
          requirementId: z.string(),
          justification: z.string().nullable(),
          decidedBy: z.string(),
        }),
      ),
    }),
    catalogueVersion: z.string(),
    requirements: z.array(
      z.object({
        requirementId: z.string(),
        title: z.string(),
        grade: gradeSchema,
        pointsByGrade: countsSchema,
        points: z.array(
          z.object({
            pointId: z.string(),
            required: z.boolean(),
            oneOf: z
              .string()
              .optional()
              .openapi({ description: "Alternatives: one of those with this word is enough" }),
            link: z.enum(["authored", "published"]),
            grade: gradeSchema,
            isDesignOnly: z.boolean(),
            claimIds: z.array(z.uuid()),
          }),
        ),
      }),
    ),
  })
  .openapi("Coverage");

export const paramsSchema = z.object({ framework: z.string() });

/** A day means its end; the answer for a moment in the past is what would have been said then. */
export const momentSchema = z
  .union([
    z.iso.date().transform((day) => new Date(`${day}T23:59:59.999Z`)),
    z.iso.datetime({ offset: true }).transform((moment) => new Date(moment)),
  ])
  .optional()
  .openapi({ type: "string", description: "A day or a moment; default is now" });

export const questionSchema = z.object({
  asOf: momentSchema,
  floor: gradeSchema.exclude(["none"]).optional().openapi({ description: "Default: reviewed" }),
});

const getCoverage = defineRoute({
  method: "get",
  path: "/v1/coverage/{framework}",
  summary: "How far a framework is proven. Counts of every grade stand side by side and are never summed.",
  tag: "coverage",
  roles: readers,
  params: paramsSchema,
  query: questionSchema,
  answer: { status: 200, description: "The coverage", schema: coverageSchema },
  faults: ["invalid_input", "not_found"],
  handle: async ({ product, principal, params, query }) => ({
    status: 200,
    body: await reportCoverage(product, principal.organizationId, {
      frameworkId: params.framework,
      ...query,
    }),
  }),
});

export const coverageRoutes = [getCoverage];
