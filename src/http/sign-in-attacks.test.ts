import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Browser, openBrowser } from "../fixtures/browser.fixture.ts";
import { consoleStart } from "../fixtures/console.fixture.ts";
import { openProviderDesk, ownUrl } from "../fixtures/provider-desk.fixture.ts";

let desk: Awaited<ReturnType<typeof openProviderDesk>>;
const lines: unknown[] = [];
const session = "evidence_gradient_session";

beforeAll(async () => {
  const note = (details: unknown) => lines.push(details);
  desk = await openProviderDesk({ log: { debug: () => undefined, info: note, warn: note, error: note } });
  await desk.product.addPrincipal("acme", "Ada", "person", ["reviewer"]);
  desk.provider.people.set("victim", { email: "vic@acme.example", roles: ["grc-reviewers"] });
  desk.provider.people.set("attacker", { email: "mal@acme.example", roles: ["grc-reviewers"] });
});
afterAll(() => desk?.close());
beforeEach(() => {
  desk.watch.now = consoleStart;
});

async function expectRefused(browser: Browser, back: string, status = 401): Promise<string> {
  const answer = await browser.ask(back);
  expect(answer.status).toBe(status);
  expect(browser.cookies.has(session)).toBe(false);
  expect((await browser.ask("/v1/reviews")).status).toBe(401);
  return answer.text();
}
const change = (back: string, name: string, value: string | null) => {
  const address = new URL(back);
  if (value === null) address.searchParams.delete(name);
  else address.searchParams.set(name, value);
  return address.href;
};
const spoil = (column: "nonce" | "code_verifier", value: string) =>
  desk.product.context.database.pool.query(`update sign_in_attempt set ${column} = $1`, [value]);

