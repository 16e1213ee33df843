import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Browser } from "../fixtures/browser.fixture.ts";
import { consoleStart, openConsole, postKey } from "../fixtures/console.fixture.ts";
import { createOrganization, getOrganization } from "../flows/create-organization.ts";
import { createKey, listAllKeys, revokeKey } from "../flows/manage-keys.ts";

const minuteMs = 60_000;
let desk: Awaited<ReturnType<typeof openConsole>>;
let ada = "";
let zoe = "";

beforeAll(async () => {
  desk = await openConsole();
  ada = (await desk.product.addPrincipal("acme", "Ada", "person", ["reviewer"])).key;
  zoe = (await desk.product.addPrincipal("other", "Zoe", "person", ["reviewer"])).key;
});
afterAll(() => desk?.close());
beforeEach(() => {
  desk.watch.now = consoleStart;
});

const readProblem = async (answer: Response) =>
  z.object({ code: z.string(), detail: z.string() }).parse(await answer.json());
const choose = { method: "PUT", body: JSON.stringify({ isChosen: true }) };
const tokenOf = (browser: Browser) => [...browser.cookies.values()][0] ?? "";

describe("a change by session", () => {
  const refused = [
    ["of another site", { "sec-fetch-site": "cross-site" }],
    ["of another host of the same domain", { "sec-fetch-site": "same-site" }],
    ["typed into the address bar", { "sec-fetch-site": "none" }],
    ["without the console's header", { "x-evidence-gradient": "absent" }],
    ["with another word in that header", { "x-evidence-gradient": "yes" }],
    ["of an old browser on a foreign page", { "sec-fetch-site": "absent", origin: "https://evil.example" }],
    ["that does not say where it comes from", { "sec-fetch-site": "absent", origin: "absent" }],
    ["of a sandboxed page", { "sec-fetch-site": "absent", origin: "null" }],
  ] as const;

  it.each(refused)("%s is refused, signing in and out too", async (_, headers) => {
    const browser = await desk.signIn(ada);
    const answer = await browser.ask("/v1/scope/soc2-tsc-2017", { ...choose, headers });
    expect(answer.status).toBe(403);
    expect((await readProblem(answer)).detail).toMatch(/console/);
    expect((await browser.ask("/console/session", { method: "DELETE", headers })).status).toBe(403);
    expect((await desk.open().ask("/console/session", postKey(ada, headers))).status).toBe(403);
    expect((await browser.ask("/v1/reviews")).status).toBe(200);
  });

  it("of an old browser on our own page is accepted", async () => {
    const browser = await desk.signIn(ada);
    const headers = { "sec-fetch-site": "absent" };
    expect((await browser.ask("/v1/scope/soc2-tsc-2017", { ...choose, headers })).status).toBe(200);
  });

  it("is not needed by a key: programs send no such header", async () => {
    const headers = { authorization: `Bearer ${ada}`, origin: "absent", "sec-fetch-site": "absent" };
    const init = { ...choose, headers: { ...headers, "x-evidence-gradient": "absent" } };
    expect((await desk.open().ask("/v1/scope/soc2-tsc-2017", init)).status).toBe(200);
  });

  it("does not help out a wrong key", async () => {
    const browser = await desk.signIn(ada);
    expect((await browser.ask("/v1/reviews", { headers: { authorization: "Bearer eg_x" } })).status).toBe(
      401,
    );
  });
});

