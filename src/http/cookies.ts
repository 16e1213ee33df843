// The session's cookie: no script reads it, no other site sends it.
import { parse, serialize } from "hono/utils/cookie";
import type { Outside } from "../domain/outside.ts";
import { findOrigin } from "./origin.ts";

type SameSite = "Strict" | "Lax";

export const sessionCookie = "evidence_gradient_session";

/** Over https the name's prefix keeps other hosts of our domain from setting it. */
export function writeCookie(
  origin: URL,
  cookie: { name: string; value: string; maxAgeSeconds: number; sameSite: SameSite },
): string {
  const options = {
    path: "/" as const,
    httpOnly: true,
    sameSite: cookie.sameSite,
    maxAge: cookie.maxAgeSeconds,
  };
  return origin.protocol === "https:"
    ? serialize(`__Host-${cookie.name}`, cookie.value, { ...options, secure: true })
    : serialize(cookie.name, cookie.value, options);
}

export function findCookie(request: Request, outside: Outside, wanted: string): string | null {
  const prefix = findOrigin(request, outside).protocol === "https:" ? "__Host-" : "";
  const cookies = parse(request.headers.get("cookie") ?? "", `${prefix}${wanted}`);
  return cookies[`${prefix}${wanted}`] ?? null;
}

export function writeSessionCookie(origin: URL, token: string, lastsMs: number): string {
  return writeCookie(origin, {
    name: sessionCookie,
    value: token,
    maxAgeSeconds: Math.floor(lastsMs / 1000),
    sameSite: "Strict",
  });
}

export function clearSessionCookie(origin: URL): string {
  return writeSessionCookie(origin, "", 0);
}

export function findSessionToken(request: Request, outside: Outside): string | null {
  return findCookie(request, outside, sessionCookie);
}
