// Who asks: the key in the Authorization header, and whether its roles may ask this.
import type { Context } from "../context.ts";
import { hasRole, type Principal } from "../domain/principal.ts";
import { Fault } from "../fault.ts";
import { authenticate } from "../flows/manage-keys.ts";
import type { Route } from "./route.ts";

/** Null on public routes. Throws Fault `unauthenticated`, `forbidden`. */
export async function admit(product: Context, route: Route, request: Request): Promise<Principal | null> {
  if (route.roles === null) return null;
  const [scheme = "", key = ""] = (request.headers.get("authorization") ?? "").split(" ");
  const principal = await authenticate(product, scheme.toLowerCase() === "bearer" ? key : "");
  if (hasRole(principal, route.roles)) return principal;
  throw new Fault("forbidden", `This needs a key with one of the roles: ${route.roles.join(", ")}.`);
}
