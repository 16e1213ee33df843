// Fits the scorer's weights on rows with point labels, and says how far its probabilities can be believed.
import type { Analyser } from "../src/domain/analyser.ts";
import type { Features } from "../src/domain/claim.ts";
import { measureReliability } from "../src/domain/reliability.ts";
import type { Scored } from "../src/domain/review-threshold.ts";
import { builtInScorer, findProbability, fitScorer, type Scorer } from "../src/domain/scorer.ts";
import type { Embedder } from "../src/engines/embedder.ts";
import type { Row } from "./dataset.ts";

const depth = 20;
const folds = 5;

type Example = { fold: number; features: Features; isRight: boolean };

/** @returns the fitted scorer, and the calibration of scorers that never saw the rows they are measured on. */
export async function fitFromRows(rows: readonly Row[], analyser: Analyser, embedder: Embedder) {
  const examples = await buildExamples(rows, analyser, embedder);
  const guess = (scorer: Scorer, one: Example): Scored => ({
    probability: findProbability(scorer, one.features),
    isRight: one.isRight,
  });
  const unseen = Array.from({ length: folds }, (_, fold) => {
    const others = examples.filter((example) => example.fold !== fold);
    const scorer = fitScorer(others, { version: `without fold ${fold}` });
    return examples.filter((example) => example.fold === fold).map((one) => guess(scorer, one));
  }).flat();
  return {
    examples: examples.length,
    right: examples.filter(({ isRight }) => isRight).length,
    crossValidated: describeFit(unseen),
    builtIn: describeFit(examples.map((one) => guess(builtInScorer, one))),
    scorer: fitScorer(examples, { version: "fitted" }),
  };
}

/** Every one of a row's first twenty points is an example; rows that prove nothing give only wrong ones. */
async function buildExamples(
  rows: readonly Row[],
  analyser: Analyser,
  embedder: Embedder,
): Promise<Example[]> {
  const labelled = rows.filter((row) => row.points !== undefined);
  const vectors = await embedder.embed(
    labelled.map((row) => [row.title ?? "", row.text].filter(Boolean).join("\n")),
  );
  return labelled.flatMap((row, index) => {
    const query = { heading: row.title ?? "", text: row.text, vector: vectors[index] ?? [] };
    return analyser.rankPoints(query, row.kind ?? null, depth).map(({ pointId, features }) => ({
      fold: index % folds,
      features,
      isRight: row.points?.includes(pointId) ?? false,
    }));
  });
}

function describeFit(guesses: readonly Scored[]): { brier: number; ece: number } {
  const { brier, ece } = measureReliability(guesses);
  return { brier, ece };
}
