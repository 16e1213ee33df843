import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Browser } from "../fixtures/browser.fixture.ts";
import { consoleStart, openConsole, postKey } from "../fixtures/console.fixture.ts";
import { openProviderDesk, writeProviderEnvironment } from "../fixtures/provider-desk.fixture.ts";

let desk: Awaited<ReturnType<typeof openProviderDesk>>;
let ada = "";

beforeAll(async () => {
  desk = await openProviderDesk();
  ada = (await desk.product.addPrincipal("acme", "ada@acme.example", "person", ["reviewer"])).key;
});
afterAll(() => desk?.close());
beforeEach(() => {
  desk.watch.now = consoleStart;
});

const whoSchema = z.object({
  principal: z.object({ id: z.uuid(), name: z.string(), kind: z.string(), roles: z.array(z.string()) }),
  organization: z.object({ slug: z.string() }),
  how: z.string(),
});
const readWho = async (browser: Browser) =>
  whoSchema.parse(await (await browser.ask("/console/session")).json());
const isSignedIn = async (browser: Browser) => (await browser.ask("/console/session")).status === 200;

const entrySchema = z.object({ kind: z.string(), body: z.record(z.string(), z.unknown()) });
async function listEntries(principalId: string) {
  const text = "select kind, body from ledger where subject_id = $1 order by sequence";
  const { rows } = await desk.product.context.database.pool.query(text, [principalId]);
  return z.array(entrySchema).parse(rows);
}
async function countPeople(): Promise<number> {
  const { rows } = await desk.product.context.database.pool.query(
    "select count(*)::int as count from principal",
  );
  return z.object({ count: z.number() }).parse(rows[0]).count;
}

describe("the ways to sign in", () => {
  it("are a key, and the provider by its name", async () => {
    expect(await (await desk.open().ask("/console/sign-in")).json()).toEqual({
      key: true,
      oidc: { name: "Acme login", startPath: "/console/oidc/start" },
    });
  });
});

