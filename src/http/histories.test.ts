// The life of a claim and the coverage over time, through the doors that an auditor has: HTTP and the terminal.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Principal } from "../domain/principal.ts";
import { openTerminal } from "../fixtures/terminal.fixture.ts";
import { stateFacts } from "../flows/state-facts.ts";
import { buildApp } from "./app.ts";

const policy =
  "# Password policy\n\nEffective date: 2026-01-01\n\nPasswords have at least 14 characters. Written rules set the minimum strength of passwords.\n";

const dayMs = 86_400_000;
let now = Date.parse("2026-02-01T09:00:00Z");
let terminal: Awaited<ReturnType<typeof openTerminal>>;
let app: ReturnType<typeof buildApp>;
let key: string;
let ada: Principal;
let documentId: string;
let claimId: string;

const claimsSchema = z.object({
  items: z.array(z.object({ id: z.string(), pointId: z.string(), grade: z.string() })),
});
const lifeSchema = z.looseObject({
  now: z.object({ grade: z.string(), reasons: z.array(z.string()) }),
  steps: z.array(
    z.object({
      at: z.string(),
      from: z.string(),
      to: z.string(),
      reasons: z.array(z.string()),
      causes: z.array(z.object({ kind: z.string(), words: z.string() })),
    }),
  ),
});

const ask = async (path: string) => {
  const answer = await app.request(path, { headers: { authorization: `Bearer ${key}` } });
  return { status: answer.status, body: JSON.parse(await answer.text()) as unknown };
};
const tell = async () => lifeSchema.parse((await ask(`/v1/claims/${claimId}/history`)).body);

beforeAll(async () => {
  terminal = await openTerminal({ clock: () => new Date(now) });
  const { product } = terminal;
  app = buildApp(product.context, "0.0.0");
  ada = (await product.addPrincipal("acme", "Ada", "person", ["uploader"])).principal;
  key = (await product.addPrincipal("acme", "Bea", "person", ["reviewer"])).key;
  documentId = await product.upload(ada, "passwords.md", policy);
  const { items } = claimsSchema.parse((await ask("/v1/claims")).body);
  const found = items.find(({ grade }) => grade === "inferred") ?? items[0];
  claimId = found?.id ?? "";
  expect(claimId).not.toBe("");
}, 60_000);
afterAll(() => terminal?.close());

describe("the life of a claim", () => {
  it("begins with what inferred it from which words", async () => {
    const { status, body } = await ask(`/v1/claims/${claimId}/history`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      claim: { analyser: "local", quotes: [{ pageNumber: 1 }] },
      document: { fileName: "passwords.md", uploadedBy: "Ada" },
      steps: [{ from: "none", causes: [{ kind: "claim_made" }] }],
    });
  });

  it("tells the fall that dates bring, on the day on which it came", async () => {
    const before = await tell();
    now += dayMs;
    await stateFacts(terminal.product.context, ada, documentId, { effectiveTo: "2026-02-10" });
    now = Date.parse("2026-03-01T09:00:00Z");
    const after = await tell();
    expect(after.steps.slice(0, before.steps.length)).toEqual(before.steps);
    expect(after.now).toMatchObject({ grade: "suggested", reasons: expect.arrayContaining(["stale"]) });
    expect(after.steps.at(-1)).toMatchObject({
      at: "2026-02-11T00:00:00.000Z",
      to: "suggested",
      causes: [{ kind: "validity_turned", words: 'The validity of "passwords.md" began or ended.' }],
    });
  });

  it("reads in a terminal as an auditor would want it, and says when there is no such claim", async () => {
    const { code, out } = await terminal.run(["history", claimId]);
    expect(code).toBe(0);
    expect(out).toContain('From "passwords.md", uploaded 2026-02-01T09:00:00.000Z by Ada, sha256 ');
    expect(out).toMatch(/none → \w+ {2}\(.+\)\n {4}It was inferred from "passwords.md"\./);
    expect(out).toContain("Now: suggested");
    const none = await terminal.run(["history", documentId]);
    expect(none.told).toContain("There is no such claim.");
    expect(none.code).not.toBe(0);
    expect((await ask(`/v1/claims/${documentId}/history`)).status).toBe(404);
  });
});

describe("coverage over time", () => {
  const historySchema = z.object({
    points: z.array(
      z.object({ asOf: z.string(), total: z.number(), pointsByGrade: z.record(z.string(), z.number()) }),
    ),
  });

  it("begins with nothing, and is for each moment what coverage at that moment is", async () => {
    const path = "/v1/coverage/iso27001-2022/history?from=2026-01-15&to=2026-03-01&steps=10";
    const { points } = historySchema.parse((await ask(path)).body);
    expect(points).toHaveLength(10);
    const named = (counts: Record<string, number> | undefined) =>
      (counts?.["inferred"] ?? 0) + (counts?.["suggested"] ?? 0);
    expect(named(points[0]?.pointsByGrade)).toBe(0);
    expect(points.some(({ pointsByGrade }) => named(pointsByGrade) > 0)).toBe(true);
    for (const { asOf, pointsByGrade } of points) {
      const { body } = await ask(`/v1/coverage/iso27001-2022?asOf=${asOf}`);
      expect(body).toMatchObject({ pointsByGrade });
    }
  });

  it("refuses a span that ends before it begins, and says what to set", async () => {
    const { status, body } = await ask("/v1/coverage/iso27001-2022/history?from=2026-03-01&to=2026-01-01");
    expect(status).toBe(400);
    expect(JSON.stringify(body)).toContain("set `from` before `to`");
  });
});
