// How a request reached us: at which address, how safely, from whom, and whether our own pages sent it.
import { isConfidential, type Outside } from "../domain/outside.ts";
import { Fault } from "../fault.ts";

/** The address that the browser sees: the operator's word, else the request's own. */
export function findOrigin(request: Request, { publicUrl, isProxyTrusted }: Outside): URL {
  if (publicUrl !== null) return new URL(publicUrl);
  const { protocol, host } = new URL(request.url);
  const forwarded = isProxyTrusted ? findLast(request.headers.get("x-forwarded-proto")) : null;
  return new URL(`${forwarded === "https" ? "https:" : protocol}//${host}`);
}

/** Who is on the other end. `peer` is the other end of the connection: behind a proxy, that proxy. */
export function findAddress(
  headers: Headers,
  peer: string,
  { isProxyTrusted }: Pick<Outside, "isProxyTrusted">,
) {
  return (isProxyTrusted ? findLast(headers.get("x-forwarded-for")) : null) ?? peer;
}

/** The last value is the one that our own proxy added; those before it came from outside. */
function findLast(list: string | null): string | null {
  return list?.split(",").at(-1)?.trim() || null;
}

/** Secrets do not travel over a network in the clear. Throws Fault `forbidden` that says what the operator does. */
export function refuseInsecure(origin: URL): void {
  if (isConfidential(origin)) return;
  throw new Fault(
    "forbidden",
    "Sign in over https: on this address everybody on the way could read your key. Operators set PUBLIC_URL to the https address of the proxy before this server.",
  );
}

export const consoleHeader = { name: "x-evidence-gradient", value: "console" } as const;

/**
 * What a session does must come from our own pages: no other site can add this header, nor forge where a request
 * comes from. Throws Fault `forbidden`.
 */
export function refuseForeign(request: Request, outside: Outside): void {
  const { headers } = request;
  const site = headers.get("sec-fetch-site");
  const origin = headers.get("origin");
  const isOwn = site === null ? origin === findOrigin(request, outside).origin : site === "same-origin";
  if (!isOwn) {
    throw new Fault(
      "forbidden",
      "This request did not come from the console's own pages. Behind a proxy, operators set PUBLIC_URL; programs send a key in the Authorization header.",
    );
  }
  if (headers.get(consoleHeader.name) === consoleHeader.value) return;
  throw new Fault(
    "forbidden",
    `With a session, a change needs the header \`${consoleHeader.name}: ${consoleHeader.value}\`; programs send a key in the Authorization header.`,
  );
}
