// The HTTP application: every route value gets a door with the same locks, answers and errors.
import { createHash, randomUUID } from "node:crypto";
import type { HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { secureHeaders } from "hono/secure-headers";
import type { Context as Product } from "../context.ts";
import { Fault } from "../fault.ts";
import { admit } from "./auth.ts";
import { consolePath } from "./console/page.ts";
import { buildConsole, type Console } from "./console/serve-console.ts";
import { writeDocsPage } from "./docs.ts";
import { buildOpenApi } from "./openapi.ts";
import { writeProblem } from "./problem.ts";
import type { Reply, Route } from "./route.ts";
import { routes } from "./routes.ts";

/** Requests that did not come through a socket have no bindings. */
type Variables = { Bindings: Partial<HttpBindings>; Variables: { requestId: string } };

const jsonLimitBytes = 256 * 1024;
/** What a multipart form adds around its file. */
const formOverheadBytes = 64 * 1024;

export function buildApp(
  product: Product,
  version: string,
  { answer }: Pick<Console, "answer"> = buildConsole(),
): Hono<Variables> {
  const app = new Hono<Variables>();
  const openApi = JSON.stringify(buildOpenApi(routes, version));
  app.use(async (context, next) => {
    context.set("requestId", randomUUID());
    const startedAt = Date.now();
    await next();
    context.res.headers.set("x-request-id", context.get("requestId"));
    const { method, path } = context.req;
    const ms = Date.now() - startedAt;
    product.log.info(
      { requestId: context.get("requestId"), method, path, status: context.res.status, ms },
      "request",
    );
  });
  // Before the headers of the API: the console has a policy of its own.
  app.use(answer);
  app.use(
    secureHeaders({ contentSecurityPolicy: { defaultSrc: ["'none'"], styleSrc: ["'unsafe-inline'"] } }),
  );
  app.onError((error, context) => writeProblem(error, context.get("requestId"), product));
  app.notFound((context) => {
    const lost = new Fault("not_found", "There is no such address: see /docs for those there are.");
    return writeProblem(lost, context.get("requestId"), product);
  });
  for (const route of routes) addRoute(app, product, route);
  app.get("/openapi.json", (context) => context.body(openApi, 200, { "content-type": "application/json" }));
  app.get("/docs", (context) => context.html(writeDocsPage(routes, version)));
  app.get("/", (context) => context.redirect(isBrowser(context.req.raw) ? consolePath : "/docs"));
  return app;
}

function isBrowser({ headers }: Request): boolean {
  return (headers.get("accept") ?? "").includes("text/html");
}

function addRoute(app: Hono<Variables>, product: Product, route: Route): void {
  const path = route.path.replace(/\{(\w+)\}/g, ":$1");
  const maxSize = route.isUpload ? product.settings.uploadLimitBytes + formOverheadBytes : jsonLimitBytes;
  const refuseSize = (): never => {
    throw new Fault("too_large", `At most ${Math.floor(maxSize / 1024)} KB can be sent here.`);
  };
  app.on(route.method.toUpperCase(), path, bodyLimit({ maxSize, onError: refuseSize }), async (context) => {
    const request = context.req.raw;
    const reply = await route.run({
      product,
      principal: await admit(product, route, request),
      params: context.req.param(),
      query: context.req.query(),
      readBody: () => readJson(request),
      request,
      peer: context.env?.incoming?.socket.remoteAddress ?? "unknown",
    });
    return writeReply(reply, route, request);
  });
}

async function readJson(request: Request): Promise<unknown> {
  const text = await request.text();
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Fault("invalid_input", "The body is not JSON.", { cause });
  }
}

/** Only what the route promises leaves the process. Reads carry an ETag and answer 304 to who has it. */
function writeReply(reply: Reply, route: Route, request: Request): Response {
  if (reply instanceof Response) return reply;
  const promised = route.answer.schema.parse(JSON.parse(JSON.stringify(reply.body)));
  const text = JSON.stringify(promised);
  const headers: Record<string, string> = { "content-type": "application/json", ...reply.headers };
  if (route.method !== "get" || route.roles === null)
    return new Response(text, { status: reply.status, headers: { ...headers, "cache-control": "no-store" } });
  const etag = `"${createHash("sha256").update(text).digest("base64url").slice(0, 27)}"`;
  const cached = { ...headers, etag, "cache-control": "private, no-cache", vary: "authorization, cookie" };
  const isKnown = (request.headers.get("if-none-match") ?? "").split(/,\s*/).includes(etag);
  return isKnown
    ? new Response(null, { status: 304, headers: cached })
    : new Response(text, { status: reply.status, headers: cached });
}
