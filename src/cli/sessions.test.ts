import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { openBrowser } from "../fixtures/browser.fixture.ts";
import { postKey } from "../fixtures/console.fixture.ts";
import { openTerminal } from "../fixtures/terminal.fixture.ts";
import { buildApp } from "../http/app.ts";

let terminal: Awaited<ReturnType<typeof openTerminal>>;
beforeAll(async () => {
  terminal = await openTerminal();
});
afterAll(() => terminal?.close());

const listSchema = z.array(
  z.object({ id: z.uuid(), state: z.string(), principal: z.object({ name: z.string() }) }),
);
const list = async (...options: string[]) =>
  listSchema.parse(JSON.parse((await terminal.run(["sessions", "list", "--json", ...options])).out));

describe("an operator", () => {
  it("sees who is signed in and ends a session at once, of the own organization only", async () => {
    const { product, run } = terminal;
    const ada = await product.addPrincipal("acme", "Ada", "person", ["reviewer"]);
    expect((await run(["sessions", "list"])).out).toBe("Nobody is signed in to the console.\n");
    const browser = openBrowser(buildApp(product.context, "0.0.0"));
    await browser.ask("/console/session", postKey(ada.key));
    expect((await run(["sessions", "list"])).out).toMatch(/Ada +key +reviewer +20/);
    const [session] = await list();
    await product.addPrincipal("other", "Zoe", "person", ["reviewer"]);
    const end = (slug: string, id = session?.id ?? "") =>
      run(["sessions", "end", id, "--organization", slug]);
    expect(await end("other")).toMatchObject({
      code: 1,
      told: expect.stringContaining("There is no session"),
    });
    expect((await browser.ask("/console/session")).status).toBe(200);
    expect((await end("acme")).code).toBe(0);
    expect((await browser.ask("/console/session")).status).toBe(401);
    expect(await end("acme")).toMatchObject({ code: 1 });
    expect(await end("acme", "nonsense")).toMatchObject({
      code: 1,
      told: expect.stringContaining("There is no"),
    });
    expect(await list("--organization", "acme")).toEqual([]);
    expect(await list("--organization", "acme", "--all")).toMatchObject([
      { state: "ended", principal: { name: "Ada" } },
    ]);
    expect(await list("--organization", "other", "--all")).toEqual([]);
  });
});
