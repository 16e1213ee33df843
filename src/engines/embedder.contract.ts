// What every embedder must do.
import { expect, it } from "vitest";
import type { Embedder } from "./embedder.ts";

export function describeEmbedder(get: () => Embedder): void {
  it("gives a unit vector for every text, in order, empty texts too", async () => {
    const embedder = get();
    const vectors = await embedder.embed(["Backups are tested.", "", "MFA is on."]);
    expect(vectors.map((vector) => vector.length)).toEqual(Array(3).fill(embedder.dimensions));
    for (const vector of vectors) expect(Math.hypot(...vector)).toBeCloseTo(1, 4);
  });

  it("gives the same vector for the same text, alone or among others", async () => {
    const others = Array.from({ length: 20 }, (_, index) => `Text number ${index} `.repeat(1 + (index % 5)));
    const [alone] = await get().embed(["Backups are tested."]);
    const among = (await get().embed([...others, "Backups are tested."])).at(-1);
    expect(Math.max(...(alone ?? []).map((value, at) => Math.abs(value - (among?.[at] ?? 9))))).toBeLessThan(
      1e-5,
    );
  });

  it("tells its progress up to the end, and embeds nothing when asked for nothing", async () => {
    const seen: number[] = [];
    await get().embed(["one", "two", "three"], (done) => seen.push(done));
    expect(seen.at(-1)).toBe(3);
    expect(await get().embed([])).toEqual([]);
  });
}
