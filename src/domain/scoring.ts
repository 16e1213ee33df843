// What makes a probability of a claim's features, and how high it has to be: dated, so that the past stays as it was.
import type { Claim } from "./claim.ts";
import { findProbability, type Scorer } from "./scorer.ts";

/** Holds from `since` until the next one of the same organization. */
export type Scoring = { since: Date; scorer: Scorer; threshold: number };

export type Score = { probability: number; threshold: number };

/**
 * The score of a claim at a moment: by the newest scoring of its organization, else as it was stored.
 * @param scorings oldest first.
 */
export function findScore(
  claim: Pick<Claim, "features" | "probability" | "threshold">,
  scorings: readonly Scoring[],
  asOf: Date,
): Score {
  const scoring = scorings.findLast(({ since }) => since <= asOf);
  if (!scoring) return { probability: claim.probability, threshold: claim.threshold };
  return { probability: findProbability(scoring.scorer, claim.features), threshold: scoring.threshold };
}
