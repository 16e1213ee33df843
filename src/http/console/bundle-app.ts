// The console's browser program, bundled in memory when it is first needed: nothing is built or written beforehand.
import { createHash } from "node:crypto";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { build } from "esbuild";
import { Fault } from "../../fault.ts";

export type Asset = { mediaType: string; etag: string; plain: Buffer; br: Buffer; gzip: Buffer };

/** Every asset by its name, which holds the hash of its bytes; and the names that the page asks for. */
export type Bundle = {
  assets: ReadonlyMap<string, Asset>;
  names: { script: string; style: string; theme: string };
};

const folder = join(import.meta.dirname, "app");

/** `app` is the program and its style sheet; `theme` is the few lines that run before the first paint. */
export async function bundleApp(): Promise<Bundle> {
  const { outputFiles } = await build({
    entryPoints: ["app.tsx", "theme.ts", "styles/app.css"].map((name) => join(folder, name)),
    tsconfig: join(folder, "tsconfig.json"),
    outdir: folder,
    bundle: true,
    write: false,
    minify: true,
    format: "iife",
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    logLevel: "silent",
  });
  const assets = new Map<string, Asset>();
  const named = new Map<string, string>();
  for (const { path, contents } of outputFiles) {
    const fileName = basename(path);
    const name = writeName(fileName, contents);
    named.set(fileName, name);
    assets.set(name, await pack(fileName, Buffer.from(contents)));
  }
  return {
    assets,
    names: { script: pick(named, "app.js"), style: pick(named, "app.css"), theme: pick(named, "theme.js") },
  };
}

function pick(named: ReadonlyMap<string, string>, fileName: string): string {
  const name = named.get(fileName);
  if (name === undefined) throw new Fault("unavailable", `The console could not be built: no ${fileName}.`);
  return name;
}

function writeName(fileName: string, contents: Uint8Array): string {
  const hash = createHash("sha256").update(contents).digest("base64url").slice(0, 12);
  return fileName.replace(/(\.\w+)$/, `-${hash}$1`);
}

/** The bytes as they are and compressed, once and as well as it goes. */
export async function pack(fileName: string, plain: Buffer): Promise<Asset> {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length };
  return {
    mediaType: mediaTypes[fileName.split(".").at(-1) ?? ""] ?? "application/octet-stream",
    etag: `"${createHash("sha256").update(plain).digest("base64url").slice(0, 27)}"`,
    plain,
    br: await promisify(brotliCompress)(plain, { params }),
    gzip: await promisify(gzip)(plain, { level: 9 }),
  };
}

const mediaTypes: Record<string, string> = {
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  html: "text/html; charset=utf-8",
  svg: "image/svg+xml",
};
