import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Browser } from "../fixtures/browser.fixture.ts";
import { consoleStart, openConsole, postKey } from "../fixtures/console.fixture.ts";

let desk: Awaited<ReturnType<typeof openConsole>>;
const lines: unknown[] = [];
let ada = "";
const keys: Record<string, string> = {};

beforeAll(async () => {
  const note = (details: unknown) => lines.push(details);
  desk = await openConsole({ log: { debug: () => undefined, info: note, warn: note, error: note } });
  ada = (await desk.product.addPrincipal("acme", "Ada", "person", ["reviewer"])).key;
  keys["robot"] = (await desk.product.addPrincipal("acme", "Robot", "agent", ["client"])).key;
  keys["exporter"] = (await desk.product.addPrincipal("acme", "Exporter", "service", ["client"])).key;
});
afterAll(() => desk?.close());
beforeEach(() => {
  desk.watch.now = consoleStart;
});

const readProblem = async (answer: Response) =>
  z.object({ code: z.string(), detail: z.string() }).parse(await answer.json());
const choose = { method: "PUT", body: JSON.stringify({ isChosen: true }) };
const tokenOf = (browser: Browser) => [...browser.cookies.values()][0] ?? "";

describe("signing in with a key", () => {
  it("answers who it is and opens the API to the console's pages", async () => {
    const browser = desk.open();
    expect((await browser.ask("/console/session")).status).toBe(401);
    const answer = await browser.ask("/console/session", postKey(ada));
    const who = {
      principal: { name: "Ada", kind: "person", roles: ["reviewer"] },
      organization: { slug: "acme", name: "acme" },
      how: "key",
      expiresAt: "2026-05-05T08:00:00.000Z",
    };
    expect(await answer.json()).toMatchObject(who);
    expect(await (await browser.ask("/console/session")).json()).toMatchObject(who);
    expect((await browser.ask("/v1/reviews")).status).toBe(200);
    expect((await browser.ask("/v1/scope/soc2-tsc-2017", choose)).status).toBe(200);
  });

  it("keeps the roles of the key: what the key may not do, the session may not either", async () => {
    const { key } = await desk.product.addPrincipal("acme", "Cleo", "person", ["client"]);
    expect((await (await desk.signIn(key)).ask("/v1/scope/soc2-tsc-2017", choose)).status).toBe(403);
  });

  it("is for people: keys of agents and services are told so", async () => {
    for (const [name, kind] of [
      ["robot", "an agent"],
      ["exporter", "a service"],
    ] as const) {
      const answer = await desk.open().ask("/console/session", postKey(keys[name] ?? ""));
      expect(answer.status).toBe(403);
      expect((await readProblem(answer)).detail).toContain(`for people, and this key stands for ${kind}`);
    }
  });

  it("refuses a wrong key without a cookie and without repeating the key", async () => {
    const wrong = ada.replace(/.$/, "x");
    for (const key of [wrong, "", "x".repeat(201)]) {
      const browser = desk.open();
      const answer = await browser.ask("/console/session", postKey(key));
      expect([400, 401]).toContain(answer.status);
      expect(browser.lastSet).toEqual([]);
      if (key !== "") expect(await answer.text()).not.toContain(key);
    }
  });

  it("leaves neither key nor token in the log", async () => {
    const browser = await desk.signIn(ada);
    await browser.ask("/v1/reviews");
    const written = JSON.stringify(lines);
    expect(written).toContain("/console/session");
    expect(written).not.toContain(ada);
    expect(written).not.toContain(tokenOf(browser));
  });

  it("keeps the hash of the token only", async () => {
    const browser = await desk.signIn(ada);
    const { rows } = await desk.product.context.database.pool.query(
      "select session::text as line from session",
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain(tokenOf(browser));
  });
});

describe("the session's cookie", () => {
  it("on this machine has a plain name; no script reads it, no other site sends it", async () => {
    const { lastSet } = await desk.signIn(ada);
    expect(lastSet).toHaveLength(1);
    expect(lastSet[0]).toMatch(
      /^evidence_gradient_session=[\w-]{43}; Max-Age=86400; Path=\/; HttpOnly; SameSite=Strict$/,
    );
  });

  it("over https is Secure and bound to the host by its name; the plain name is not read", async () => {
    const browser = await desk.signIn(ada, "https://evidence.example.com");
    expect(browser.lastSet[0]).toMatch(/^__Host-evidence_gradient_session=.*; Secure/);
    expect((await browser.ask("/v1/reviews")).status).toBe(200);
    browser.cookies = new Map([["evidence_gradient_session", tokenOf(browser)]]);
    expect((await browser.ask("/v1/reviews")).status).toBe(401);
  });

  it("is not given over a network in the clear, and the operator is told what to set", async () => {
    const answer = await desk.open("http://evidence.example.com:8080").ask("/console/session", postKey(ada));
    expect(answer.status).toBe(403);
    expect((await readProblem(answer)).detail).toContain("PUBLIC_URL");
  });

  it("believes a proxy's word only when the operator does", async () => {
    const told = { "x-forwarded-proto": "https" };
    const address = "http://evidence.example.com";
    const refused = await desk.open(address).ask("/console/session", postKey(ada, told));
    expect(refused.status).toBe(403);
    const { outside } = desk.product.context.settings;
    desk.product.context.settings.outside = { ...outside, isProxyTrusted: true };
    const browser = desk.open(address);
    expect((await browser.ask("/console/session", postKey(ada, told))).status).toBe(201);
    expect(browser.lastSet[0]).toContain("__Host-");
    desk.product.context.settings.outside = outside;
  });
});

describe("attempts to sign in", () => {
  it("are ten a minute from one address; then it is told when to try again, and others are not held up", async () => {
    const browser = desk.open();
    for (let count = 0; count < 10; count += 1)
      expect((await browser.ask("/console/session", postKey("eg_wrong"))).status).toBe(401);
    desk.watch.now = new Date(consoleStart.getTime() + 20_000);
    const refused = await browser.ask("/console/session", postKey(ada));
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "40"]);
    expect(await readProblem(refused)).toMatchObject({ code: "too_many" });
    await desk.signIn(ada);
    desk.watch.now = new Date(consoleStart.getTime() + 60_000);
    expect((await browser.ask("/console/session", postKey(ada))).status).toBe(201);
  });

  it("that succeed do not count", async () => {
    const browser = desk.open();
    for (let count = 0; count < 15; count += 1)
      expect((await browser.ask("/console/session", postKey(ada))).status).toBe(201);
  });
});
