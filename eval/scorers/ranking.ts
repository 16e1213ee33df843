// Scores of a ranked list against the labels that are right, all of equal worth.

/** Share of the right ones among the first `k`. */
export function findRecall(ranked: readonly string[], right: readonly string[], k: number): number {
  const top = new Set(ranked.slice(0, k));
  return right.filter((label) => top.has(label)).length / right.length;
}

/** nDCG at `k` with binary relevance (Järvelin and Kekäläinen, 2002). */
export function findNdcg(ranked: readonly string[], right: readonly string[], k: number): number {
  const wanted = new Set(right);
  const gain = ranked
    .slice(0, k)
    .reduce((sum, label, index) => sum + (wanted.has(label) ? 1 / Math.log2(index + 2) : 0), 0);
  const ideal = Array.from({ length: Math.min(k, wanted.size) }, (_, index) => 1 / Math.log2(index + 2));
  return gain / ideal.reduce((sum, value) => sum + value, 0);
}

export function findMean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
