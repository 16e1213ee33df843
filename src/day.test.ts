import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { openProduct, type Product } from "./fixtures/product.fixture.ts";
import { listLedger } from "./flows/list-evidence.ts";
import { type OpenServer, openServer } from "./http/server.ts";

const example = (name: string) => readFile(join(import.meta.dirname, "../examples", name));

describe("a day in the life of a document", () => {
  let product: Product;
  let server: OpenServer;
  const keys: Record<string, string> = {};

  beforeAll(async () => {
    product = await openProduct();
    server = await openServer(product.context, product.config);
    keys["ada"] = (await product.addPrincipal("acme", "Ada", "person", ["uploader", "client"])).key;
    keys["ben"] = (await product.addPrincipal("acme", "Ben", "person", ["reviewer"])).key;
    keys["cleo"] = (await product.addPrincipal("acme", "Cleo", "person", ["validator"])).key;
    keys["bot"] = (await product.addPrincipal("acme", "Bot", "service", ["client"])).key;
  });
  afterAll(async () => {
    await server?.close();
    await product?.close();
  });

  async function ask(who: string, path: string, init: RequestInit = {}) {
    const headers = { authorization: `Bearer ${keys[who]}`, ...init.headers };
    const answer = await fetch(`${server.address}${path}`, { ...init, headers });
    return { status: answer.status, body: await answer.json() };
  }
  const decide = (who: string, reviewId: string, body: unknown) =>
    ask(who, `/v1/reviews/${reviewId}/decision`, {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "content-type": "application/json" },
    });

  it("goes from the upload to a validated claim, each step recorded", async () => {
    const form = new FormData();
    form.set(
      "file",
      new Blob([new Uint8Array(await example("access-control-policy.md"))]),
      "access-control-policy.md",
    );
    const uploaded = await ask("ada", "/v1/documents", { method: "POST", body: form });
    expect(uploaded.status).toBe(201);
    const { id } = z.object({ id: z.uuid() }).parse(uploaded.body);

    const events = await fetch(`${server.address}/v1/documents/${id}/events`, {
      headers: { authorization: `Bearer ${keys["ada"]}` },
    });
    expect(await events.text()).toMatch(/event: done\n/);

    const document = await ask("ada", `/v1/documents/${id}`);
    expect(document.body).toMatchObject({
      stage: "done",
      kind: "policy",
      effectiveFrom: "2026-03-16",
      title: "Access Control Policy",
    });

    const reviews = await ask("ben", "/v1/reviews?limit=200");
    const { items } = z
      .object({
        items: z.array(
          z.object({
            id: z.uuid(),
            version: z.string(),
            claimId: z.uuid(),
            claim: z.looseObject({ pointId: z.string(), stance: z.string() }),
          }),
        ),
      })
      .parse(reviews.body);
    const open = items.find(({ claim }) => claim.stance === "supports");
    if (!open) return expect.unreachable("no claim waits for a review");

    const { version } = open;
    expect((await decide("bot", open.id, { version, action: "approve" })).status).toBe(403);
    expect((await decide("cleo", open.id, { version, action: "approve" })).status).toBe(403);
    expect((await decide("ben", open.id, { version, action: "reject" })).status).toBe(400);
    expect((await decide("ben", open.id, { version, action: "approve" })).body).toMatchObject({
      grade: { grade: "reviewed" },
    });

    const second = await ask("cleo", "/v1/reviews?limit=200");
    const { items: left } = z
      .object({
        items: z.array(
          z.object({
            id: z.uuid(),
            version: z.string(),
            claimId: z.uuid(),
            reasons: z.array(z.string()),
          }),
        ),
      })
      .parse(second.body);
    const confirmation = left.find(
      ({ claimId, reasons }) => claimId === open.claimId && reasons.includes("second_person"),
    );
    if (!confirmation) return expect.unreachable("nobody was asked for the second pair of eyes");
    const approval = { version: confirmation.version, action: "approve" };
    expect((await decide("ben", confirmation.id, approval)).status).toBe(403);
    expect((await decide("cleo", confirmation.id, approval)).body).toMatchObject({
      grade: { grade: "validated" },
    });

    const coverage = await ask("bot", "/v1/coverage/iso27001-2022");
    const { pointsByGrade } = z
      .object({ pointsByGrade: z.record(z.string(), z.number()) })
      .parse(coverage.body);
    expect(pointsByGrade["validated"]).toBe(1);

    const kinds = (await listLedger(product.context, await findOrganizationId())).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind !== "key_created")).toEqual([
      "document_received",
      "document_ingested",
      "document_assessed",
      "grades_changed",
      "claim_decided",
      "grades_changed",
      "claim_decided",
      "grades_changed",
    ]);
  });

  it("stores no claim whose quote is not in the source, letter by letter", async () => {
    const { principal } = await product.addPrincipal("acme", "Ada", "person", ["uploader"]);
    await product.upload(principal, "logging.md", await example("logging-and-monitoring-standard.md"));
    const claims = await ask("ada", "/v1/claims?limit=200");
    const { items } = z
      .object({
        items: z.array(
          z.object({
            document: z.object({ id: z.uuid() }),
            quotes: z.array(z.object({ text: z.string(), start: z.number(), end: z.number() })).min(1),
          }),
        ),
      })
      .parse(claims.body);
    expect(items.length).toBeGreaterThan(10);
    for (const { document, quotes } of items) {
      const passages = await ask("ada", `/v1/documents/${document.id}/passages?limit=200`);
      const spans = z
        .object({ items: z.array(z.object({ start: z.number(), end: z.number(), text: z.string() })) })
        .parse(passages.body).items;
      for (const quote of quotes) {
        const passage = spans.find(({ start, end }) => start <= quote.start && quote.end <= end);
        expect(passage?.text.slice(quote.start - passage.start, quote.end - passage.start)).toBe(quote.text);
      }
    }
  });

  it("reads nothing twice: the same bytes are the same document with the same claims", async () => {
    const { principal } = await product.addPrincipal("acme", "Ada", "person", ["uploader"]);
    const before = await ask("ada", "/v1/claims?limit=200");
    const first = await product.upload(principal, "again.md", await example("access-control-policy.md"));
    const second = await product.upload(principal, "and-again.md", await example("access-control-policy.md"));
    expect(first).toBe(second);
    expect((await ask("ada", "/v1/claims?limit=200")).body).toEqual(before.body);
  });

  it("ends an unreadable file as failed, with a reason a person understands", async () => {
    const { principal } = await product.addPrincipal("acme", "Ada", "person", ["uploader"]);
    const id = await product.upload(principal, "broken.pdf", "%PDF-1.7 nothing else");
    expect((await ask("ada", `/v1/documents/${id}`)).body).toMatchObject({
      stage: "failed",
      failureReason: "The PDF is damaged: export it again from its source.",
    });
  });

  async function findOrganizationId(): Promise<string> {
    return (await product.addPrincipal("acme", "Ada", "person", ["uploader"])).principal.organizationId;
  }
});
