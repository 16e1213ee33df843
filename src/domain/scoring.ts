// What makes a probability of a claim's features, and how high it has to be: dated, so that the past stays as it was.
import type { Claim } from "./claim.ts";
import { findProbability, type Scorer } from "./scorer.ts";

/** Holds from `since` until the next one of the same organization and source. */
export type Scoring = { since: Date; scorer: Scorer; threshold: number };
export type SourceScoring = Scoring & { source: string };

/** Who infers: what one analyser, model or prompt gets right says nothing of what another one will. */
export function nameSource(
  claim: Pick<Claim, "analyser" | "analyserVersion" | "model" | "promptVersion">,
): string {
  return [claim.analyser, claim.analyserVersion, claim.model, claim.promptVersion].filter(Boolean).join(" ");
}

export function findNewestScoring(
  scorings: readonly SourceScoring[],
  claim: Parameters<typeof nameSource>[0],
): Scoring | undefined {
  const source = scorings.length > 0 ? nameSource(claim) : "";
  return scorings.findLast((one) => one.source === source);
}

export type Score = { probability: number; threshold: number };

/**
 * The score of a claim at a moment: by the newest scoring of its source, else as it was stored.
 * @param scorings of the claim's source, oldest first.
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
