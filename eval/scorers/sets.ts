// Precision, recall and F1 of found sets against right sets, counted over all rows together (micro average).

export type SetScore = { found: number; right: number; hits: number };

export function countSets(rows: readonly { found: readonly string[]; right: readonly string[] }[]): SetScore {
  const score = { found: 0, right: 0, hits: 0 };
  for (const row of rows) {
    const right = new Set(row.right);
    score.found += new Set(row.found).size;
    score.right += right.size;
    score.hits += [...new Set(row.found)].filter((one) => right.has(one)).length;
  }
  return score;
}

export function describeSets({ found, right, hits }: SetScore) {
  const precision = found === 0 ? 0 : hits / found;
  const recall = right === 0 ? 0 : hits / right;
  const f1 = hits === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  return { precision, recall, f1 };
}
