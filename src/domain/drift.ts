// Drift: more of the newest randomly drawn claims are wrong than was promised.
import { findUpperTail } from "./binomial.ts";
import type { Scored } from "./review-threshold.ts";

const longestRun = 40;
const fewestErrors = 3;
/**
 * A run of every length up to forty is looked at again and again, so each is held to less than .05. Simulated over 300
 * labels: an error rate of half the target raises a false alarm in 5 % of runs, which costs work and no promise;
 * three times the target is found after 16 labels (median; 39 in nine of ten runs) for a target of .10.
 */
const level = 0.003;

export type Drift = { errors: number; labels: number };

/**
 * The run of newest labels at or above the threshold that the target explains worst, when it does not explain it.
 * @param sample in the order in which the claims were drawn.
 */
export function findDrift(sample: readonly Scored[], threshold: number, target: number): Drift | null {
  const newest = sample
    .filter(({ probability }) => probability >= threshold)
    .slice(-longestRun)
    .toReversed();
  let errors = 0;
  let worst = level;
  let drift: Drift | null = null;
  newest.forEach(({ isRight }, index) => {
    errors += Number(!isRight);
    if (errors < fewestErrors) return;
    const tail = findUpperTail(index + 1, target, errors);
    if (tail > worst) return;
    worst = tail;
    drift = { errors, labels: index + 1 };
  });
  return drift;
}
