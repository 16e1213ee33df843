import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Mischief, startHostileProvider } from "./fixtures/hostile-provider.fixture.ts";
import {
  clientSecret,
  type OpenidServer,
  startOpenidServer,
  visitProvider,
} from "./fixtures/openid-provider.fixture.ts";
import { buildOpenidProvider, type OpenidSettings } from "./oidc-openid-client.ts";

const redirectUri = "http://127.0.0.1:8080/console/oidc/callback";
const common = { scopes: "openid email roles", redirectUri, wantedClaims: ["roles", "email"] };
let real: OpenidServer;
let hostile: Awaited<ReturnType<typeof startHostileProvider>>;

beforeAll(async () => {
  real = await startOpenidServer(redirectUri);
  real.people.set("s-1", { email: "ada@acme.example", roles: ["staff"] });
  hostile = await startHostileProvider("console", clientSecret);
});
afterAll(async () => {
  await real?.close();
  await hostile?.close();
});

const build = (settings: Partial<OpenidSettings> = {}) =>
  buildOpenidProvider({
    issuer: real.issuer,
    clientId: "console",
    clientSecret,
    clientAuth: "basic",
    ...common,
    ...settings,
  });

describe("a real provider", () => {
  it.each([
    ["with a secret in the header", { clientId: "console" }],
    ["with a secret in the body", { clientId: "posting", clientAuth: "post" as const }],
    ["without a secret, by PKCE alone", { clientId: "public", clientSecret: undefined }],
  ])("tells who somebody is to a client %s, userinfo included", async (_, settings) => {
    const provider = build(settings);
    const { url, ...question } = await provider.ask();
    expect(url.searchParams.get("code_challenge_method")).toBe("S256");
    const back = new URL(await visitProvider(url.href, "s-1", redirectUri));
    expect(await provider.prove(back.search, question)).toMatchObject({
      issuer: real.issuer,
      subject: "s-1",
      claims: { email: "ada@acme.example", roles: ["staff"] },
    });
  });

  it.each([
    ["header", { clientId: "console" }],
    ["body", { clientId: "posting", clientAuth: "post" as const }],
  ])("accepts no wrong secret in the %s, and the operator is told what to check", async (_, settings) => {
    const provider = build({ ...settings, clientSecret: "wrong" });
    const { url, ...question } = await provider.ask();
    const back = new URL(await visitProvider(url.href, "s-1", redirectUri));
    await expect(provider.prove(back.search, question)).rejects.toMatchObject({
      code: "unauthenticated",
      message: expect.stringMatching(/not accept this product.*OIDC_CLIENT_SECRET/),
    });
  });

  it("gives nothing for the code of another client, of another question, or used twice", async () => {
    const [mine, foreign] = [build(), build({ clientId: "posting", clientAuth: "post" })];
    const [question, other, others] = [await mine.ask(), await mine.ask(), await foreign.ask()];
    const visit = async (start: URL) =>
      new URL(await visitProvider(start.href, "s-1", redirectUri)).searchParams;
    const [own, second, stolen] = [
      await visit(question.url),
      await visit(other.url),
      await visit(others.url),
    ];
    const withCode = (code: string | null) => {
      const forged = new URLSearchParams(own);
      forged.set("code", code ?? "");
      return `?${forged}`;
    };
    const refused = { code: "unauthenticated", message: expect.stringContaining("invalid_grant") };
    await expect(mine.prove(withCode(stolen.get("code")), question)).rejects.toMatchObject(refused);
    await expect(mine.prove(withCode(second.get("code")), question)).rejects.toMatchObject(refused);
    await expect(mine.prove(`?${own}`, question)).resolves.toMatchObject({ subject: "s-1" });
    await expect(mine.prove(`?${own}`, question)).rejects.toMatchObject(refused);
  });

  it("that names another issuer in its answer, another state or none is not believed", async () => {
    const provider = build();
    const { url, ...question } = await provider.ask();
    const back = new URL(await visitProvider(url.href, "s-1", redirectUri)).searchParams;
    for (const [name, value] of [
      ["iss", "https://evil.example"],
      ["state", "another"],
      ["state", ""],
      ["code", ""],
    ] as const) {
      const forged = new URLSearchParams(back);
      if (value === "") forged.delete(name);
      else forged.set(name, value);
      await expect(provider.prove(`?${forged}`, question)).rejects.toMatchObject({ code: "unauthenticated" });
    }
    await expect(provider.prove(`?${back}`, question)).resolves.toMatchObject({ subject: "s-1" });
  });
});

