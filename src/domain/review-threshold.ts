// The review threshold: how sure a claim has to be to go unseen, proven on randomly drawn labels.
import { countTrialsNeeded, findLowerTail, findUpperBound } from "./binomial.ts";

/** One in twenty proofs may be wrong. */
export const doubt = 0.05;

/** A loosening tests at most so many thresholds: each one is a chance to be stopped by bad luck. */
const mostSteps = 20;
/** The first threshold tested forgives up to so many errors, once three fifths of the sample make room for it. */
const forgiven = 2;
const firstShare = 0.6;

export type Scored = { probability: number; isRight: boolean };

export type ThresholdProof = {
  threshold: number;
  /** Randomly drawn labels at or above the threshold, and how many of them are wrong. */
  accepted: number;
  errors: number;
  /** At most this share is wrong, with 95 % confidence. */
  bound: number;
};

/**
 * Fixed-sequence testing (Bauer 1991; Angelopoulos et al. 2021, "Learn then test"): thresholds from strict to loose, each
 * accepted while P[Bin(accepted, target) ≤ errors] ≤ .05, stopped by the first that is not. As the order is fixed by the
 * probabilities before any answer is looked at, all tests together err in at most one run of twenty. Where the walk
 * starts and which thresholds it visits depends on counts alone, for the same reason.
 * @returns the loosest proven threshold; null while nothing is proven.
 */
export function findThreshold(sample: readonly Scored[], target: number): ThresholdProof | null {
  const sorted = sample.toSorted((a, b) => b.probability - a.probability);
  const errorsUpTo = [0];
  for (const { isRight } of sorted) errorsUpTo.push((errorsUpTo.at(-1) ?? 0) + Number(!isRight));
  let proof: ThresholdProof | null = null;
  for (const accepted of listCuts(sorted, target)) {
    const errors = errorsUpTo[accepted] ?? 0;
    if (findLowerTail(accepted, target, errors) > doubt) break;
    const threshold = sorted[accepted - 1]?.probability ?? 1;
    proof = { threshold, accepted, errors, bound: findUpperBound(accepted, errors, doubt) };
  }
  return proof;
}

/** How many labels the first threshold has to accept: 29 for a target of .10, 59 for .05; more of a larger sample. */
function countFirst(total: number, target: number): number {
  let first = countTrialsNeeded(target, 0, doubt);
  for (let errors = 1; errors <= forgiven; errors += 1) {
    const needed = countTrialsNeeded(target, errors, doubt);
    if (needed <= total * firstShare) first = needed;
  }
  return first;
}

/** Numbers of accepted labels to test; labels of one probability are accepted together. */
function listCuts(sorted: readonly Scored[], target: number): number[] {
  const total = sorted.length;
  const step = Math.max(1, Math.ceil(total / mostSteps));
  const cuts = new Set<number>();
  for (let wanted = countFirst(total, target); wanted <= total; wanted += step) {
    let cut = wanted;
    while (cut < total && sorted[cut]?.probability === sorted[cut - 1]?.probability) cut += 1;
    cuts.add(cut);
  }
  if (cuts.size > 0) cuts.add(total);
  return [...cuts];
}

/** How many more right labels at or above a threshold would prove the target there, were no further one wrong. */
export function countCleanNeeded(
  sample: readonly Scored[],
  threshold: number,
  target: number,
): { accepted: number; errors: number; needed: number } {
  const accepted = sample.filter(({ probability }) => probability >= threshold);
  const errors = accepted.filter(({ isRight }) => !isRight).length;
  const needed = Math.max(0, countTrialsNeeded(target, errors, doubt) - accepted.length);
  return { accepted: accepted.length, errors, needed };
}