describe("an answer of the provider", () => {
  it.each([
    ["with another state", (back: string) => change(back, "state", "A".repeat(43))],
    ["without a state", (back: string) => change(back, "state", null)],
    ["without a code", (back: string) => change(back, "code", null)],
    ["with an invented code", (back: string) => change(back, "code", "A".repeat(43))],
    ["of another issuer", (back: string) => change(back, "iss", "https://evil.example")],
    ["with two states", (back: string) => `${back}&state=another`],
  ])("%s signs nobody in", async (_, forge) => {
    const browser = desk.open();
    await expectRefused(browser, forge(await desk.visit(browser, "victim")));
  });

  it("counts once: whoever plays it again, in the same browser or another, is refused", async () => {
    const browser = desk.open();
    const back = await desk.visit(browser, "victim");
    const kept = new Map(browser.cookies);
    expect((await browser.ask(back)).status).toBe(302);
    const replay = desk.open();
    replay.cookies = kept;
    expect(await expectRefused(replay, back)).toContain("used up already");
    await expectRefused(desk.open(), back);
    expect((await browser.ask("/v1/reviews")).status).toBe(200);
  });

  it("counts once when it comes twice at the same moment", async () => {
    const browser = desk.open();
    const back = await desk.visit(browser, "victim");
    const answers = await Promise.all([browser.ask(back), browser.ask(back), browser.ask(back)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([302, 401, 401]);
  });

  it("counts in the browser that asked only, and who asked is not disturbed by others who try", async () => {
    const [attacker, victim] = [desk.open(), desk.open()];
    const lure = await desk.visit(attacker, "attacker");
    await expectRefused(victim, lure);
    await desk.start(victim);
    await expectRefused(victim, lure);
    expect((await attacker.ask(lure)).status).toBe(302);
  });

  it("with the code of somebody else in it signs nobody in", async () => {
    const [attacker, victim] = [desk.open(), desk.open()];
    const code = new URL(await desk.visit(attacker, "attacker")).searchParams.get("code");
    await expectRefused(victim, change(await desk.visit(victim, "victim"), "code", code));
  });

  it("that comes after ten minutes comes too late, and what was kept for it is thrown away", async () => {
    const browser = desk.open();
    const back = await desk.visit(browser, "victim");
    desk.watch.now = new Date(consoleStart.getTime() + 10 * 60_000);
    expect(await expectRefused(browser, back)).toContain("in the last ten minutes");
    await desk.start(desk.open());
    const { rows } = await desk.product.context.database.pool.query("select 1 from sign_in_attempt");
    expect(rows).toHaveLength(1);
  });

  it("to another nonce, or for another PKCE verifier, signs nobody in", async () => {
    for (const column of ["nonce", "code_verifier"] as const) {
      const browser = desk.open();
      const back = await desk.visit(browser, "victim");
      await spoil(column, "A".repeat(43));
      await expectRefused(browser, back);
    }
  });

  it("that is a refusal is told in plain words, and what it says is text and never markup", async () => {
    for (const [error, shown] of [
      ["access_denied", "refused the sign-in (access_denied)"],
      ["<script>alert(1)</script>", "refused the sign-in:"],
    ] as const) {
      const browser = desk.open();
      const state = new URL(await desk.start(browser)).searchParams.get("state") ?? "";
      const query = new URLSearchParams({ error, state, iss: desk.provider.issuer });
      const text = await expectRefused(browser, `${ownUrl}/console/oidc/callback?${query}`);
      expect(text).toContain(shown);
      expect(text).not.toContain("<script");
    }
  });
});

describe("going to the provider", () => {
  it.each([
    "https://evil.example",
    "//evil.example/console/",
    "/\\evil.example",
    "/console/../../v1",
    "javascript:alert(1)",
  ])("with %s to return to ends on the console's first page", async (returnTo) => {
    const { answer } = await desk.signInAt("victim", returnTo);
    expect([answer.status, answer.headers.get("location")]).toEqual([302, "/console/"]);
  });

  it("asks for PKCE, a state and a nonce, and keeps only the hash of the state", async () => {
    const address = new URL(await desk.start(desk.open()));
    const asked = Object.fromEntries(address.searchParams);
    expect(asked).toMatchObject({
      response_type: "code",
      code_challenge_method: "S256",
      redirect_uri: `${ownUrl}/console/oidc/callback`,
    });
    for (const name of ["state", "nonce", "code_challenge"]) expect(asked[name]).toMatch(/^[\w-]{43}$/);
    const { rows } = await desk.product.context.database.pool.query(
      "select sign_in_attempt::text from sign_in_attempt",
    );
    expect(JSON.stringify(rows)).not.toContain(asked["state"]);
  });

  it("is limited to ten times a minute from one address", async () => {
    const browser = openBrowser(desk.app, ownUrl, "10.9.9.9");
    for (let count = 0; count < 10; count += 1) await desk.start(browser);
    const answer = await browser.ask("/console/oidc/start");
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([429, "60"]);
    expect(await answer.text()).toContain("too many attempts");
  });

  it("over a network in the clear is refused", async () => {
    const { outside } = desk.product.context.settings;
    desk.product.context.settings.outside = { ...outside, publicUrl: null };
    const answer = await desk.open("http://evidence.example.com").ask("/console/oidc/start");
    expect([answer.status, answer.headers.getSetCookie()]).toEqual([403, []]);
    desk.product.context.settings.outside = outside;
  });
});

describe("what is kept of a sign-in", () => {
  it("is no code, state, secret or token in any log or header that other sites see", async () => {
    const browser = desk.open();
    const back = await desk.visit(browser, "victim");
    const answer = await browser.ask(back);
    await desk.open().ask(back);
    const written = JSON.stringify(lines);
    expect(written).toContain("/console/oidc/callback");
    const { searchParams } = new URL(back);
    for (const secret of [
      searchParams.get("code"),
      searchParams.get("state"),
      browser.cookies.get(session),
    ]) {
      expect(secret).toMatch(/^[\w-]{43}$/);
      expect(written).not.toContain(secret);
    }
    expect(answer.headers.get("referrer-policy")).toBe("no-referrer");
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
  });
});

describe("a person of a provider", () => {
  it("sees the organization that the provider belongs to and no other", async () => {
    const { product } = desk;
    const uploader = await product.addPrincipal("other", "Uma", "person", ["uploader"]);
    const id = await product.upload(
      uploader.principal,
      "secret-plan.md",
      "# Plan\n\nBackups are made every day.\n",
    );
    const { browser } = await desk.signInAt("victim");
    expect((await browser.ask(`/v1/documents/${id}`)).status).toBe(404);
    expect(await (await browser.ask("/v1/documents")).text()).not.toContain("secret-plan");
  });
});