describe("a hostile provider", () => {
  const prove = async (mischief: Mischief) => {
    const provider = build({ issuer: hostile.issuer });
    hostile.state.mischief = {};
    const { url, ...question } = await provider.ask();
    hostile.state.nonce = url.searchParams.get("nonce") ?? "";
    hostile.state.mischief = mischief;
    return provider.prove(`?code=c&state=${question.state}${mischief.iss ?? ""}`, question);
  };
  const past = Math.floor(Date.now() / 1000) - 3600;

  it("is believed when it is honest, so that the refusals below have a cause", async () => {
    expect(await prove({})).toMatchObject({
      issuer: hostile.issuer,
      subject: "s-1",
      claims: { roles: ["staff"] },
    });
    expect(await prove({ claims: { aud: ["console"] } })).toMatchObject({ subject: "s-1" });
  });

  it.each<[string, Mischief]>([
    ["without a signature (alg none)", { signature: "none" }],
    ["signed with the client's secret instead of its key", { signature: "secret" }],
    ["signed with a key that it does not publish", { signature: "foreign" }],
    ["with a broken signature", { signature: "broken" }],
    ["for another audience", { claims: { aud: "another-client" } }],
    ["for two audiences, authorized for the other", { claims: { aud: ["console", "other"], azp: "other" } }],
    ["of another issuer", { claims: { iss: "https://accounts.example" } }],
    ["with another nonce", { claims: { nonce: "another" } }],
    ["without a nonce", { claims: { nonce: undefined } }],
    ["that is over", { claims: { exp: past, iat: past - 60 } }],
    ["that never ends", { claims: { exp: undefined } }],
    ["that begins tomorrow", { claims: { nbf: past + 90_000 } }],
    ["without a subject", { claims: { sub: undefined } }],
    ["of a subject that is a number", { claims: { sub: 7 } }],
  ])("with an ID token %s is not believed", async (_, mischief) => {
    await expect(prove(mischief)).rejects.toMatchObject({ code: "unauthenticated" });
  });

  it.each<[string, Mischief]>([
    ["no ID token", { token: { status: 200, body: { access_token: "a", token_type: "Bearer" } } }],
    ["no JSON object", { token: { status: 200, body: ["tokens"] } }],
    [
      "userinfo of another subject",
      { claims: { roles: undefined }, userinfo: { sub: "s-2", roles: ["admins"] } },
    ],
  ])("that sends %s is not believed", async (_, mischief) => {
    await expect(prove(mischief)).rejects.toMatchObject({ code: "unauthenticated" });
  });

  it("that fails itself is said to be down", async () => {
    const token = { status: 500, body: { message: "oops" } };
    await expect(prove({ token })).rejects.toMatchObject({ code: "unavailable" });
  });

  it("gives no claim of userinfo a say over the ID token", async () => {
    const proven = await prove({
      claims: { email: undefined },
      userinfo: { sub: "s-1", email: "a@b.c", roles: ["x"] },
    });
    expect(proven.claims).toMatchObject({ email: "a@b.c", roles: ["staff"] });
  });

  it("that calls itself by another name is not asked", async () => {
    hostile.state.mischief = { issuer: "https://accounts.example" };
    await expect(build({ issuer: hostile.issuer }).ask()).rejects.toMatchObject({ code: "unavailable" });
  });
});

describe("a provider that is down", () => {
  it("is said to be down, and found again when it is back", async () => {
    const [first, provider] = [await startOpenidServer(redirectUri), () => build({ issuer: first.issuer })];
    const port = Number(new URL(first.issuer).port);
    await first.close();
    const engine = provider();
    await expect(engine.ask()).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringContaining("key"),
    });
    const again = await startOpenidServer(redirectUri, port);
    again.people.set("s-1", { email: "ada@acme.example", roles: ["staff"] });
    const { url, ...question } = await engine.ask();
    const back = new URL(await visitProvider(url.href, "s-1", redirectUri));
    await again.close();
    await expect(engine.prove(back.search, question)).rejects.toMatchObject({ code: "unavailable" });
  });

  it("over plain http anywhere but on this machine is not asked at all", async () => {
    for (const issuer of ["http://accounts.example", "http://127.0.0.1.evil.example", "http://10.0.0.7"])
      await expect(build({ issuer }).ask()).rejects.toMatchObject({
        message: expect.stringContaining("https://"),
      });
  });
});
