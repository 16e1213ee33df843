import { Webhook } from "standardwebhooks";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { answer, openReceiver, type Receiver } from "../engines/fixtures/receiver.fixture.ts";
import { openProduct, type Product } from "../fixtures/product.fixture.ts";
import { listLedger } from "../flows/list-evidence.ts";
import { buildApp } from "./app.ts";

const policy =
  "# Backup policy\n\nEffective: 2026-05-01\n\nBackups of production databases are completed every day and restored for a test every quarter.\n\n## Access\n\nIt is planned that access rights will be reviewed every quarter by the owners of systems.\n";
const jobs = "job,schedule\nProduction database backups,Every 7 days\n";

let product: Product;
let receiver: Receiver;
let app: ReturnType<typeof buildApp>;
let organizationId: string;
const keys: Record<string, string> = {};

beforeAll(async () => {
  receiver = await openReceiver();
  product = await openProduct({}, { WEBHOOK_ALLOW: "any" });
  app = buildApp(product.context, "0.0.0");
  for (const slug of ["acme", "other"]) {
    const made = await product.addPrincipal(slug, "admin", "person", ["admin", "reviewer"]);
    keys[slug] = made.key;
    if (slug === "acme") organizationId = made.principal.organizationId;
  }
});
afterAll(async () => {
  await product?.close();
  await receiver?.close();
});
afterEach(async () => {
  for (const slug of ["acme", "other"]) {
    const { items } = pageSchema.parse(await (await ask(slug, "GET", "/v1/webhooks")).json());
    for (const { id } of items) await ask(slug, "DELETE", `/v1/webhooks/${id}`);
  }
  receiver.received.length = 0;
  receiver.cues.length = 0;
});

const webhookSchema = z.looseObject({ id: z.uuid(), secret: z.string().nullish() });
const pageSchema = z.object({
  items: z.array(z.looseObject({ id: z.uuid() })),
  nextCursor: z.string().nullable(),
});

function ask(
  slug: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  const init = { method, headers: { authorization: `Bearer ${keys[slug]}`, ...headers } };
  return Promise.resolve(
    app.request(path, body === undefined ? init : { ...init, body: JSON.stringify(body) }),
  );
}

async function add(slug = "acme", more: object = {}, headers: Record<string, string> = {}) {
  const made = await ask(slug, "POST", "/v1/webhooks", { url: receiver.url, ...more }, headers);
  expect(made.status).toBe(201);
  return webhookSchema.parse(await made.json());
}

const list = async (id: string, query = "") =>
  pageSchema.parse(await (await ask("acme", "GET", `/v1/webhooks/${id}/deliveries${query}`)).json());

describe("a webhook over HTTP", () => {
  it("answers its secret once, and keeps it out of lists, the ledger and answers that are sent again", async () => {
    const first = await add("acme", {}, { "idempotency-key": "add-1" });
    const again = await add("acme", {}, { "idempotency-key": "add-1" });
    expect(first.secret).toMatch(/^whsec_/);
    expect([again.id, again.secret]).toEqual([first.id, null]);
    const changed = await ask("acme", "PATCH", `/v1/webhooks/${first.id}`, { description: "for the desk" });
    const shown = [
      await changed.text(),
      await (await ask("acme", "GET", "/v1/webhooks")).text(),
      await (await ask("acme", "GET", `/v1/webhooks/${first.id}`)).text(),
      JSON.stringify(await listLedger(product.context, organizationId)),
      JSON.stringify((await product.context.database.pool.query("select answer from idempotency_key")).rows),
    ];
    for (const text of shown) {
      expect(text).toContain(first.id);
      expect(text).not.toContain("whsec_");
    }
    expect(JSON.parse(shown[0] ?? "")).toMatchObject({ description: "for the desk", url: receiver.url });
  });

  it("rotated has a new secret, and both sign", async () => {
    const { id, secret: old } = await add();
    const rotated = webhookSchema.parse(
      await (await ask("acme", "POST", `/v1/webhooks/${id}/rotate`)).json(),
    );
    expect((await ask("acme", "POST", `/v1/webhooks/${id}/test`)).status).toBe(200);
    const [got] = await receiver.waitFor(1);
    for (const secret of [old, rotated.secret]) {
      const said = new Webhook(secret ?? "").verify(
        got?.body ?? "",
        z.record(z.string(), z.string()).parse(got?.headers),
      );
      expect(said).toMatchObject({ type: "webhook.test" });
    }
  });

  it.each([
    [{ url: "ftp://example.com" }, /full https address/],
    [{ url: "http://user:pass@127.0.0.1/" }, /name and password/],
    [{ url: "http://127.0.0.1/", events: ["review.closed"] }, /events/],
    [{ url: "http://127.0.0.1/", events: [] }, /events/],
    [{ url: "http://127.0.0.1/", secret: "whsec_mine" }, /secret/],
    [{}, /url/],
  ])("is not made of %j", async (body, words) => {
    const answered = await ask("acme", "POST", "/v1/webhooks", body);
    expect(answered.status).toBe(400);
    expect(await answered.text()).toMatch(words);
  });

  it("is one of twenty at most", async () => {
    for (let count = 0; count < 20; count += 1) await add("other");
    const refused = await ask("other", "POST", "/v1/webhooks", { url: receiver.url });
    expect(refused.status).toBe(409);
    expect(await refused.text()).toContain("remove one");
  });

  it("that is disabled hears nothing; enabled it gets what failed since", async () => {
    const { id } = await add();
    receiver.cues.push(answer(500));
    expect(await (await ask("acme", "POST", `/v1/webhooks/${id}/test`)).json()).toMatchObject({
      status: "failed",
    });
    const disabled = await (await ask("acme", "PATCH", `/v1/webhooks/${id}`, { isEnabled: false })).json();
    expect(disabled).toMatchObject({ isEnabled: false, disabledReason: "An admin disabled it." });
    const since = { since: "2026-01-01T00:00:00Z" };
    expect((await ask("acme", "POST", `/v1/webhooks/${id}/replay`, since)).status).toBe(409);
    await ask("acme", "PATCH", `/v1/webhooks/${id}`, { isEnabled: true });
    const replayed = await ask("acme", "POST", `/v1/webhooks/${id}/replay`, since);
    expect(replayed.status).toBe(202);
    expect(await replayed.json()).toEqual({ replayed: 0, isComplete: true });
  });
});

