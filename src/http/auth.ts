// Who asks: the key in the Authorization header, else the console's session; and whether its roles may ask this.
import type { Context } from "../context.ts";
import { hasRole, type Principal } from "../domain/principal.ts";
import { Fault } from "../fault.ts";
import { authenticate } from "../flows/manage-keys.ts";
import { findOpenSession } from "../flows/manage-sessions.ts";
import { findSessionToken } from "./cookies.ts";
import { refuseForeign } from "./origin.ts";
import type { Route } from "./route.ts";

/** Null on public routes. Throws Fault `unauthenticated`, `forbidden`. */
export async function admit(product: Context, route: Route, request: Request): Promise<Principal | null> {
  if (route.roles === null) return null;
  const principal = await findPrincipal(product, route, request);
  if (hasRole(principal, route.roles)) return principal;
  throw new Fault("forbidden", `This needs one of the roles: ${route.roles.join(", ")}.`);
}

/** A header is never helped out by a cookie: who sends a key is that key or nobody. */
async function findPrincipal(product: Context, route: Route, request: Request): Promise<Principal> {
  const authorization = request.headers.get("authorization");
  const token = findSessionToken(request, product.settings.outside);
  if (authorization === null && token !== null) return admitSession(product, route, request, token);
  const [scheme = "", key = ""] = (authorization ?? "").split(" ");
  return authenticate(product, scheme.toLowerCase() === "bearer" ? key : "");
}

async function admitSession(
  product: Context,
  { method }: Route,
  request: Request,
  token: string,
): Promise<Principal> {
  const session = await findOpenSession(product, token);
  if (!session) throw new Fault("unauthenticated", "Your session is over: sign in again at /console.");
  if (method !== "get") refuseForeign(request, product.settings.outside);
  return session.principal;
}
