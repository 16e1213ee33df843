import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { openProduct, type Product } from "../fixtures/product.fixture.ts";
import { buildApp } from "./app.ts";
import { frameworkSchema, pointAnswerSchema } from "./frameworks.ts";

let product: Product;
let ask: (path: string) => Promise<unknown>;

beforeAll(async () => {
  product = await openProduct();
  const app = buildApp(product.context, "0.0.0");
  const { key } = await product.addPrincipal("acme", "Ada", "person", ["client"]);
  ask = async (path) => {
    const answer = await app.request(path, { headers: { authorization: `Bearer ${key}` } });
    expect(answer.status).toBe(200);
    return answer.json();
  };
});
afterAll(() => product?.close());

describe("frameworks over HTTP", () => {
  it("tell every point that a requirement is linked to, without the words that it is searched by", async () => {
    const { requirements } = frameworkSchema.parse(await ask("/v1/frameworks/iso27001-2022"));
    const answer = z
      .object({ items: z.array(z.looseObject(pointAnswerSchema.shape)) })
      .parse(await ask("/v1/frameworks/iso27001-2022/points"));
    const linked = new Set(requirements.flatMap(({ links }) => links.map(({ point }) => point)));
    expect(new Set(answer.items.map(({ id }) => id))).toEqual(linked);
    expect(answer.items.filter((point) => "keywords" in point)).toEqual([]);
  });
});
