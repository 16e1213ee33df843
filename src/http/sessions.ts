// Signing in to the console with a key, signing out, and who is signed in.
import { z } from "@hono/zod-openapi";
import { principalKinds, roleSchema } from "../domain/principal.ts";
import { type Session, sessionSchema } from "../domain/session.ts";
import { Fault } from "../fault.ts";
import { findKey } from "../flows/manage-keys.ts";
import { endSessionOfToken, findOpenSession, openSessionOfKey } from "../flows/manage-sessions.ts";
import { clearSessionCookie, findSessionToken, writeSessionCookie } from "./cookies.ts";
import { findAddress, findOrigin, refuseForeign, refuseInsecure } from "./origin.ts";
import { defineRoute } from "./route.ts";

const tag = "console";

const whoSchema = z
  .object({
    principal: z.object({
      id: z.uuid(),
      name: z.string(),
      kind: z.enum(principalKinds),
      roles: z.array(roleSchema),
    }),
    organization: z.object({ slug: z.string(), name: z.string() }),
    how: sessionSchema.shape.how,
    expiresAt: z.iso
      .datetime()
      .openapi({ description: "It ends then at the latest; sooner when it is not used" }),
  })
  .openapi("Session");

function describeSession({ principal, organization, how, expiresAt }: Session) {
  return { principal, organization, how, expiresAt };
}

const signIn = defineRoute({
  method: "post",
  path: "/console/session",
  summary: "Sign in to the console with a person's key: answers who you are and sets the session's cookie.",
  tag,
  roles: null,
  body: z.strictObject({ key: z.string().max(200) }),
  answer: { status: 201, description: "Signed in", schema: whoSchema },
  faults: ["invalid_input", "unauthenticated", "forbidden", "too_many"],
  handle: async ({ product, body, request, peer }) => {
    const { outside } = product.settings;
    const origin = findOrigin(request, outside);
    refuseForeign(request, outside);
    refuseInsecure(origin);
    const address = findAddress(request.headers, peer, outside);
    product.signInLimit.count(address);
    const { session, token } = await openSessionOfKey(product, await findKey(product, body.key));
    product.signInLimit.forgive(address);
    await endSessionOfToken(product, findSessionToken(request, outside));
    const cookie = writeSessionCookie(
      origin,
      token,
      session.expiresAt.getTime() - session.createdAt.getTime(),
    );
    return { status: 201, body: describeSession(session), headers: { "set-cookie": cookie } };
  },
});

const whoAmI = defineRoute({
  method: "get",
  path: "/console/session",
  summary: "Who is signed in to the console.",
  tag,
  roles: null,
  answer: { status: 200, description: "Signed in", schema: whoSchema },
  faults: ["unauthenticated"],
  handle: async ({ product, request }) => {
    const token = findSessionToken(request, product.settings.outside);
    const session = token === null ? null : await findOpenSession(product, token);
    if (session) return { status: 200, body: describeSession(session) };
    throw new Fault("unauthenticated", "Nobody is signed in: sign in at /console.");
  },
});

const signOut = defineRoute({
  method: "delete",
  path: "/console/session",
  summary: "Sign out: the session ends at once. Signing out twice is no error.",
  tag,
  roles: null,
  answer: { status: 200, description: "Signed out", schema: z.object({ isSignedIn: z.literal(false) }) },
  faults: ["forbidden"],
  handle: async ({ product, request }) => {
    const { outside } = product.settings;
    refuseForeign(request, outside);
    await endSessionOfToken(product, findSessionToken(request, outside));
    const cookie = clearSessionCookie(findOrigin(request, outside));
    return { status: 200, body: { isSignedIn: false }, headers: { "set-cookie": cookie } };
  },
});

export const sessionRoutes = [signIn, whoAmI, signOut];
