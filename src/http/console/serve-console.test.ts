import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openProduct, type Product } from "../../fixtures/product.fixture.ts";
import { buildApp } from "../app.ts";

describe("the console as it is served", () => {
  let product: Product;
  let app: ReturnType<typeof buildApp>;
  const ask = (path: string, headers: Record<string, string> = {}, method = "GET") =>
    app.request(path, { method, headers });
  const findAsset = async (pattern: RegExp): Promise<string> => {
    const page = await (await ask("/console")).text();
    return pattern.exec(page)?.[0] ?? "";
  };

  beforeAll(async () => {
    product = await openProduct();
    app = buildApp(product.context, "0.0.0");
  });
  afterAll(() => product.close());

  it("is one page at every address below /console, with a policy that lets nothing else in", async () => {
    for (const path of ["/console", "/console/", "/console/documents", "/console/documents/1/more"]) {
      const answer = await ask(path);
      expect(answer.status).toBe(200);
      expect(answer.headers.get("content-type")).toBe("text/html; charset=utf-8");
      const policy = answer.headers.get("content-security-policy") ?? "";
      expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
      expect(policy).not.toContain("unsafe");
      expect(answer.headers.get("cache-control")).toBe("no-cache");
      const page = await answer.text();
      expect(page).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=/);
      expect(page).not.toMatch(/https?:\/\//);
    }
  });

  it("leaves to the API what is the API's, and knows no other assets", async () => {
    expect((await ask("/console/session")).headers.get("content-type")).toBe("application/problem+json");
    expect((await ask("/console/sign-in")).headers.get("content-type")).toBe("application/json");
    expect((await ask("/console/assets/app-other.js")).status).toBe(404);
    expect((await ask("/console/assets/../../package.json")).status).toBe(404);
    expect((await ask("/console/documents", {}, "POST")).status).toBe(404);
    expect((await ask("/consoles")).status).toBe(404);
  });

  it("names assets by their content, for ever, and packs them as the browser likes", async () => {
    const script = await findAsset(/\/console\/assets\/app-[\w-]{12}\.js/);
    const plain = await ask(script);
    const text = await plain.text();
    expect(plain.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect(plain.headers.get("content-encoding")).toBeNull();
    const unpack = { br: brotliDecompressSync, gzip: gunzipSync };
    for (const encoding of ["br", "gzip"] as const) {
      const packed = await ask(script, { "accept-encoding": `${encoding}, deflate` });
      expect(packed.headers.get("content-encoding")).toBe(encoding);
      expect(packed.headers.get("vary")).toBe("accept-encoding");
      expect(unpack[encoding](Buffer.from(await packed.arrayBuffer())).toString()).toBe(text);
    }
    const refused = await ask(script, { "accept-encoding": "br;q=0, gzip;q=0.0, identity" });
    expect(refused.headers.get("content-encoding")).toBeNull();
  });

  it("answers 304 to who has it already", async () => {
    const style = await findAsset(/\/console\/assets\/app-[\w-]{12}\.css/);
    for (const path of ["/console/documents", style]) {
      const etag = (await ask(path)).headers.get("etag") ?? "";
      const again = await ask(path, { "if-none-match": `"other", W/${etag}` });
      expect([again.status, await again.text()]).toEqual([304, ""]);
      expect((await ask(path, { "if-none-match": '"other"' })).status).toBe(200);
    }
  });

  it("is where browsers are led from the first page, and programs are led to the documentation", async () => {
    const browser = await ask("/", { accept: "text/html,application/xhtml+xml" });
    expect([browser.status, browser.headers.get("location")]).toEqual([302, "/console"]);
    expect((await ask("/", { accept: "*/*" })).headers.get("location")).toBe("/docs");
  });
});
