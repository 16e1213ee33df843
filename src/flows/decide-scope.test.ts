import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { openProduct, type Product } from "../fixtures/product.fixture.ts";
import { buildApp } from "../http/app.ts";

const policy =
  "# Backup policy\n\nEffective: 2026-05-01\n\nBackups of production databases are completed every day and restored for a test every quarter.\n";
const why = "All software is bought; nothing is developed here or for us.";

let product: Product;
let app: ReturnType<typeof buildApp>;
const keys: Record<string, string> = {};

beforeAll(async () => {
  product = await openProduct({ clock: () => new Date("2026-06-15T10:00:00Z") });
  app = buildApp(product.context, "0.0.0");
  const { principal, key } = await product.addPrincipal("acme", "Ada", "person", ["uploader", "reviewer"]);
  keys["ada"] = key;
  keys["bot"] = (await product.addPrincipal("acme", "Bot", "service", ["admin"])).key;
  keys["eve"] = (await product.addPrincipal("other", "Eve", "person", ["reviewer"])).key;
  await product.upload(principal, "=backup-policy.md", policy);
});
afterAll(() => product?.close());

async function ask(who: string, path: string, method = "GET", body?: unknown) {
  const answer = await app.request(path, {
    method,
    headers: { authorization: `Bearer ${keys[who]}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  const isJson = answer.headers.get("content-type")?.includes("json");
  return { status: answer.status, text, body: isJson ? JSON.parse(text) : null, headers: answer.headers };
}
const exclude = (who: string, id: string, body: unknown, framework = "iso27001-2022") =>
  ask(who, `/v1/scope/${framework}/requirements/${id}`, "PUT", body);

describe("the scope of an organization", () => {
  it("is everything until somebody chooses, and says so", async () => {
    const { body } = await ask("ada", "/v1/coverage/soc2-tsc-2017");
    expect([body.total, body.scope]).toEqual([
      61,
      {
        isChosen: null,
        parts: ["security", "availability", "confidentiality", "processing-integrity", "privacy"],
        notApplicable: [],
      },
    ]);
  });

  it("with the security part alone leaves 33 criteria of SOC 2; the day before, the answer stays what it was", async () => {
    const chosen = await ask("ada", "/v1/scope/soc2-tsc-2017", "PUT", { isChosen: true });
    expect([chosen.status, chosen.body.applicableCount]).toEqual([200, 33]);
    expect((await ask("ada", "/v1/coverage/soc2-tsc-2017")).body.total).toBe(33);
    expect((await ask("ada", "/v1/coverage/soc2-tsc-2017?asOf=2026-06-14")).body.total).toBe(61);
    const gaps = (await ask("ada", "/v1/gaps/soc2-tsc-2017?limit=500")).body.items;
    const ids = new Set(gaps.flatMap(({ requirementIds }: { requirementIds: string[] }) => requirementIds));
    expect([...ids].filter((id) => !String(id).startsWith("CC"))).toEqual([]);
  });

  it("takes a part by its name and refuses one that there is not", async () => {
    const taken = await ask("ada", "/v1/scope/soc2-tsc-2017", "PUT", {
      isChosen: true,
      parts: ["availability"],
    });
    expect(taken.body.applicableCount).toBe(36);
    const refused = await ask("ada", "/v1/scope/soc2-tsc-2017", "PUT", { isChosen: true, parts: ["safety"] });
    expect([refused.status, refused.body.detail]).toEqual([400, expect.stringContaining("Its parts are")]);
  });

  it("leaves out what a person says does not apply, with the reason in the answer", async () => {
    const { status } = await exclude("ada", "A.8.30", { isApplicable: false, justification: why });
    expect(status).toBe(200);
    const { body } = await ask("ada", "/v1/coverage/iso27001-2022");
    expect(body.total).toBe(122);
    expect(body.scope.notApplicable).toEqual([
      { requirementId: "A.8.30", justification: why, decidedBy: "Ada" },
    ]);
  });

  it.each([
    ["ada", "A.8.29", { isApplicable: false }, 400, /Say why/],
    ["ada", "A.8.29", { isApplicable: false, justification: "no" }, 400, /justification/],
    ["ada", "6.1.2", { isApplicable: false, justification: why }, 400, /applies to every organization/],
    ["ada", "A.9.99", { isApplicable: false, justification: why }, 400, /no requirement "A.9.99"/],
    ["bot", "A.8.29", { isApplicable: false, justification: why }, 403, /People decide/],
  ])("is not changed by %s for %s with %j", async (who, id, body, status, said) => {
    const answer = await exclude(who, id, body);
    expect([answer.status, answer.body.detail]).toEqual([status, expect.stringMatching(said)]);
    expect((await ask("ada", "/v1/coverage/iso27001-2022")).body.total).toBe(122);
  });

  it("is another organization's own business", async () => {
    expect((await ask("eve", "/v1/coverage/iso27001-2022")).body.total).toBe(123);
    const { items } = (await ask("eve", "/v1/scope")).body;
    expect(items.every((item: { isChosen: unknown }) => item.isChosen === null)).toBe(true);
  });
});

describe("a framework to compare with only", () => {
  it("has no coverage, and a crosswalk in both directions", async () => {
    const refused = await ask("ada", "/v1/coverage/nist-800-53r5");
    expect([refused.status, refused.body.detail]).toEqual([400, expect.stringContaining("crosswalk")]);
    const { body } = await ask("ada", "/v1/frameworks/nist-csf-2.0/crosswalk/nist-800-53r5");
    const schema = z.object({
      requirements: z.array(
        z.object({
          requirementId: z.string(),
          related: z.array(z.object({ to: z.string(), published: z.unknown() })),
        }),
      ),
    });
    const { requirements } = schema.parse(body);
    const first = requirements.find(({ requirementId }) => requirementId === "PR.AA-03");
    expect(first?.related.find(({ to }) => to === "IA-2")?.published).toMatchObject({
      source: expect.stringContaining("NIST"),
    });
    expect((await ask("ada", "/v1/frameworks/nist-800-53r5/crosswalk/nist-csf-2.0")).status).toBe(200);
  });
});

describe("the statement of applicability", () => {
  const schema = z.object({
    rows: z.array(
      z.looseObject({ requirementId: z.string(), isApplicable: z.boolean(), evidence: z.array(z.string()) }),
    ),
  });

  it("lists every requirement, those left out with reason, name and day", async () => {
    const { rows } = schema.parse((await ask("ada", "/v1/frameworks/iso27001-2022/applicability")).body);
    expect(rows).toHaveLength(123);
    expect(rows.filter(({ isApplicable }) => !isApplicable)).toEqual([
      expect.objectContaining({
        requirementId: "A.8.30",
        justification: why,
        decidedBy: "Ada",
        decidedAt: "2026-06-15T10:00:00.000Z",
        grade: null,
      }),
    ]);
  });

  it("says of a part that was not chosen that it is out of scope", async () => {
    const { rows } = schema.parse((await ask("ada", "/v1/frameworks/soc2-tsc-2017/applicability")).body);
    expect(rows.find(({ requirementId }) => requirementId === "P1.1")).toMatchObject({
      isApplicable: false,
      justification: "Its part of the framework is not in scope.",
    });
  });

  it("is a table whose cells no spreadsheet takes for a formula, and a page with nothing from elsewhere", async () => {
    const table = await ask("ada", "/v1/frameworks/iso27001-2022/applicability?format=csv");
    const lines = table.text.trimEnd().split("\r\n");
    expect(lines).toHaveLength(124);
    expect(lines.find((line) => line.startsWith("A.8.30,"))).toContain(`no,${why},Ada,2026-06-15`);
    expect(table.text).not.toMatch(/(?:^|,)"?=/m);
    const page = await ask("ada", "/v1/frameworks/iso27001-2022/applicability?format=html");
    expect(page.headers.get("content-type")).toMatch(/text\/html/);
    expect(page.text).not.toMatch(/(?:src|href)="|<script/);
    expect((await ask("ada", "/v1/frameworks/iso27001-2022/applicability?format=pdf")).status).toBe(400);
  });
});
