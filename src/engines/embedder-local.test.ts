import { afterAll, describe, expect, it } from "vitest";
import { dot } from "../domain/ranking.ts";
import { describeEmbedder } from "./embedder.contract.ts";
import { buildLocalEmbedder } from "./embedder-local.ts";

const embedder = buildLocalEmbedder();
afterAll(() => embedder.close());

describe("the local embedder", () => {
  describeEmbedder(() => embedder);

  it("puts texts of one meaning nearer than texts of two", async () => {
    const [a, b, c] = await embedder.embed([
      "Two-factor login is required for every employee.",
      "All staff must use multi-factor authentication to sign in.",
      "The fire extinguishers are inspected every year.",
    ]);
    if (!a || !b || !c) return expect.unreachable();
    expect(dot(a, b)).toBeGreaterThan(dot(a, c) + 0.1);
  });
});
