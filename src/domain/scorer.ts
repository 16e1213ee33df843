// From observable features to a probability: logistic regression with weights fitted by `npm run eval -- --fit`.
import { z } from "zod";
import type { Features } from "./claim.ts";

/** Names of the features, in the order in which the weights stand. */
export const featureNames = [
  "lexical",
  "dense",
  "cosine",
  "margin",
  "topRank",
  "keywordHits",
  "statementOverlap",
  "headingMatch",
  "kindFit",
  "natureFit",
  "quoteMatch",
  "agreed",
  "doubted",
] as const;
export type FeatureName = (typeof featureNames)[number];

export const scorerSchema = z.object({
  version: z.string(),
  bias: z.number(),
  weights: z.record(z.enum(featureNames), z.number()),
});
export type Scorer = z.infer<typeof scorerSchema>;

/** The built-in scorer; its version stands with every claim that it scored. */
export const builtInScorer: Scorer = {
  version: "3",
  bias: -6.29,
  weights: {
    lexical: 0.67,
    dense: 0.35,
    cosine: 0.76,
    margin: 0.09,
    topRank: 1.14,
    keywordHits: 0.99,
    statementOverlap: -0.28,
    headingMatch: 0.05,
    kindFit: 1.24,
    natureFit: -0.88,
    quoteMatch: 3.19,
    // By hand, until decisions on claims of a model can be fitted: the word of judge and sceptic, but not alone.
    agreed: 1.5,
    doubted: -2,
  },
};

/** Probability that a candidate is right. Features that are missing count as 0. */
export function findProbability(scorer: Scorer, features: Features): number {
  let sum = scorer.bias;
  for (const name of featureNames) sum += scorer.weights[name] * (features[name] ?? 0);
  return 1 / (1 + Math.exp(-sum));
}

/**
 * Fits a scorer by gradient descent on the log loss with an L2 penalty (weights, not the bias).
 * Features are standardized inside, so that one step size serves all.
 */
export function fitScorer(
  examples: readonly { features: Features; isRight: boolean; weight?: number }[],
  settings: { version: string; penalty?: number; steps?: number },
): Scorer {
  const { penalty = 1, steps = 3000 } = settings;
  const columns = featureNames.map((name) => examples.map((example) => example.features[name] ?? 0));
  const means = columns.map((column) => average(column));
  const deviations = columns.map(
    (column, index) => Math.sqrt(average(column.map((v) => (v - (means[index] ?? 0)) ** 2))) || 1,
  );
  const rows = examples.map((_, row) =>
    columns.map((column, index) => ((column[row] ?? 0) - (means[index] ?? 0)) / (deviations[index] ?? 1)),
  );
  const weights = new Float64Array(featureNames.length);
  let bias = 0;
  const total = examples.reduce((sum, example) => sum + (example.weight ?? 1), 0);
  for (let step = 0; step < steps; step += 1) {
    const gradient = new Float64Array(featureNames.length);
    let biasGradient = 0;
    rows.forEach((row, index) => {
      const guess =
        1 / (1 + Math.exp(-row.reduce((sum, value, at) => sum + value * (weights[at] ?? 0), bias)));
      const error = (guess - (examples[index]?.isRight ? 1 : 0)) * (examples[index]?.weight ?? 1);
      biasGradient += error;
      row.forEach((value, at) => {
        gradient[at] = (gradient[at] ?? 0) + error * value;
      });
    });
    bias -= biasGradient / total;
    weights.forEach((weight, at) => {
      weights[at] = weight - ((gradient[at] ?? 0) + penalty * weight) / total;
    });
  }
  const raw = featureNames.map((_, at) => (weights[at] ?? 0) / (deviations[at] ?? 1));
  return {
    version: settings.version,
    bias: bias - raw.reduce((sum, weight, at) => sum + weight * (means[at] ?? 0), 0),
    weights: Object.fromEntries(featureNames.map((name, at) => [name, raw[at] ?? 0])) as Scorer["weights"],
  };
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
