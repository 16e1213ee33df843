// How high the right requirements stand when a passage is matched to a whole framework.
import type { Analyser } from "../../src/domain/analyser.ts";
import { listComparable } from "../../src/domain/catalogue.ts";
import type { Embedder } from "../../src/engines/embedder.ts";
import type { Row } from "../dataset.ts";
import { findMean, findNdcg, findRecall } from "../scorers/ranking.ts";

export type MatchFigures = {
  rows: number;
  recallAt5: number;
  recallAt10: number;
  recallAt20: number;
  ndcgAt10: number;
};

/** The figures of each framework that rows have labels of, by its id. */
export async function measureEachFramework(
  rows: readonly Row[],
  analyser: Analyser,
  embedder: Embedder,
): Promise<Record<string, MatchFigures>> {
  const found: Record<string, MatchFigures> = {};
  for (const id of [...new Set(rows.map(({ framework }) => framework))].toSorted()) {
    const own = rows.filter(({ framework }) => framework === id);
    found[id] = await measureMatch(own, analyser, embedder);
  }
  return found;
}

/** Rows without labels and of frameworks that are not in the catalogue are left out. */
export async function measureMatch(
  rows: readonly Row[],
  analyser: Analyser,
  embedder: Embedder,
): Promise<MatchFigures> {
  const frameworks = new Map(
    listComparable(analyser.catalogue).map((framework) => [framework.id, framework]),
  );
  const usable = rows.flatMap((row) => {
    const framework = frameworks.get(row.framework);
    return framework && row.labels.length > 0 ? [{ row, framework }] : [];
  });
  const vectors = await embedder.embed(
    usable.map(({ row }) => [row.title ?? "", row.text].filter(Boolean).join("\n")),
  );
  const ranked = usable.map(({ row, framework }, index) => {
    const query = { heading: row.title ?? "", text: row.text, vector: vectors[index] ?? [] };
    const found = analyser.rankRequirements(framework, query, 20).map((one) => one.requirementId);
    return { found, right: row.labels };
  });
  const mean = (score: (found: readonly string[], right: readonly string[]) => number) =>
    findMean(ranked.map(({ found, right }) => score(found, right)));
  return {
    rows: usable.length,
    recallAt5: mean((found, right) => findRecall(found, right, 5)),
    recallAt10: mean((found, right) => findRecall(found, right, 10)),
    recallAt20: mean((found, right) => findRecall(found, right, 20)),
    ndcgAt10: mean((found, right) => findNdcg(found, right, 10)),
  };
}
