import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { openProduct, type Product } from "../fixtures/product.fixture.ts";
import { buildApp } from "../http/app.ts";
import { getDocument } from "./list-evidence.ts";

const policy =
  "# Lamp and backup policy\n\nEffective: 2026-05-01\n\nThe harbour master checks every quay lamp each evening and signs the lamp book.\n\nBackups of production databases are completed every day and restored for a test every quarter.\n";
const table =
  "id,title,group,statement,nature,keywords\nQ-1,Quay lamps,Quay,Every quay lamp is checked each evening.,design,quay lamp;lamp book;harbour master;evening check\nQ-2,Ropes,Quay,Mooring ropes are replaced each year.,operation,mooring rope;rope store\n";
const controls =
  "id,title,statement,nature\nCP-9,System backup,Copies of the system are made at set intervals.,operation\n";

let product: Product;
let app: ReturnType<typeof buildApp>;
let documentId: string;
const keys: Record<string, string> = {};
let organizationId: string;

beforeAll(async () => {
  product = await openProduct();
  app = buildApp(product.context, "0.0.0");
  const { principal, key } = await product.addPrincipal("acme", "Ada", "person", ["uploader", "reviewer"]);
  keys["ada"] = key;
  organizationId = principal.organizationId;
  keys["eve"] = (await product.addPrincipal("other", "Eve", "person", ["reviewer"])).key;
  documentId = await product.upload(principal, "lamps.md", policy);
});
afterAll(() => product?.close());

async function ask(who: string, path: string, init: RequestInit = {}) {
  const headers = { authorization: `Bearer ${keys[who]}`, ...init.headers };
  const answer = await app.request(path, { ...init, headers });
  return { status: answer.status, body: JSON.parse(await answer.text()) };
}

function send(files: Record<string, string>, fields: Record<string, string> = {}, who = "ada") {
  const form = new FormData();
  for (const [name, text] of Object.entries(files)) form.append("file", new Blob([text]), name);
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return ask(who, "/v1/frameworks", { method: "POST", body: form });
}

async function settle(): Promise<void> {
  while ((await getDocument(product.context, organizationId, documentId)).stage !== "done")
    await new Promise((resolve) => setTimeout(resolve, 50));
}

const listClaims = async (query: string) =>
  z
    .object({ items: z.array(z.looseObject({ id: z.string(), pointId: z.string(), grade: z.string() })) })
    .parse((await ask("ada", `/v1/claims?limit=200${query}`)).body).items;

