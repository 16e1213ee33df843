import { Validator } from "@seriousme/openapi-schema-validator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { roles } from "../domain/principal.ts";
import { openProduct, type Product } from "../fixtures/product.fixture.ts";
import { buildApp } from "./app.ts";
import { buildOpenApi } from "./openapi.ts";
import { routes } from "./routes.ts";

const policy =
  "# Backup policy\n\nEffective: 2026-05-01\n\nBackups of production databases are completed every day and restored for a test every quarter.\n\n## Access\n\nIt is planned that access rights will be reviewed every quarter by the owners of systems.\n";

let product: Product;
let app: ReturnType<typeof buildApp>;
const keys: Record<string, string> = {};
const ids: Record<string, string> = {};

beforeAll(async () => {
  product = await openProduct({}, { WEBHOOK_ALLOW: "any" });
  app = buildApp(product.context, "0.0.0");
  for (const slug of ["acme", "other"]) {
    for (const role of roles) {
      const kind = role === "client" ? "service" : "person";
      keys[`${slug} ${role}`] = (await product.addPrincipal(slug, role, kind, [role])).key;
    }
  }
  const { principal } = await product.addPrincipal("acme", "uploader", "person", ["uploader"]);
  ids["document"] = await product.upload(principal, "backup-policy.md", policy);
  await product.upload(principal, "jobs.csv", "job,schedule\nProduction database backups,Every 7 days\n");
  const pairs = await readJson(await ask("acme reviewer", "/v1/contradictions"));
  const itemsSchema = z.object({ items: z.array(z.object({ id: z.string() })).min(1) });
  ids["contradiction"] = itemsSchema.parse(pairs).items[0]?.id ?? "";
  const reviews = await readJson(await ask("acme reviewer", "/v1/reviews"));
  const [review] = z
    .object({
      items: z.array(z.object({ id: z.string(), version: z.string(), claimId: z.string() })).min(1),
    })
    .parse(reviews).items;
  ids["review"] = review?.id ?? "";
  ids["version"] = review?.version ?? "";
  ids["claim"] = review?.claimId ?? "";
  const webhook = JSON.stringify({ url: "http://127.0.0.1:1/acme-hook" });
  const made = await readJson(await ask("acme admin", "/v1/webhooks", { method: "POST", body: webhook }));
  ids["webhook"] = z.object({ id: z.string() }).parse(made).id;
  const sent = await readJson(
    await ask("acme admin", `/v1/webhooks/${ids["webhook"]}/test`, { method: "POST" }),
  );
  ids["delivery"] = z.object({ id: z.string() }).parse(sent).id;
});
afterAll(() => product?.close());

function ask(who: string | null, path: string, init: RequestInit = {}): Promise<Response> {
  const authorization = who === null ? {} : { authorization: `Bearer ${keys[who]}` };
  return Promise.resolve(app.request(path, { ...init, headers: { ...authorization, ...init.headers } }));
}

async function readJson(answer: Response): Promise<unknown> {
  return JSON.parse(await answer.text());
}

/** The address of a route with ids of the organization acme in it. */
function fill(path: string): string {
  return path
    .replace("/documents/{id}", `/documents/${ids["document"]}`)
    .replace("{picture}", "1.png")
    .replace("/reviews/{id}", `/reviews/${ids["review"]}`)
    .replace("/claims/{claim}", `/claims/${ids["claim"]}`)
    .replace("/contradictions/{id}", `/contradictions/${ids["contradiction"]}`)
    .replace("/webhooks/{id}", `/webhooks/${ids["webhook"]}`)
    .replace("{delivery}", ids["delivery"] ?? "")
    .replace("{other}", "iso27001-2022")
    .replace("/compare", "/compare?ids=soc2-tsc-2017,iso27001-2022")
    .replace("{id}", "soc2-tsc-2017")
    .replace("{framework}", "soc2-tsc-2017");
}

const closed = routes.filter((route) => route.roles !== null);
const names = (list: typeof closed) => list.map((route) => [`${route.method} ${route.path}`, route] as const);

