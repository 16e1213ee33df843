// The OpenAPI 3.1 document, derived from the routes.
import { OpenAPIHono, type RouteConfig } from "@hono/zod-openapi";
import { type FaultCode, faultCodes } from "../fault.ts";
import { sessionCookie } from "./cookies.ts";
import { problemSchema } from "./problem.ts";
import type { Route } from "./route.ts";

export function buildOpenApi(routes: readonly Route[], version: string) {
  const document = new OpenAPIHono();
  const registry = document.openAPIRegistry;
  registry.registerComponent("securitySchemes", "key", { type: "http", scheme: "bearer" });
  registry.registerComponent("securitySchemes", "session", {
    type: "apiKey",
    in: "cookie",
    name: sessionCookie,
  });
  for (const route of routes) registry.registerPath(describeRoute(route));
  return document.getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: "Evidence Gradient",
      version,
      description:
        "Which compliance controls a company's documents prove, with verified quotes. Grades: none < suggested < inferred < corroborated < reviewed < validated; up to corroborated no person has seen it.",
      license: { name: "Apache-2.0" },
    },
    servers: [{ url: "/" }],
  });
}

function describeRoute(route: Route): RouteConfig {
  const { mediaType = "application/json", schema, description, status } = route.answer;
  const responses: RouteConfig["responses"] = {
    [status]: { description, content: { [mediaType]: { schema } } },
  };
  if (route.isUpload)
    responses[200] = { description: "These bytes were known", content: { [mediaType]: { schema } } };
  for (const [code, entry] of groupFaults(listFaults(route))) {
    responses[code] = {
      description: entry,
      content: { "application/problem+json": { schema: problemSchema } },
    };
  }
  return {
    method: route.method,
    path: route.path,
    summary: route.summary,
    tags: [route.tag],
    operationId: findOperationId(route),
    ...(route.roles === null
      ? {}
      : { security: [{ key: [] }, { session: [] }], description: `Roles: ${route.roles.join(", ")}.` }),
    request: describeRequest(route),
    responses,
  };
}

const uploadSchema = {
  type: "object" as const,
  properties: { file: { type: "string" as const, format: "binary" } },
  required: ["file"],
};

function describeRequest({ params, query, body, isUpload }: Route): NonNullable<RouteConfig["request"]> {
  return {
    ...(params ? { params } : {}),
    ...(query ? { query } : {}),
    ...(body ? { body: { required: true, content: { "application/json": { schema: body } } } } : {}),
    ...(isUpload
      ? { body: { required: true, content: { "multipart/form-data": { schema: uploadSchema } } } }
      : {}),
  };
}

/** What a route may answer instead; every route with a key can refuse it. */
function listFaults(route: Route): FaultCode[] {
  return [...(route.roles === null ? [] : (["unauthenticated", "forbidden"] as const)), ...route.faults];
}

function groupFaults(codes: readonly FaultCode[]): Map<number, string> {
  const grouped = new Map<number, string>();
  for (const code of codes) {
    const { status, title } = faultCodes[code];
    const known = grouped.get(status);
    grouped.set(status, known ? `${known}. ${title}` : title);
  }
  return grouped;
}

/** `GET /v1/documents/{id}/passages` → `getDocumentsIdPassages`. */
function findOperationId({ method, path }: Route): string {
  const parts = path.replace("/v1", "").match(/[A-Za-z]+/g) ?? [];
  return [method, ...parts.map((part) => `${part.charAt(0).toUpperCase()}${part.slice(1)}`)].join("");
}
