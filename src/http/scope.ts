// Scope over HTTP: what an organization works for, what does not apply to it, and the statement of both.
import { z } from "@hono/zod-openapi";
import { gradeSchema } from "../domain/grade.ts";
import { decideScope, listScope, type ScopedFramework } from "../flows/decide-scope.ts";
import { reportApplicability } from "../flows/report-coverage.ts";
import { countsSchema, questionSchema } from "./coverage.ts";
import { buildPageSchema } from "./paging.ts";
import { defineRoute } from "./route.ts";
import { writeStatementCsv, writeStatementPage } from "./statement.ts";

const readers = ["client", "uploader", "reviewer", "validator"] as const;
const tag = "scope";

const wordSchema = z.object({
  requirementId: z.string(),
  isApplicable: z.boolean(),
  justification: z.string().nullable(),
  decidedBy: z.string(),
  decidedAt: z.iso.datetime(),
});
export const scopeSchema = z
  .object({
    frameworkId: z.string(),
    title: z.string(),
    isChosen: z
      .boolean()
      .nullable()
      .openapi({ description: "null: nobody has chosen yet, everything counts" }),
    parts: z.array(
      z.object({ id: z.string(), title: z.string(), isAlways: z.boolean(), isInScope: z.boolean() }),
    ),
    applicableCount: z.number().int(),
    requirementCount: z.number().int(),
    words: z.array(wordSchema).openapi({ description: "What people said of single requirements" }),
  })
  .openapi("Scope");

function describeScope({ framework, scope, applicableCount }: ScopedFramework) {
  const list = (words: typeof scope.excluded, isApplicable: boolean) =>
    [...words].map(([requirementId, { justification, principalName, decidedAt }]) => ({
      requirementId,
      isApplicable,
      justification,
      decidedBy: principalName,
      decidedAt,
    }));
  return {
    frameworkId: framework.id,
    title: framework.title,
    isChosen: scope.isChosen,
    parts: (framework.parts ?? []).map(({ id, title, isAlways }) => ({
      id,
      title,
      isAlways,
      isInScope: scope.parts?.includes(id) ?? true,
    })),
    applicableCount,
    requirementCount: framework.requirements.length,
    words: [...list(scope.excluded, false), ...list(scope.included, true)],
  };
}

const listScopes = defineRoute({
  method: "get",
  path: "/v1/scope",
  summary: "Every framework, whether the organization chose it, and what was declared not applicable.",
  tag,
  roles: readers,
  answer: { status: 200, description: "All frameworks", schema: buildPageSchema(scopeSchema) },
  faults: [],
  handle: async ({ product, principal }) => ({
    status: 200,
    body: {
      items: (await listScope(product, principal.organizationId)).map(describeScope),
      nextCursor: null,
    },
  }),
});

const chooseFramework = defineRoute({
  method: "put",
  path: "/v1/scope/{framework}",
  summary: "Choose a framework and its parts, or put it aside. Only persons decide; nothing is overwritten.",
  tag,
  roles: ["reviewer"],
  params: z.object({ framework: z.string() }),
  body: z.strictObject({ isChosen: z.boolean(), parts: z.array(z.string()).default([]) }),
  answer: { status: 200, description: "The framework's scope now", schema: scopeSchema },
  faults: ["invalid_input", "forbidden", "not_found"],
  handle: async ({ product, principal, params, body }) => ({
    status: 200,
    body: describeScope(
      await decideScope(product, principal, params.framework, { kind: "framework", ...body }),
    ),
  }),
});

const declareRequirement = defineRoute({
  method: "put",
  path: "/v1/scope/{framework}/requirements/{requirement}",
  summary: "Declare that a requirement does not apply, or why it does. Only persons decide.",
  tag,
  roles: ["reviewer"],
  params: z.object({ framework: z.string(), requirement: z.string() }),
  body: z.strictObject({
    isApplicable: z.boolean(),
    justification: z.string().trim().min(10).max(2000).nullable().default(null),
  }),
  answer: { status: 200, description: "The framework's scope now", schema: scopeSchema },
  faults: ["invalid_input", "forbidden", "not_found"],
  handle: async ({ product, principal, params, body }) => ({
    status: 200,
    body: describeScope(
      await decideScope(product, principal, params.framework, {
        kind: "requirement",
        requirementId: params.requirement,
        ...body,
      }),
    ),
  }),
});

const statementSchema = z
  .object({
    framework: z.string(),
    title: z.string(),
    edition: z.string(),
    organization: z.string(),
    asOf: z.iso.datetime(),
    isChosen: z.boolean().nullable(),
    rows: z.array(
      z.object({
        requirementId: z.string(),
        title: z.string(),
        group: z.string(),
        isApplicable: z.boolean(),
        justification: z.string().nullable(),
        decidedBy: z.string().nullable(),
        decidedAt: z.iso.datetime().nullable(),
        grade: gradeSchema.nullable(),
        pointsByGrade: countsSchema.nullable(),
        evidence: z.array(z.string()),
      }),
    ),
  })
  .openapi("StatementOfApplicability");

const getStatement = defineRoute({
  method: "get",
  path: "/v1/frameworks/{id}/applicability",
  summary: "The statement of applicability: as JSON, or as a page or a table with `format`.",
  tag,
  roles: readers,
  params: z.object({ id: z.string() }),
  query: questionSchema
    .omit({ floor: true })
    .extend({ format: z.enum(["json", "html", "csv"]).default("json") }),
  answer: { status: 200, description: "The statement", schema: statementSchema },
  faults: ["invalid_input", "not_found"],
  handle: async ({ product, principal, params, query }) => {
    const statement = await reportApplicability(product, principal.organizationId, {
      frameworkId: params.id,
      asOf: query.asOf,
    });
    if (query.format === "json") return { status: 200, body: statement };
    const [text, type] =
      query.format === "html"
        ? [writeStatementPage(statement), "text/html; charset=utf-8"]
        : [writeStatementCsv(statement), "text/csv; charset=utf-8"];
    const headers = {
      "content-type": type,
      "content-disposition": `inline; filename="applicability-${params.id}.${query.format}"`,
      "cache-control": "private, no-cache",
    };
    return new Response(text, { status: 200, headers });
  },
});

export const scopeRoutes = [listScopes, chooseFramework, declareRequirement, getStatement];