describe("signing in at the provider", () => {
  it("makes a person of the first sign-in, with the roles that the provider's words stand for", async () => {
    desk.provider.people.set("s-1", {
      email: "bea@acme.example",
      email_verified: true,
      roles: ["grc-leads", "staff"],
    });
    const { browser, answer } = await desk.signInAt("s-1");
    expect([answer.status, answer.headers.get("location")]).toEqual([302, "/console/"]);
    const who = await readWho(browser);
    expect(who).toMatchObject({
      principal: { name: "bea@acme.example", kind: "person", roles: ["admin", "validator"] },
      organization: { slug: "acme" },
      how: "oidc",
    });
    expect((await browser.ask("/v1/reviews")).status).toBe(200);
    expect((await readWho((await desk.signInAt("s-1")).browser)).principal.id).toBe(who.principal.id);
    const body = { issuer: desk.provider.issuer, subject: "s-1", roles: ["admin", "validator"] };
    expect(await listEntries(who.principal.id)).toEqual([{ kind: "person_joined", body }]);
  });

  it("brings people back to the page they wanted, with a strict session and without the attempt's cookie", async () => {
    desk.provider.people.set("s-2", { email: "cid@acme.example", roles: ["grc-reviewers"] });
    const browser = desk.open();
    const back = await desk.visit(browser, "s-2", "/console/reviews?state=open#/next");
    expect(browser.lastSet[0]).toMatch(
      /^evidence_gradient_sign_in_.*Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    const answer = await browser.ask(back);
    expect(answer.headers.get("location")).toBe("/console/reviews?state=open#/next");
    expect(browser.lastSet[0]).toMatch(/^evidence_gradient_session=.*HttpOnly; SameSite=Strict$/);
    expect([...browser.cookies.keys()]).toEqual(["evidence_gradient_session"]);
  });

  it("works in two tabs at once", async () => {
    desk.provider.people.set("s-3", { email: "dee@acme.example", roles: ["grc-reviewers"] });
    const browser = desk.open();
    const [first, second] = [await desk.visit(browser, "s-3"), await desk.visit(browser, "s-3")];
    const answers = await Promise.all([browser.ask(first), browser.ask(second)]);
    expect(answers.map(({ status }) => status)).toEqual([302, 302]);
    expect((await readWho(browser)).principal.name).toBe("dee@acme.example");
  });

  it("exchanges a session that was there before", async () => {
    const browser = await desk.signIn(ada);
    const old = new Map(browser.cookies);
    await browser.ask(await desk.visit(browser, "s-2"));
    expect(await readWho(browser)).toMatchObject({ principal: { name: "cid@acme.example" } });
    browser.cookies = old;
    expect(await isSignedIn(browser)).toBe(false);
  });
});

describe("roles", () => {
  it("are read again at every sign-in: sessions with other roles end, and the ledger says so", async () => {
    desk.provider.people.set("s-4", { email: "eve@acme.example", roles: ["grc-leads"] });
    const { browser: old } = await desk.signInAt("s-4");
    const { browser: twin } = await desk.signInAt("s-4");
    expect(await isSignedIn(old)).toBe(true);
    desk.provider.people.set("s-4", { email: "eve@acme.example", roles: ["grc-reviewers"] });
    const { browser } = await desk.signInAt("s-4");
    const { principal } = await readWho(browser);
    expect(principal.roles).toEqual(["reviewer"]);
    expect([await isSignedIn(old), await isSignedIn(twin)]).toEqual([false, false]);
    const [, changed] = await listEntries(principal.id);
    const body = { issuer: desk.provider.issuer, roles: ["reviewer"], formerRoles: ["admin", "validator"] };
    expect(changed).toEqual({ kind: "person_roles_changed", body });
  });

  it("say who can be given reviews, as the provider gave them last", async () => {
    const listNames = async () => {
      const answer = await (await desk.signInAt("s-21")).browser.ask("/v1/reviewers");
      const { items } = z
        .object({ items: z.array(z.object({ name: z.string() })) })
        .parse(await answer.json());
      return items.map(({ name }) => name);
    };
    desk.provider.people.set("s-21", { email: "hal@acme.example", roles: ["grc-reviewers"] });
    desk.provider.people.set("s-22", { email: "ida@acme.example", roles: ["grc-reviewers"] });
    await desk.signInAt("s-22");
    expect(await listNames()).toEqual(expect.arrayContaining(["hal@acme.example", "ida@acme.example"]));
    desk.provider.people.set("s-22", { email: "ida@acme.example", roles: [] });
    await desk.signInAt("s-22");
    expect(await listNames()).not.toContain("ida@acme.example");
  });

  it("that are taken away end every session at the next sign-in, which is refused", async () => {
    desk.provider.people.set("s-5", { email: "fay@acme.example", roles: ["grc-reviewers"] });
    const { browser: old } = await desk.signInAt("s-5");
    desk.provider.people.set("s-5", { email: "fay@acme.example", roles: ["staff"] });
    const { browser, answer } = await desk.signInAt("s-5");
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain("OIDC_ROLE_MAP");
    expect([await isSignedIn(old), await isSignedIn(browser)]).toEqual([false, false]);
  });

  it("that nobody mapped, or a claim that is not sent, are refused with what to ask for; nobody is made", async () => {
    const before = await countPeople();
    desk.provider.people.set("s-6", { email: "gus@acme.example", roles: ["admin", "reviewer"] });
    const unmapped = await desk.signInAt("s-6");
    expect(unmapped.answer.status).toBe(403);
    expect(await unmapped.answer.text()).toMatch(/nothing in its claim &quot;roles&quot; gives you a role/);
    desk.provider.people.set("s-7", { email: "hal@acme.example" });
    const missing = await desk.signInAt("s-7");
    expect(missing.answer.status).toBe(403);
    expect(await missing.answer.text()).toMatch(/did not say which roles you have.*OIDC_ROLES_CLAIM/);
    expect(missing.browser.cookies.has("evidence_gradient_session")).toBe(false);
    expect(await countPeople()).toBe(before);
  });
});

describe("a name", () => {
  it("of somebody else is not taken over, be it of another subject or of a key", async () => {
    desk.provider.people.set("s-8", { email: "ivy@acme.example", roles: ["grc-reviewers"] });
    const { browser } = await desk.signInAt("s-8");
    desk.provider.people.set("s-9", { email: "ivy@acme.example", roles: ["grc-leads"] });
    desk.provider.people.set("s-10", { email: "ada@acme.example", roles: ["grc-leads"] });
    for (const login of ["s-9", "s-10"]) {
      const { browser: other, answer } = await desk.signInAt(login);
      expect(answer.status).toBe(409);
      expect(await answer.text()).toContain("somebody else here already");
      expect(await isSignedIn(other)).toBe(false);
    }
    expect((await readWho(browser)).principal.roles).toEqual(["reviewer"]);
  });

  it("that changes at the provider leaves the person who it was", async () => {
    desk.provider.people.set("s-11", { email: "joy@acme.example", roles: ["grc-reviewers"] });
    const before = await readWho((await desk.signInAt("s-11")).browser);
    desk.provider.people.set("s-11", { email: "joy.new@acme.example", roles: ["grc-reviewers"] });
    expect(await readWho((await desk.signInAt("s-11")).browser)).toEqual(before);
  });

  it("that the provider does not vouch for is refused", async () => {
    desk.provider.people.set("s-12", {
      email: "ceo@acme.example",
      email_verified: false,
      roles: ["grc-leads"],
    });
    const { answer } = await desk.signInAt("s-12");
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain("does not vouch for your e-mail address");
  });
});

describe("without a provider that answers", () => {
  it("nobody is sent there where none is configured", async () => {
    const { product } = desk;
    const { provider } = product.context;
    product.context.provider = null;
    expect(await (await desk.open().ask("/console/sign-in")).json()).toEqual({ key: true, oidc: null });
    const answer = await desk.open().ask("/console/oidc/start");
    expect([answer.status, await answer.text()]).toEqual([
      404,
      expect.stringContaining("sign in with a key"),
    ]);
    product.context.provider = provider;
  });

  it("a page says that it is down, and a key still signs in; one sees which organization is missing", async () => {
    const down = await openConsole({}, writeProviderEnvironment("http://127.0.0.1:1"));
    try {
      const early = await down.open().ask("/console/oidc/start");
      expect([early.status, await early.text()]).toEqual([503, expect.stringContaining("OIDC_ORGANIZATION")]);
      const { key } = await down.product.addPrincipal("acme", "Ada", "person", ["reviewer"]);
      const answer = await down.open().ask("/console/oidc/start");
      expect([answer.status, await answer.text()]).toEqual([
        503,
        expect.stringContaining("or sign in with a key"),
      ]);
      expect((await down.open().ask("/console/sign-in")).status).toBe(200);
      expect((await down.open().ask("/console/session", postKey(key))).status).toBe(201);
    } finally {
      await down.close();
    }
  });
});