describe("every route", () => {
  it.each(names(closed))("%s refuses who has no key, a mistyped key or a foreign word", async (_, route) => {
    const init = { method: route.method.toUpperCase() };
    for (const headers of [
      {},
      { authorization: "Bearer eg_x" },
      { authorization: `Basic ${keys["acme client"]}` },
    ]) {
      const answer = await ask(null, fill(route.path), { ...init, headers });
      expect(answer.status).toBe(401);
      expect(answer.headers.get("content-type")).toBe("application/problem+json");
    }
  });

  it.each(names(closed))("%s refuses keys without its roles", async (_, route) => {
    const wrong = roles.filter((role) => role !== "admin" && !route.roles?.includes(role));
    for (const role of wrong) {
      const answer = await ask(`acme ${role}`, fill(route.path), { method: route.method.toUpperCase() });
      expect(answer.status).toBe(403);
    }
  });

  it.each(names(closed))("%s shows nothing of another organization", async (_, route) => {
    const role = route.roles?.[0] ?? "admin";
    const answer = await ask(`other ${role}`, fill(route.path), { method: route.method.toUpperCase() });
    const text = await answer.text();
    expect(text).not.toContain("backup-policy.md");
    expect(text).not.toContain(ids["document"]);
    expect(text).not.toContain(ids["contradiction"]);
    expect(text).not.toMatch(/acme-hook|whsec_/);
    expect(text).not.toContain(ids["delivery"]);
    if (answer.status !== 200 || !route.path.startsWith("/v1/coverage")) return;
    const { points, ...coverage } = JSON.parse(text);
    for (const { requirementsByGrade } of points ?? [coverage])
      expect(requirementsByGrade).toMatchObject({ none: 61 });
  });

  it("stays in the OpenAPI document, which a validator accepts", async () => {
    const document = JSON.parse(JSON.stringify(buildOpenApi(routes, "0.0.0")));
    const result = await new Validator().validate(document);
    expect(result.errors).toBeUndefined();
    expect(result.valid).toBe(true);
    expect(document.openapi).toBe("3.1.0");
    const listed = Object.entries(
      z.record(z.string(), z.record(z.string(), z.unknown())).parse(document.paths),
    );
    expect(
      listed
        .flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method} ${path}`))
        .toSorted(),
    ).toEqual(
      names([...routes])
        .map(([name]) => name)
        .toSorted(),
    );
  });
});

describe("the documentation page", () => {
  it("names every route and loads nothing from elsewhere", async () => {
    const text = await (await ask(null, "/docs")).text();
    for (const route of routes) expect(text).toContain(`<code>${route.path}</code>`);
    expect(text).not.toMatch(/(?:src|href)="https?:|<script/);
  });
});

describe("reads", () => {
  it("answer 304 to who has the newest state", async () => {
    const path = `/v1/documents/${ids["document"]}`;
    const etag = (await ask("acme client", path)).headers.get("etag") ?? "";
    expect((await ask("acme client", path, { headers: { "if-none-match": etag } })).status).toBe(304);
    expect((await ask("acme client", path, { headers: { "if-none-match": '"old"' } })).status).toBe(200);
  });

  it("page through a list without losing or repeating an item", async () => {
    const pageSchema = z.object({
      items: z.array(z.object({ id: z.string() })),
      nextCursor: z.string().nullable(),
    });
    const all = pageSchema.parse(await readJson(await ask("acme client", "/v1/claims?limit=200"))).items;
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: z.output<typeof pageSchema> = pageSchema.parse(
        await readJson(await ask("acme client", `/v1/claims?limit=1${cursor ? `&cursor=${cursor}` : ""}`)),
      );
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toEqual(all.map(({ id }) => id));
  });

  it.each(["limit=0", "limit=x", "limit=201", "cursor=nonsense", "documentId=7", "grade=best"])(
    "refuse %s and name the field",
    async (query) => {
      const answer = await ask("acme client", `/v1/claims?${query}`);
      expect(answer.status).toBe(400);
      expect(await readJson(answer)).toMatchObject({ code: "invalid_input", status: 400 });
    },
  );

  it("answer 404 for what is not there, also in another organization", async () => {
    const path = `/v1/documents/${ids["document"]}`;
    expect((await ask("other client", path)).status).toBe(404);
    expect((await ask("acme client", "/v1/coverage/unknown")).status).toBe(404);
    expect((await ask(null, "/nowhere")).status).toBe(404);
  });
});

describe("an upload", () => {
  const send = (content: string, headers: Record<string, string> = {}, field = "file") => {
    const form = new FormData();
    form.set(field, new Blob([content]), "note.md");
    return ask("acme uploader", "/v1/documents", { method: "POST", body: form, headers });
  };

  it("of the same bytes is the same document: first 201, then 200", async () => {
    const [first, second] = [await send("# Note\n\nOne."), await send("# Note\n\nOne.")];
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(z.object({ id: z.string() }).parse(await readJson(second)).id).toBe(
      z.object({ id: z.string() }).parse(await readJson(first)).id,
    );
  });

  it("sent again under its Idempotency-Key gets its first answer; other bytes are refused", async () => {
    const key = { "idempotency-key": "note-1" };
    const first = await send("# Note\n\nTwo.", key);
    const again = await send("# Note\n\nTwo.", key);
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(await again.text()).toBe(await first.text());
    expect((await send("# Note\n\nThree.", key)).status).toBe(422);
  });

  it("twice at once under one key makes one document", async () => {
    const key = { "idempotency-key": "note-2" };
    const answers = await Promise.all([send("# Note\n\nFour.", key), send("# Note\n\nFour.", key)]);
    const statuses = answers.map(({ status }) => status).toSorted();
    expect([
      [201, 201],
      [201, 409],
    ]).toContainEqual(statuses);
  });

  it("without a file, without a form and beyond the limit is refused with what to do", async () => {
    expect((await send("x", {}, "other")).status).toBe(400);
    expect((await ask("acme uploader", "/v1/documents", { method: "POST", body: "{}" })).status).toBe(400);
    const big = await send("x".repeat(product.config.uploadLimitBytes + 1));
    expect(big.status).toBe(413);
    expect(await readJson(big)).toMatchObject({ code: "too_large" });
  });

  it("of a name that climbs out of its folder keeps the last part only", async () => {
    const form = new FormData();
    form.set("file", new Blob(["# Note\n\nFive."]), "../../etc/passwd.md");
    const answer = await ask("acme uploader", "/v1/documents", { method: "POST", body: form });
    expect(await readJson(answer)).toMatchObject({ fileName: "passwd.md" });
  });
});

describe("a decision", () => {
  const decide = (who: string, body: Record<string, unknown>) =>
    ask(who, `/v1/reviews/${ids["review"]}/decision`, {
      method: "POST",
      body: JSON.stringify({ version: ids["version"], ...body }),
      headers: { "content-type": "application/json" },
    });

  it("takes the decider from the key: a body that names one is refused", async () => {
    expect((await decide("acme reviewer", { action: "approve", principalId: "me" })).status).toBe(400);
  });

  it("of another organization's reviewer finds no such review", async () => {
    expect((await decide("other reviewer", { action: "approve" })).status).toBe(404);
  });

  it("taken by two people at once counts once", async () => {
    const answers = await Promise.all([
      decide("acme reviewer", { action: "approve" }),
      decide("acme reviewer", { action: "approve" }),
    ]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
  });
});
