import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { buildScriptedChat } from "../engines/chat-scripted.ts";
import { openProduct, type Product } from "../fixtures/product.fixture.ts";
import { updateAssessedBy } from "../store/documents.ts";
import { buildApp } from "./app.ts";

const policy =
  "# Backup policy\n\nNoor Haddad answers for these rules.\n\nBackups of production databases are completed every night.\n";
const reply = {
  facts: [{ name: "owner", value: "Noor Haddad", words: "Noor Haddad answers for these rules" }],
};

let product: Product;
let app: ReturnType<typeof buildApp>;
let organizationId: string;
let key: string;
let id: string;

beforeAll(async () => {
  const answer = ({ prompt }: { prompt: { name: string } }) =>
    prompt.name === "describe-document" ? reply : {};
  product = await openProduct({
    buildChat: (record) => buildScriptedChat({ answer, record, model: "llama-9" }),
  });
  app = buildApp(product.context, "0.0.0");
  const ada = await product.addPrincipal("acme", "Ada", "person", ["uploader", "client"]);
  ({ key } = ada);
  ({ organizationId } = ada.principal);
  id = await product.upload(ada.principal, "backup.md", policy);
});
afterAll(() => product?.close());

async function ask(path: string, init: RequestInit = {}) {
  const headers = { authorization: `Bearer ${key}`, ...init.headers };
  const answer = await app.request(`/v1/documents${path}`, { ...init, headers });
  const body = z.looseObject({ items: z.array(z.looseObject({})).default([]) }).parse(await answer.json());
  return { status: answer.status, body };
}

describe("the API", () => {
  it("tells who described a document, and who read each fact", async () => {
    const { body } = await ask(`/${id}`);
    expect(body).toMatchObject({
      owner: "Noor Haddad",
      description: null,
      described: { describedBy: "llama-9 describe-document@2", fallbackReason: null, dropped: {} },
    });
    const facts = await ask(`/${id}/facts`);
    expect(facts.body).toMatchObject({ shown: [] });
    expect(facts.body.items).toContainEqual(
      expect.objectContaining({ name: "owner", basis: "read", saidBy: "llama-9 describe-document@2" }),
    );
    expect(facts.body.items).toContainEqual(
      expect.objectContaining({ name: "kind", basis: "read", saidBy: "local-1", quote: null }),
    );
  });

  it("tells which documents something older assessed", async () => {
    expect((await ask("")).body.items).toMatchObject([{ id, isOutdated: false }]);
    await product.context.database.asOrganization(organizationId, (sql) =>
      updateAssessedBy(sql, id, "local-1/scorer-1 counting-64 0000000000000000"),
    );
    expect((await ask("")).body.items).toMatchObject([{ id, isOutdated: true }]);
    const { body } = await ask(`/${id}`);
    expect(body).toMatchObject({ assessment: { isOutdated: true } });
  });

  it("assesses again when asked, once for one Idempotency-Key, and tells what changed", async () => {
    const init = { method: "POST", headers: { "idempotency-key": "again-1" } };
    expect(await ask(`/${id}/assessment`, init)).toMatchObject({ status: 202, body: { stage: "assessing" } });
    expect((await ask(`/${id}/assessment`, init)).status).toBe(202);
    await expect
      .poll(async () => (await ask(`/${id}`)).body, { timeout: 15_000 })
      .toMatchObject({ stage: "done" });
    const { body } = await ask(`/${id}/assessments`);
    expect(body.items).toHaveLength(2);
    expect(body.items[1]).toMatchObject({ retired: 0, added: 0, requestedBy: expect.any(String) });
  });
});
