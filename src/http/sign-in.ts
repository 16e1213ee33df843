// Ways to sign in, and the way over an identity provider: there with a question, back with the answer.
import { z } from "@hono/zod-openapi";
import type { Context } from "../context.ts";
import { callbackPath, parseReturnPath } from "../domain/return-path.ts";
import { Fault } from "../fault.ts";
import { endSessionOfToken, openSession } from "../flows/manage-sessions.ts";
import { attemptMs, finishProviderSignIn, startProviderSignIn } from "../flows/sign-in-by-provider.ts";
import { findCookie, findSessionToken, writeCookie, writeSessionCookie } from "./cookies.ts";
import { findAddress, findOrigin, refuseInsecure } from "./origin.ts";
import { defineRoute } from "./route.ts";
import { writeFailurePage } from "./sign-in-page.ts";

const tag = "console";
const startPath = "/console/oidc/start";

const waysSchema = z
  .object({ key: z.literal(true), oidc: z.object({ name: z.string(), startPath: z.string() }).nullable() })
  .openapi("WaysToSignIn");

const listWays = defineRoute({
  method: "get",
  path: "/console/sign-in",
  summary: "How one may sign in to the console: with a key, and at an identity provider when there is one.",
  tag,
  roles: null,
  answer: { status: 200, description: "The ways", schema: waysSchema },
  faults: [],
  handle: async ({ product: { provider } }) => ({
    status: 200,
    body: { key: true, oidc: provider && { name: provider.name, startPath } },
  }),
});

const pageSchema = z.string().openapi({ description: "Nothing; a page that says what to do when it failed" });
const redirect = { status: 302, description: "Further", mediaType: "text/html", schema: pageSchema };

const start = defineRoute({
  method: "get",
  path: startPath,
  summary: "Go to the identity provider to sign in there; `returnTo` is a page of the console.",
  tag,
  roles: null,
  query: z.object({ returnTo: z.string().optional() }),
  answer: redirect,
  faults: ["not_found", "forbidden", "too_many", "unavailable"],
  handle: async ({ product, query, request, peer }) =>
    showFailure(product, async () => {
      const { outside } = product.settings;
      const origin = findOrigin(request, outside);
      refuseInsecure(origin);
      product.signInLimit.count(findAddress(request.headers, peer, outside));
      // Who goes there to sign in is signed out here: the way back brings no cookie that could be exchanged.
      await endSessionOfToken(product, findSessionToken(request, outside));
      const { url, state, browserToken } = await startProviderSignIn(
        product,
        parseReturnPath(query.returnTo),
      );
      return goTo(url.href, [writeAttemptCookie(origin, state, browserToken, attemptMs)]);
    }),
});

const callback = defineRoute({
  method: "get",
  path: callbackPath,
  summary: "Where the identity provider sends people back to.",
  tag,
  roles: null,
  query: z.looseObject({}),
  answer: redirect,
  faults: ["unauthenticated", "not_found", "forbidden", "conflict", "unavailable"],
  handle: async ({ product, request, peer }) =>
    showFailure(product, async () => {
      const { outside } = product.settings;
      const origin = findOrigin(request, outside);
      const { search, searchParams } = new URL(request.url);
      const state = searchParams.get("state") ?? "";
      const browserToken = findCookie(request, outside, nameAttempt(state)) ?? "";
      const finished = await finishProviderSignIn(product, { state, browserToken }, search);
      const { session, token } = await openSession(product, finished.session);
      product.signInLimit.forgive(findAddress(request.headers, peer, outside));
      const lastsMs = session.expiresAt.getTime() - session.createdAt.getTime();
      return goTo(finished.returnTo, [
        writeSessionCookie(origin, token, lastsMs),
        writeAttemptCookie(origin, state, "", 0),
      ]);
    }),
});

/** One cookie for each attempt, so that two tabs do not disturb each other. */
function nameAttempt(state: string): string {
  return `evidence_gradient_sign_in_${state.replace(/[^\w-]/g, "").slice(0, 12)}`;
}

/** Lax, because the provider's page sends the browser back: it is worth nothing but for this one answer. */
function writeAttemptCookie(origin: URL, state: string, value: string, lastsMs: number): string {
  return writeCookie(origin, {
    name: nameAttempt(state),
    value,
    maxAgeSeconds: lastsMs / 1000,
    sameSite: "Lax",
  });
}

function goTo(address: string, cookies: readonly string[]): Response {
  const headers = new Headers({ location: address, "cache-control": "no-store" });
  for (const cookie of cookies) headers.append("set-cookie", cookie);
  return new Response(null, { status: 302, headers });
}

/** People see a page, not a problem document; why an answer was not believed is told to the operator alone. */
async function showFailure(product: Context, work: () => Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    product.log.warn({ code: error.code, reason: describeCause(error) }, "a sign-in at the provider failed");
    return writeFailurePage(error, product.clock());
  }
}

/** Messages along the chain of causes; never their details, in which tokens could stand. */
function describeCause(error: unknown): string {
  if (!(error instanceof Error)) return "";
  const inner = describeCause(error.cause);
  return inner === "" ? error.message : `${error.message} ← ${inner}`;
}

export const signInRoutes = [listWays, start, callback];
