import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { openProduct, type Product } from "../fixtures/product.fixture.ts";
import { buildApp } from "./app.ts";

const policy =
  "# Backup policy\n\nEffective: 2026-05-01\n\nBackups of production databases are completed every day and restored for a test every quarter.\n\n## Access\n\nIt is planned that access rights will be reviewed every quarter by the owners of systems.\n";

let product: Product;
let app: ReturnType<typeof buildApp>;
let key: string;
let documentId: string;

beforeAll(async () => {
  product = await openProduct();
  app = buildApp(product.context, "0.0.0");
  const ada = await product.addPrincipal("acme", "Ada", "person", ["uploader", "reviewer", "client"]);
  key = ada.key;
  documentId = await product.upload(ada.principal, "backup-policy.md", policy);
  await product.upload(ada.principal, "jobs.csv", "job,schedule\nProduction database backups,Every 7 days\n");
});
afterAll(() => product?.close());

async function ask(path: string, init: RequestInit = {}): Promise<Response> {
  return app.request(path, { ...init, headers: { authorization: `Bearer ${key}` } });
}

async function readJson(answer: Response): Promise<unknown> {
  return JSON.parse(await answer.text());
}

describe("questions", () => {
  it("narrow claims by whatever is asked for", async () => {
    const listSchema = z.object({
      items: z.array(
        z.object({
          id: z.string(),
          pointId: z.string(),
          grade: z.string(),
          reasons: z.array(z.string()),
          document: z.object({ id: z.string() }),
          requirements: z.array(z.object({ frameworkId: z.string(), requirementId: z.string() })),
        }),
      ),
    });
    const list = async (query: string) =>
      listSchema.parse(await readJson(await ask(`/v1/claims?limit=200&${query}`))).items;
    const all = await list("");
    const pointId = all[0]?.pointId ?? "";
    const cases: [string, (claim: (typeof all)[number]) => boolean][] = [
      [`documentId=${documentId}`, ({ document }) => document.id === documentId],
      [`pointId=${pointId}`, (claim) => claim.pointId === pointId],
      ["grade=suggested", ({ grade }) => grade === "suggested"],
      ["reason=contradicted", ({ reasons }) => reasons.includes("contradicted")],
      [
        "requirementId=A.8.13",
        ({ requirements }) => requirements.some(({ requirementId }) => requirementId === "A.8.13"),
      ],
      ["frameworkId=gdpr", ({ requirements }) => requirements.some((one) => one.frameworkId === "gdpr")],
    ];
    for (const [query, isWanted] of cases) {
      const wanted = all.filter(isWanted);
      expect(wanted.length, `of some, ${query}`).toBeGreaterThan(0);
      expect(wanted.length, `not of all, ${query}`).toBeLessThan(all.length);
      expect(await list(query), query).toEqual(wanted);
    }
  });

  it("refuse a parameter that they do not know: a misspelt day is not today", async () => {
    for (const path of ["/v1/coverage/soc2-tsc-2017?asof=2020-01-01", "/v1/claims?requirement=CC6.1"]) {
      const answer = await ask(path);
      expect(answer.status).toBe(400);
      expect(await answer.text()).toMatch(/asof|requirement/);
    }
  });

  it("and writes refuse what cannot be stored", async () => {
    expect((await ask("/v1/documents?words=%00")).status).toBe(400);
    const path = `/v1/documents/${documentId}`;
    for (const facts of [{ title: "a\u0000b" }, { effectiveFrom: "0000-01-01" }]) {
      const init = { method: "PATCH", body: JSON.stringify(facts) };
      expect((await ask(path, init)).status).toBe(400);
    }
    const cursor = Buffer.from("99999999999").toString("base64url");
    expect((await ask(`${path}/passages?cursor=${cursor}`)).status).toBe(400);
  });

  it("count the open reviews of the framework at the day that was asked for", async () => {
    const openSchema = z.object({ openReviews: z.number() });
    const count = async (question: string) =>
      openSchema.parse(await readJson(await ask(`/v1/coverage/${question}`))).openReviews;
    const listed = await readJson(await ask("/v1/reviews?frameworkId=gdpr&limit=200"));
    const { items } = z.object({ items: z.array(z.unknown()) }).parse(listed);
    expect(await count("gdpr")).toBe(items.length);
    expect(await count("iso27001-2022?asOf=2020-01-01T00:00:00Z")).toBe(0);
  });
});
