// Fits the scorer's weights on rows with point labels.
import type { Analyser } from "../src/domain/analyser.ts";
import { fitScorer, type Scorer } from "../src/domain/scorer.ts";
import type { Embedder } from "../src/engines/embedder.ts";
import type { Row } from "./dataset.ts";

const depth = 20;

/** Every one of a row's first twenty points is an example; rows that prove nothing give only wrong ones. */
export async function fitFromRows(
  rows: readonly Row[],
  analyser: Analyser,
  embedder: Embedder,
): Promise<Scorer> {
  const labelled = rows.filter((row) => row.points !== undefined);
  const vectors = await embedder.embed(
    labelled.map((row) => [row.title ?? "", row.text].filter(Boolean).join("\n")),
  );
  const examples = labelled.flatMap((row, index) => {
    const query = { heading: row.title ?? "", text: row.text, vector: vectors[index] ?? [] };
    return analyser.rankPoints(query, row.kind ?? null, depth).map(({ pointId, features }) => ({
      features,
      isRight: row.points?.includes(pointId) ?? false,
    }));
  });
  return fitScorer(examples, { version: "fitted" });
}
