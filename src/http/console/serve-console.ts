// The console at /console: one page for every place in it, and its assets, with a policy that lets nothing else in.
import type { Context as Ask, MiddlewareHandler } from "hono";
import { routes } from "../routes.ts";
import { type Asset, type Bundle, bundleApp, pack } from "./bundle-app.ts";
import { assetPath, consolePath, icon, writePage } from "./page.ts";

export type Console = {
  /** Answers reads under /console, except what is a route of the API. */
  answer: MiddlewareHandler;
  /** Builds it now, so that nobody waits for it later. */
  warm: () => Promise<void>;
};

type Built = { bundle: Bundle; page: Asset; icon: Asset };

/** Built at the first need and once; a build that failed is tried again. */
export function buildConsole(): Console {
  const apiPaths = new Set(routes.map(({ path }) => path));
  let building: Promise<Built> | null = null;
  const get = (): Promise<Built> => {
    building ??= buildAll().catch((cause) => {
      building = null;
      throw cause;
    });
    return building;
  };
  return {
    answer: async (context, next) => {
      const { method, path } = context.req;
      const isOurs = path === consolePath || path.startsWith(`${consolePath}/`);
      if (!isOurs || apiPaths.has(path) || !["GET", "HEAD"].includes(method)) return next();
      const built = await get();
      if (!path.startsWith(`${assetPath}/`)) return send(context, built.page, "no-cache");
      const name = path.slice(assetPath.length + 1);
      if (name === "icon.svg") return send(context, built.icon, "public, max-age=86400");
      const asset = built.bundle.assets.get(name);
      return asset ? send(context, asset, "public, max-age=31536000, immutable") : next();
    },
    warm: async () => void (await get()),
  };
}

async function buildAll(): Promise<Built> {
  const bundle = await bundleApp();
  return {
    bundle,
    page: await pack("page.html", Buffer.from(writePage(bundle))),
    icon: await pack("icon.svg", Buffer.from(icon)),
  };
}

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

const headers = {
  "content-security-policy": policy,
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), microphone=(), geolocation=()",
};

function send(context: Ask, asset: Asset, caching: string): Response {
  const fixed = { ...headers, etag: asset.etag, "cache-control": caching, vary: "accept-encoding" };
  const known = (context.req.header("if-none-match") ?? "")
    .split(/,\s*/)
    .map((tag) => tag.replace(/^W\//, ""));
  if (known.includes(asset.etag)) return new Response(null, { status: 304, headers: fixed });
  const encoding = pickEncoding(context.req.header("accept-encoding") ?? "");
  const body = new Uint8Array(encoding === null ? asset.plain : asset[encoding]);
  return new Response(body, {
    headers: {
      ...fixed,
      "content-type": asset.mediaType,
      "content-length": String(body.byteLength),
      ...(encoding === null ? {} : { "content-encoding": encoding }),
    },
  });
}

function pickEncoding(accepted: string): "br" | "gzip" | null {
  const names = accepted
    .split(",")
    .filter((one) => !/;\s*q=0(\.0*)?\s*$/.test(one))
    .map((one) => one.split(";")[0]?.trim().toLowerCase());
  if (names.includes("br")) return "br";
  return names.includes("gzip") ? "gzip" : null;
}