describe("a framework of one's own", () => {
  it("comes in as a table, and documents that were there already are assessed for it", async () => {
    const before = await listClaims("");
    const imported = await send(
      { "quay.csv": table },
      { id: "quay", title: "Quay rules", publisher: "The port" },
    );
    expect(imported).toMatchObject({
      status: 201,
      body: { frameworkId: "quay", requirementCount: 2, pointCount: 2, isNew: true, assessing: 1 },
    });
    await settle();
    const found = await listClaims("&frameworkId=quay");
    expect(found.map(({ pointId }) => pointId)).toEqual([expect.stringContaining("q-1")]);
    const ids = (claims: { id: string }[]) => claims.map(({ id }) => id).toSorted();
    expect(ids(await listClaims("")), "claims for other frameworks stay the same ones").toEqual(
      ids([...before, ...found]),
    );
    const { body } = await ask("ada", "/v1/coverage/quay");
    expect([body.total, body.links]).toEqual([2, { authored: 0, published: 2, expertReviewed: 0 }]);
  });

  it("twice is the same, changed replaces it, and what a person decided stays", async () => {
    const again = await send(
      { "quay.csv": table },
      { id: "quay", title: "Quay rules", publisher: "The port" },
    );
    expect(again).toMatchObject({ status: 200, body: { isNew: false, assessing: 0 } });
    const [claim] = await listClaims("&frameworkId=quay");
    const reviews = (await ask("ada", "/v1/reviews?limit=200")).body.items;
    const review = reviews.find(({ claimId }: { claimId: string }) => claimId === claim?.id);
    const decided = await ask("ada", `/v1/reviews/${review.id}/decision`, {
      method: "POST",
      body: JSON.stringify({ version: review.version, action: "approve" }),
      headers: { "content-type": "application/json" },
    });
    expect(decided.body.grade.grade).toBe("reviewed");
    const changed = await send(
      { "quay.csv": `${table}Q-3,Gulls,Quay,Gulls are counted.,operation,gull count\n` },
      { id: "quay" },
    );
    expect(changed).toMatchObject({ status: 201, body: { requirementCount: 3, assessing: 1 } });
    await settle();
    const [after] = await listClaims("&frameworkId=quay");
    expect([after?.id, after?.grade]).toEqual([claim?.id, "reviewed"]);
  });

  it("shows at once, for a control of SP 800-53, the evidence on built-in points that name it", async () => {
    expect((await send({ "controls.csv": controls }, { id: "ours" })).status).toBe(201);
    await settle();
    const { requirements } = (await ask("ada", "/v1/coverage/ours")).body;
    expect(
      requirements[0].points.filter(({ required }: { required: boolean }) => !required).length,
    ).toBeGreaterThan(0);
    const crosswalk = (await ask("ada", "/v1/frameworks/ours/crosswalk/iso27001-2022")).body;
    expect(crosswalk.requirements[0].related.map(({ to }: { to: string }) => to)).toContain("A.8.13");
  });

  it("is nobody else's", async () => {
    expect((await ask("eve", "/v1/frameworks/quay")).status).toBe(404);
    expect((await ask("eve", "/v1/coverage/quay")).status).toBe(404);
    expect(JSON.stringify((await ask("eve", "/v1/frameworks")).body)).not.toContain("quay");
    expect((await ask("eve", "/v1/frameworks/quay", { method: "DELETE" })).status).toBe(404);
  });

  it.each<[string, Record<string, string>, Record<string, string>, number, RegExp]>([
    ["the id of a built-in one", { "a.csv": table }, { id: "gdpr" }, 409, /is built in/],
    ["a table without titles", { "a.csv": "id,statement\nA,B\n" }, {}, 400, /title/],
    ["JSON that is no OSCAL", { "a.json": '{"catalog":7}' }, {}, 400, /catalog/],
    ["a picture", { "a.png": "\u0089PNG\r\n\u001a\n\u0000\u0000" }, {}, 400, /cannot be imported/],
    ["an unknown field", { "a.csv": table }, { colour: "red" }, 400, /Its fields are file, id, title/],
    ["nothing", {}, { id: "x" }, 400, /field named `file`/],
  ])("is refused as %s", async (_, files, fields, status, said) => {
    const answer = await send(files, fields);
    expect([answer.status, answer.body.detail]).toEqual([status, expect.stringMatching(said)]);
  });

  it("leaves as an OSCAL catalog that comes in again as what it was", async () => {
    const catalog = (await ask("ada", "/v1/frameworks/quay/oscal")).body;
    const back = await send({ "quay.json": JSON.stringify(catalog) }, { id: "quay-again" });
    expect(back).toMatchObject({ status: 201, body: { requirementCount: 3, pointCount: 3 } });
    await settle();
    const mapping = (await ask("ada", "/v1/frameworks/soc2-tsc-2017/crosswalk/iso27001-2022/oscal")).body;
    expect(mapping["mapping-collection"].mappings[0].maps.length).toBeGreaterThan(50);
    expect((await ask("ada", "/v1/frameworks/quay/crosswalk/gdpr/oscal")).body.detail).toMatch(
      /share no point/,
    );
  });

  it("goes when it is removed; its claims stay in the history and serve nothing", async () => {
    expect((await ask("ada", "/v1/frameworks/quay", { method: "DELETE" })).status).toBe(200);
    expect((await ask("ada", "/v1/coverage/quay")).status).toBe(404);
    expect((await ask("ada", "/v1/frameworks/quay", { method: "DELETE" })).status).toBe(404);
  });
});