describe("a session ends", () => {
  it("by signing out: its token is worth nothing afterwards, and twice is no error", async () => {
    const browser = await desk.signIn(ada);
    const kept = new Map(browser.cookies);
    expect((await browser.ask("/console/session", { method: "DELETE" })).status).toBe(200);
    expect(browser.cookies.size).toBe(0);
    browser.cookies = kept;
    expect((await browser.ask("/v1/reviews")).status).toBe(401);
    expect((await browser.ask("/console/session", { method: "DELETE" })).status).toBe(200);
  });

  it("with its key: at once when it is revoked", async () => {
    const { key } = await desk.product.addPrincipal("acme", "Bea", "person", ["reviewer"]);
    const browser = await desk.signIn(key);
    const organization = await getOrganization(desk.product.context, "acme");
    const found = (await listAllKeys(desk.product.context, organization)).find(({ name }) => name === "Bea");
    await revokeKey(desk.product.context, organization, found?.id ?? "");
    const answer = await browser.ask("/v1/reviews");
    expect(answer.status).toBe(401);
    expect((await readProblem(answer)).detail).toContain("sign in again");
    expect((await browser.ask("/console/session")).status).toBe(401);
  });

  it("with its key: when that is over, which its answer says beforehand", async () => {
    const { organization } = await createOrganization(desk.product.context, { slug: "acme", name: "acme" });
    const expiresAt = new Date(consoleStart.getTime() + 30 * minuteMs);
    const wanted = { name: "Dee", kind: "person", roles: ["reviewer"], expiresAt } as const;
    const browser = await desk.signIn((await createKey(desk.product.context, organization, wanted)).key);
    expect(await (await browser.ask("/console/session")).json()).toMatchObject({
      expiresAt: expiresAt.toISOString(),
    });
    desk.watch.now = expiresAt;
    expect((await browser.ask("/v1/reviews")).status).toBe(401);
  });

  it("when it is not used for eight hours; being used keeps it", async () => {
    const [used, idle] = [await desk.signIn(ada), await desk.signIn(ada)];
    desk.watch.now = new Date(consoleStart.getTime() + 479 * minuteMs);
    expect((await used.ask("/v1/reviews")).status).toBe(200);
    desk.watch.now = new Date(consoleStart.getTime() + 480 * minuteMs);
    expect((await idle.ask("/v1/reviews")).status).toBe(401);
    expect((await used.ask("/v1/reviews")).status).toBe(200);
  });

  it("after a day, however much it is used", async () => {
    const browser = await desk.signIn(ada);
    for (const hours of [7, 14, 21, 23.9]) {
      desk.watch.now = new Date(consoleStart.getTime() + hours * 60 * minuteMs);
      expect((await browser.ask("/v1/reviews")).status).toBe(200);
    }
    desk.watch.now = new Date(consoleStart.getTime() + 24 * 60 * minuteMs);
    expect((await browser.ask("/v1/reviews")).status).toBe(401);
  });

  it("by signing in again: the token is a new one, the old one is worth nothing", async () => {
    const browser = await desk.signIn(ada);
    const old = new Map(browser.cookies);
    await browser.ask("/console/session", postKey(ada));
    expect(browser.cookies).not.toEqual(old);
    expect((await browser.ask("/v1/reviews")).status).toBe(200);
    browser.cookies = old;
    expect((await browser.ask("/v1/reviews")).status).toBe(401);
  });

  it("and a token that somebody planted beforehand never becomes one", async () => {
    const browser = desk.open();
    const planted = new Map([["evidence_gradient_session", "A".repeat(43)]]);
    browser.cookies = new Map(planted);
    await browser.ask("/console/session", postKey(ada));
    expect(tokenOf(browser)).not.toBe("A".repeat(43));
    browser.cookies = planted;
    expect((await browser.ask("/v1/reviews")).status).toBe(401);
  });
});

describe("two organizations", () => {
  it("have sessions of their own that see nothing of each other", async () => {
    const { principal } = await desk.product.addPrincipal("acme", "Uma", "person", ["uploader"]);
    const id = await desk.product.upload(
      principal,
      "secret-plan.md",
      "# Plan\n\nBackups are made every day.\n",
    );
    const [own, foreign] = [await desk.signIn(ada), await desk.signIn(zoe)];
    expect((await own.ask(`/v1/documents/${id}`)).status).toBe(200);
    expect((await foreign.ask(`/v1/documents/${id}`)).status).toBe(404);
    expect(await (await foreign.ask("/console/session")).json()).toMatchObject({
      organization: { slug: "other" },
    });
  });
});
