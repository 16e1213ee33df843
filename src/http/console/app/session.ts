// Who is signed in. `undefined` until the server has said it, `null` when nobody is.
import type { Principal } from "../../../domain/principal.ts";
import { createState, useShared } from "./state.ts";

export type Session = {
  principal: Pick<Principal, "id" | "name" | "kind" | "roles">;
  organization: { slug: string; name: string };
  how: "key" | "oidc";
  expiresAt: string;
};

export const session = createState<Session | null | undefined>(undefined);

/** The server says that the session is over: the sign-in page shows, and what was typed stays behind it. */
export function signedOut(): void {
  session.set(null);
}

/** An admin may do everything that the roles may. */
export function hasRole(who: Session, ...roles: readonly Principal["roles"][number][]): boolean {
  return who.principal.roles.some((role) => role === "admin" || roles.includes(role));
}

/** Who was signed in last: when a session ends by itself, the page stays behind the sign-in with what was typed. */
export const lastSession = createState<Session | null>(null);

/** Whose pages these are; it stays when the session ends, so that what depends on roles is not lost. */
export function useWho(): Session | null {
  return useShared(lastSession);
}

export function signedIn(who: Session): void {
  lastSession.set(who);
  session.set(who);
}

/** On purpose: nothing stays behind. */
export function leave(): void {
  lastSession.set(null);
  session.set(null);
}
