import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { openProduct, type Product } from "../fixtures/product.fixture.ts";
import { buildApp } from "./app.ts";

let product: Product;
let app: ReturnType<typeof buildApp>;
let key: string;
let [failed, done] = ["", ""];

beforeAll(async () => {
  product = await openProduct();
  app = buildApp(product.context, "0.0.0");
  const ada = await product.addPrincipal("acme", "Ada", "person", ["uploader"]);
  ({ key } = ada);
  failed = await product.upload(ada.principal, "empty.md", "\n\n");
  done = await product.upload(
    ada.principal,
    "backup.md",
    "# Backup policy\n\nBackups are made every night.\n",
  );
});
afterAll(() => product?.close());

async function ask(path: string, init: RequestInit = {}) {
  const headers = { authorization: `Bearer ${key}`, ...init.headers };
  const answer = await app.request(`/v1/documents/${path}`, { ...init, headers });
  return { status: answer.status, body: z.looseObject({}).parse(await answer.json()) };
}

describe("the API", () => {
  it("works on a failed document again, once for one Idempotency-Key", async () => {
    expect((await ask(failed)).body).toMatchObject({ stage: "failed" });
    const init = { method: "POST", headers: { "idempotency-key": "again-1" } };
    const retried = { status: 202, body: { id: failed, stage: "received", failureReason: null } };
    expect(await ask(`${failed}/retry`, init)).toMatchObject(retried);
    await expect
      .poll(async () => (await ask(failed)).body, { timeout: 15_000 })
      .toMatchObject({ stage: "failed", failureReason: expect.stringContaining("white space") });
    expect(await ask(`${failed}/retry`, init)).toMatchObject(retried);
    expect((await ask(failed)).body).toMatchObject({ stage: "failed" });
  });

  it("refuses to work again on what has not failed, or is not there", async () => {
    expect(await ask(`${done}/retry`, { method: "POST" })).toMatchObject({ status: 409 });
    expect(await ask(`${crypto.randomUUID()}/retry`, { method: "POST" })).toMatchObject({ status: 404 });
  });
});