describe("deliveries over HTTP", () => {
  it("are paged without losing or repeating one, with attempts and what was sent, and can be replayed", async () => {
    const { id } = await add();
    for (let count = 0; count < 5; count += 1) await ask("acme", "POST", `/v1/webhooks/${id}/test`);
    const all = (await list(id)).items.map((item) => item.id);
    const seen: string[] = [];
    let query = "?limit=2";
    for (;;) {
      const { items, nextCursor } = await list(id, query);
      seen.push(...items.map((item) => item.id));
      if (nextCursor === null) break;
      query = `?limit=2&cursor=${nextCursor}`;
    }
    expect(seen).toEqual(all);
    expect(new Set(all).size).toBe(5);
    expect((await list(id, "?status=failed")).items).toEqual([]);
    const path = `/v1/webhooks/${id}/deliveries/${all[0]}/replay`;
    const key = { "idempotency-key": "replay-1" };
    const answers = [
      await ask("acme", "POST", path, undefined, key),
      await ask("acme", "POST", path, undefined, key),
    ];
    expect(answers.map(({ status }) => status)).toEqual([202, 202]);
    await receiver.waitFor(6);
    const ids = receiver.received.map(({ headers }) => headers["webhook-id"]);
    expect([new Set(ids).size, ids.length]).toEqual([5, 6]);
  });

  it("of another organization are not found, whatever is asked", async () => {
    const { id } = await add();
    const sent = z
      .object({ id: z.uuid() })
      .parse(await (await ask("acme", "POST", `/v1/webhooks/${id}/test`)).json());
    const own = await add("other");
    for (const [method, path, body] of [
      ["GET", `/v1/webhooks/${id}`, undefined],
      ["PATCH", `/v1/webhooks/${id}`, { isEnabled: false }],
      ["DELETE", `/v1/webhooks/${id}`, undefined],
      ["POST", `/v1/webhooks/${id}/rotate`, undefined],
      ["POST", `/v1/webhooks/${id}/test`, undefined],
      ["GET", `/v1/webhooks/${id}/deliveries`, undefined],
      ["POST", `/v1/webhooks/${id}/deliveries/${sent.id}/replay`, undefined],
      ["POST", `/v1/webhooks/${own.id}/deliveries/${sent.id}/replay`, undefined],
      ["POST", `/v1/webhooks/${id}/replay`, { since: "2026-01-01T00:00:00Z" }],
    ] as const)
      expect([path, (await ask("other", method, path, body)).status]).toEqual([path, 404]);
    expect(receiver.received).toHaveLength(1);
  });
});

describe("reviews that open", () => {
  it("are told once for all that one file opened, to its own organization alone", async () => {
    const { id } = await add();
    await add("other");
    const { principal } = await product.addPrincipal("acme", "uploader", "person", ["uploader"]);
    await product.upload(principal, "backup-policy.md", policy);
    await receiver.waitFor(1);
    const reviews = z.looseObject({ items: z.array(z.looseObject({ id: z.uuid(), version: z.string() })) });
    const open = reviews.parse(await (await ask("acme", "GET", "/v1/reviews?limit=200")).json()).items;
    const [first] = receiver.received.map(({ body }) => JSON.parse(body));
    expect(first.data).toMatchObject({ organizationId, count: open.length, path: "/console/review" });
    expect(first.data.reviews.map((review: { reviewId: string }) => review.reviewId).toSorted()).toEqual(
      open.map((review) => review.id).toSorted(),
    );
    expect(receiver.received[0]?.body).toContain("backup-policy.md");
    expect(receiver.received[0]?.body).not.toMatch(/production databases|access rights/i);

    await product.upload(principal, "jobs.csv", jobs);
    const [review] = reviews.parse(await (await ask("acme", "GET", "/v1/reviews")).json()).items;
    const approved = await ask("acme", "POST", `/v1/reviews/${review?.id}/decision`, {
      version: review?.version,
      action: "approve",
    });
    expect(approved.status).toBe(200);
    while ((await list(id, "?limit=1&status=pending")).items.length > 0)
      await new Promise((resolve) => setTimeout(resolve, 30));
    const reasons = receiver.received
      .map(({ body }) => JSON.parse(body))
      .flatMap(({ data }) => data.reviews.flatMap((one: { reasons: string[] }) => one.reasons));
    expect(reasons).toEqual(expect.arrayContaining(["planned", "contradiction", "second_person"]));
    const named = receiver.received
      .map(({ body }) => JSON.parse(body))
      .flatMap(({ data }) => data.reviews.map((one: { reviewId: string }) => one.reviewId));
    expect(new Set(named).size).toBe(named.length);
  });
});
