import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runProgram } from "../cli/program.ts";
import { openPrompts } from "../compose.ts";
import { openProduct, type Product } from "../fixtures/product.fixture.ts";
import { buildApp } from "./app.ts";

const policy =
  "# Password policy\n\nWritten rules set the minimum strength of passwords. Passwords have at least 12 characters and are changed every 90 days.\n";
const settings =
  "system,setting,value\nBack Office,Minimum password length enforced,8 characters\nBack Office,Maximum password age enforced by the system settings,90 days\n";

let product: Product;
let app: ReturnType<typeof buildApp>;
let reviewerKey: string;
beforeAll(async () => {
  product = await openProduct();
  app = buildApp(product.context, "0.0.0");
  const { principal } = await product.addPrincipal("acme", "Ada", "person", ["uploader"]);
  reviewerKey = (await product.addPrincipal("acme", "Bea", "person", ["reviewer"])).key;
  await product.upload(principal, "policy.md", policy);
  await product.upload(principal, "settings.csv", settings);
});
afterAll(() => product?.close());

async function ask(path: string, body?: object) {
  const headers = { authorization: `Bearer ${reviewerKey}`, "content-type": "application/json" };
  const init = body ? { method: "POST", body: JSON.stringify(body), headers } : { headers };
  const answer = await app.request(path, init);
  return { status: answer.status, body: JSON.parse(await answer.text()) };
}

async function run(argv: string[]): Promise<string> {
  let out = "";
  const terminal = {
    input: process.stdin,
    write: (text: string) => {
      out += text;
    },
    tell: () => undefined,
    isScreen: false,
    untilStopped: async () => undefined,
  };
  const { context, config } = product;
  const refuse = async () => Promise.reject(new TypeError("not asked for"));
  const open = async () => ({ context, close: async () => undefined });
  await runProgram(
    { terminal, getConfig: () => config, open, migrate: async () => [], buildEngines: refuse, openPrompts },
    "0.0.0",
    argv,
  );
  return out;
}

describe("contradictions", () => {
  it("are listed as pairs of quotes with their documents and pages, and stand on the claims of both", async () => {
    const { items } = (await ask("/v1/contradictions")).body;
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({
      subject: "password length",
      direction: "weaker",
      reason:
        'On password length, "Password policy" says "at least 12 characters" and "settings" shows "8 characters".',
      sides: [
        {
          document: { fileName: "policy.md", kind: "policy" },
          value: "at least 12 characters",
          quote: { pageNumber: 1 },
        },
        { document: { fileName: "settings.csv", kind: "record" }, value: "8 characters" },
      ],
      resolvedAt: null,
    });
    const claims = (await ask("/v1/claims?reason=contradicted&limit=200")).body.items.filter(
      (claim: { contradictions: unknown[] }) => claim.contradictions.length > 0,
    );
    expect(claims).toHaveLength(2);
    expect(claims[0].contradictions[0]).toMatchObject({ subject: "password length" });
  });

  it("are printed by the command, for people and for programs", async () => {
    const text = await run(["contradictions"]);
    expect(text).toContain("password length: less than the rule demands");
    expect(text).toContain('settings.csv, page 1: "system: Back Office');
    expect(JSON.parse(await run(["contradictions", "--organization", "acme", "--json"]))).toHaveLength(1);
  });

  it("are resolved with a rationale only, once; the list is empty then", async () => {
    const [{ id }] = (await ask("/v1/contradictions")).body.items;
    const path = `/v1/contradictions/${id}/resolution`;
    expect((await ask(path, {})).status).toBe(400);
    expect((await ask(path, { rationale: "Back Office is replaced." })).body.resolution).toBe("explained");
    expect((await ask(path, { rationale: "Again." })).status).toBe(409);
    expect((await ask("/v1/contradictions")).body.items).toEqual([]);
    expect(await run(["contradictions"])).toBe("No open contradictions.\n");
  });
});
