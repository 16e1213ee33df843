import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { environmentSchema, parseConfig } from "./config.ts";
import { writeConfigurationTable, writeEnvironmentExample } from "./config-document.ts";
import { Fault, type FaultCode, faultCodes } from "./fault.ts";

describe("the configuration", () => {
  it("of an empty environment serves this machine alone, from the embedded database", () => {
    expect(parseConfig({})).toMatchObject({
      host: "127.0.0.1",
      port: 8080,
      dataFolder: ".data",
      databaseUrl: undefined,
      isWorkingInServer: true,
      embedder: { kind: "local" },
    });
  });

  it("with a server leaves the jobs to workers unless told otherwise", () => {
    const url = "postgres://db/evidence";
    expect(parseConfig({ DATABASE_URL: url }).isWorkingInServer).toBe(false);
    expect(parseConfig({ DATABASE_URL: url, WORK_IN_SERVER: "yes" }).isWorkingInServer).toBe(true);
  });

  it("names every wrong variable at once, what it holds and what was expected", () => {
    const parse = () =>
      parseConfig({ PORT: "eighty", WORKERS: "0", MIGRATE_ON_START: "maybe", LOG_LEVEL: "loud" });
    expect(parse).toThrow(/PORT: "eighty" is wrong, expected a whole number/);
    expect(parse).toThrow(/WORKERS: "0" is wrong, expected a whole number from 1 to 32/);
    expect(parse).toThrow(/MIGRATE_ON_START[\s\S]*LOG_LEVEL/);
  });

  it("never shows a secret, right or wrong", () => {
    const parse = () => parseConfig({ DATABASE_URL: "mysql://user:hunter2@db" });
    expect(parse).toThrow(/DATABASE_URL: its value is wrong, expected a postgres:\/\/ address/);
    expect(parse).not.toThrow(/hunter2/);
  });

  it("has no language model unless it is told of one, by its name", () => {
    expect(parseConfig({}).chat).toEqual({ kind: "none" });
    expect(() => parseConfig({ CHAT: "openai" })).toThrow(
      /CHAT_MODEL: undefined is wrong, expected the model's/,
    );
    expect(parseConfig({ CHAT: "openai", CHAT_MODEL: "m", CHAT_PROMPT_PRICE: "0.15" }).chat).toEqual({
      kind: "openai",
      baseUrl: undefined,
      key: undefined,
      model: "m",
      canSee: false,
      timeoutMs: 120_000,
      seed: 7,
      prices: { prompt: 0.15, completion: null },
    });
    expect(() => parseConfig({ CHAT_PROMPT_PRICE: "cheap", CHAT_DAILY_TOKENS: "-1" })).toThrow(
      /CHAT_DAILY_TOKENS[\s\S]*CHAT_PROMPT_PRICE: "cheap" is wrong, expected a number like 0.15/,
    );
  });

  it("knows an identity provider when all that belongs to it is set, and names everything that is missing", () => {
    expect(parseConfig({}).provider).toBeNull();
    const whole = {
      PUBLIC_URL: "https://evidence.example.com/",
      OIDC_ISSUER: "https://login.example.com/realms/acme",
      OIDC_CLIENT_ID: "evidence-gradient",
      OIDC_CLIENT_SECRET: "hunter2",
      OIDC_ORGANIZATION: "acme",
      OIDC_ROLE_MAP: "grc-reviewers=reviewer, CN=leads=validator",
    };
    expect(parseConfig(whole)).toMatchObject({
      outside: { publicUrl: "https://evidence.example.com" },
      provider: {
        redirectUri: "https://evidence.example.com/console/oidc/callback",
        name: "login.example.com",
        rules: {
          rolesClaim: "roles",
          nameClaim: "email",
          roleMap: [
            { value: "grc-reviewers", role: "reviewer" },
            { value: "CN=leads", role: "validator" },
          ],
        },
      },
    });
    expect(() => parseConfig({ OIDC_ISSUER: whole.OIDC_ISSUER })).toThrow(
      /OIDC_CLIENT_ID[\s\S]*OIDC_ORGANIZATION[\s\S]*OIDC_ROLE_MAP[\s\S]*PUBLIC_URL/,
    );
    expect(() => parseConfig({ OIDC_CLIENT_ID: "x" })).toThrow(/OIDC_ISSUER.*because OIDC_CLIENT_ID is set/);
  });

  it("lets secrets travel to a provider, and to itself, over https or within this machine only", () => {
    for (const url of [
      "https://a.example",
      "http://localhost:8080",
      "http://127.0.0.1:8080",
      "http://[::1]:8080",
    ])
      expect(parseConfig({ PUBLIC_URL: url }).outside.publicUrl).toBe(url);
    for (const url of [
      "http://a.example",
      "http://127.0.0.1.example",
      "ftp://localhost",
      "localhost",
      "https://a.example/app",
    ])
      expect(() => parseConfig({ PUBLIC_URL: url })).toThrow(/PUBLIC_URL: its value is wrong/);
    const parse = () =>
      parseConfig({
        OIDC_ISSUER: "http://login.example.com",
        OIDC_ROLE_MAP: "staff=king",
        OIDC_SCOPES: "email",
        OIDC_CLIENT_SECRET: "hunter2",
        SESSION_HOURS: "0",
      });
    expect(parse).toThrow(
      /SESSION_HOURS[\s\S]*OIDC_ISSUER[\s\S]*OIDC_ROLE_MAP: "staff=king"[\s\S]*OIDC_SCOPES/,
    );
    expect(parse).not.toThrow(/hunter2/);
  });

  it("treats an empty value as unset", () => {
    expect(parseConfig({ DATABASE_URL: "", PORT: "" })).toMatchObject({ databaseUrl: undefined, port: 8080 });
  });
});

describe("what is written about the configuration", () => {
  it("in .env.example is what the schema says", async () => {
    await expect(writeEnvironmentExample()).toMatchFileSnapshot("../.env.example");
  });

  it("in the README is what the schema says, and every variable is described", async () => {
    const readme = await readFile(join(import.meta.dirname, "../README.md"), "utf8");
    expect(readme).toContain(writeConfigurationTable());
    for (const schema of Object.values(environmentSchema.shape))
      expect(schema.description).toMatch(/\w{3}.*\.$/);
  });
});

describe("faults", () => {
  it("have a status and a retry for every code, and only server troubles are tried again", () => {
    for (const code of Object.keys(faultCodes) as FaultCode[]) {
      const fault = new Fault(code, "why");
      expect(fault.status).toBeGreaterThanOrEqual(400);
      if (fault.isRetryable) expect(fault.status).toBeGreaterThanOrEqual(500);
    }
  });
});
