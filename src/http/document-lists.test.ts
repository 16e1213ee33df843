import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { openProduct, type Product } from "../fixtures/product.fixture.ts";
import { buildApp } from "./app.ts";

let product: Product;
let app: ReturnType<typeof buildApp>;
let key: string;
const ids: string[] = [];

const policy = (days: number) =>
  `# Access policy\n\nMulti-factor authentication is required for all remote access. Access is removed within ${days} days.\n`;

beforeAll(async () => {
  product = await openProduct();
  app = buildApp(product.context, "0.0.0");
  const ada = await product.addPrincipal("acme", "Ada", "person", ["uploader", "reviewer"]);
  ({ key } = ada);
  ids.push(await product.upload(ada.principal, "Access-Policy_100%.md", policy(1)));
  ids.push(await product.upload(ada.principal, "empty.md", "\n\n"));
  ids.push(await product.upload(ada.principal, "access-policy-old.md", policy(2)));
});
afterAll(() => product?.close());

const listSchema = z.object({
  items: z.array(
    z.looseObject({
      id: z.string(),
      claimsByGrade: z.record(z.string(), z.number()),
      uploadedByName: z.string(),
    }),
  ),
  nextCursor: z.string().nullable(),
});

async function ask(path: string, init: RequestInit = {}) {
  const headers = { authorization: `Bearer ${key}`, ...init.headers };
  const answer = await app.request(path, { ...init, headers });
  return z.looseObject({}).parse(await answer.json());
}

async function list(query: string) {
  return listSchema.parse(await ask(`/v1/documents${query}`));
}
const listIds = async (query: string) => (await list(query)).items.map(({ id }) => id);

describe("the list of documents", () => {
  it("is told by words of the name or title, by kind and by state, and never by patterns", async () => {
    const [first = "", empty = "", old = ""] = ids;
    expect(await listIds("?words=ACCESS")).toEqual([first, old]);
    expect(await listIds("?words=100%25")).toEqual([first]);
    expect(await listIds("?words=_OLD")).toEqual([]);
    expect(await listIds("?state=failed")).toEqual([empty]);
    expect(await listIds("?state=done&kind=policy&words=old")).toEqual([old]);
    expect(await listIds("?state=working")).toEqual([]);
  });

  it("goes through all of them newest first, page by page", async () => {
    const seen: string[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page = await list(`?order=newest&limit=1${cursor === "" ? "" : `&cursor=${cursor}`}`);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(ids.toReversed());
  });

  it("counts the claims of a document grade by grade, as they stand, and says who uploaded it", async () => {
    const { items } = await list("?words=100");
    const claims = z
      .object({ items: z.array(z.object({ grade: z.string() })) })
      .parse(await ask(`/v1/claims?documentId=${ids[0]}&limit=200`));
    const counts: Record<string, number> = {};
    for (const { grade } of claims.items) counts[grade] = (counts[grade] ?? 0) + 1;
    expect(claims.items.length).toBeGreaterThan(0);
    expect(items).toMatchObject([{ uploadedByName: "Ada", claimsByGrade: counts }]);
  });

  it("is summed up by states", async () => {
    expect(await ask("/v1/documents/summary")).toMatchObject({
      total: 3,
      working: 0,
      waiting: 0,
      failed: 1,
      done: 2,
    });
  });

  it("tells of one document all its versions", async () => {
    await ask(`/v1/documents/${ids[0]}`, {
      method: "PATCH",
      body: JSON.stringify({ supersedes: ids[2] }),
      headers: { "content-type": "application/json" },
    });
    const detail = z
      .looseObject({
        versions: z.array(z.looseObject({ id: z.string(), supersededAt: z.string().nullable() })),
      })
      .parse(await ask(`/v1/documents/${ids[2]}`));
    expect(detail.versions.map(({ id, supersededAt }) => [id, supersededAt === null])).toEqual([
      [ids[0], true],
      [ids[2], false],
    ]);
  });
});
