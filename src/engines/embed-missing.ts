// Vectors of texts by their hash: those that are stored already, and new ones for the rest.
import { createHash } from "node:crypto";
import type { Embedder } from "./embedder.ts";

export type KeptVector = { sha256: string; vector: Float32Array };

/** Vectors by text, and which of them are new. Throws what the embedder throws. */
export async function embedMissing(
  texts: readonly string[],
  embedder: Embedder,
  stored: ReadonlyMap<string, Float32Array>,
): Promise<{ vectors: Map<string, Float32Array>; added: KeptVector[] }> {
  const hashed = texts.map((text) => ({ text, sha256: createHash("sha256").update(text).digest("hex") }));
  const missing = hashed.filter(({ sha256 }) => !stored.has(sha256));
  const embedded = await embedder.embed(missing.map(({ text }) => text));
  const added = missing.flatMap(({ sha256 }, index) => {
    const vector = embedded[index];
    return vector ? [{ sha256, vector }] : [];
  });
  const known = new Map([...stored, ...added.map(({ sha256, vector }) => [sha256, vector] as const)]);
  const vectors = hashed.flatMap(({ text, sha256 }) => {
    const vector = known.get(sha256);
    return vector ? [[text, vector] as const] : [];
  });
  return { vectors: new Map(vectors), added };
}
