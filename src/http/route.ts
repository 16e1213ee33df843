// A route as a value: OpenAPI, authentication, validation and the rejection tests all derive from it.
import { z } from "@hono/zod-openapi";
import type { Context as Product } from "../context.ts";
import type { Principal, Role } from "../domain/principal.ts";
import { Fault, type FaultCode } from "../fault.ts";

/** What a handler is asked: validated input, and who asks (null on public routes). */
export type Ask<Params, Query, Body> = {
  product: Product;
  principal: Principal;
  params: Params;
  query: Query;
  body: Body;
  request: Request;
  /** Network address of the other end of the connection. */
  peer: string;
};

/** JSON in `body`, or a whole response for streams. */
export type Reply = { status: number; body: unknown; headers?: Record<string, string> } | Response;

type RouteShape<Params extends z.ZodObject, Query extends z.ZodObject, Body extends z.ZodType> = {
  method: "get" | "post" | "put" | "patch" | "delete";
  /** OpenAPI form, `/v1/documents/{id}`. */
  path: string;
  summary: string;
  tag: string;
  /** Roles that may ask; null for everybody, without a key. An admin may always. */
  roles: readonly Role[] | null;
  params?: Params;
  /** Others are refused; a loose object takes them all. */
  query?: Query;
  body?: Body;
  /** A form with a file instead of a JSON body. */
  isUpload?: boolean;
  answer: { status: number; description: string; mediaType?: string; schema: z.ZodType };
  faults: readonly FaultCode[];
  handle: (ask: Ask<z.output<Params>, z.output<Query>, z.output<Body>>) => Promise<Reply>;
};

export type RawAsk = {
  product: Product;
  principal: Principal | null;
  params: unknown;
  query: unknown;
  readBody: () => Promise<unknown>;
  request: Request;
  peer: string;
};

export type Route = Omit<RouteShape<z.ZodObject, z.ZodObject, z.ZodType>, "handle"> & {
  run: (raw: RawAsk) => Promise<Reply>;
};

const nothing = z.object({});

export function defineRoute<
  Params extends z.ZodObject = typeof nothing,
  Query extends z.ZodObject = typeof nothing,
  Body extends z.ZodType = typeof nothing,
>({ handle, ...shape }: RouteShape<Params, Query, Body>): Route {
  return {
    ...shape,
    run: async ({ product, principal, params, query, readBody, request, peer }) =>
      handle({
        product,
        // Public routes ask nothing of it; all others were refused without one.
        principal: principal as Principal,
        params: parsePart("path", shape.params ?? nothing, params) as z.output<Params>,
        query: parsePart("query", closeQuery(shape.query ?? nothing), query) as z.output<Query>,
        body: (shape.body ? parsePart("body", shape.body, await readBody()) : {}) as z.output<Body>,
        request,
        peer,
      }),
  };
}

/** A parameter that nobody knows is a misspelt one, unless the route takes what others send. */
function closeQuery(query: z.ZodObject): z.ZodObject {
  return query.def.catchall === undefined ? query.strict() : query;
}

/** Throws Fault `invalid_input` that names every field and what was expected. */
function parsePart(part: string, schema: z.ZodType, value: unknown): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => ({
    where: [part, ...path].join("."),
    message,
  }));
  const said = problems.map(({ where, message }) => `${where}: ${message}`).join("; ");
  throw new Fault("invalid_input", `The request is not valid. ${said}`, { details: { problems } });
}
