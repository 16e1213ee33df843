// How far probabilities can be believed: Brier score, log loss, expected calibration error, and the diagram behind it.
import { z } from "zod";
import { findLogLoss } from "./logistic.ts";
import type { Scored } from "./review-threshold.ts";

const binCount = 10;

export const reliabilitySchema = z.object({
  labels: z.number().int(),
  brier: z.number(),
  ece: z.number(),
  logLoss: z.number(),
  /** Only those that hold a label. `probability`: what was said on average; `rightShare`: what was the case. */
  bins: z.array(
    z.object({
      from: z.number(),
      to: z.number(),
      labels: z.number().int(),
      probability: z.number(),
      rightShare: z.number(),
    }),
  ),
});
export type Reliability = z.infer<typeof reliabilitySchema>;

/**
 * Brier = mean squared error of the probability (Brier 1950).
 * Expected calibration error = mean distance of probability and hit rate over ten bins of equal width,
 * weighted by their counts (Naeini et al. 2015). All are 0 without labels.
 */
export function measureReliability(guesses: readonly Scored[]): Reliability {
  const findMean = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  const bins = Array.from({ length: binCount }, (_, bin) => {
    const inside = guesses.filter(
      ({ probability }) => Math.min(binCount - 1, Math.floor(probability * binCount)) === bin,
    );
    return {
      from: bin / binCount,
      to: (bin + 1) / binCount,
      labels: inside.length,
      probability: findMean(inside.map(({ probability }) => probability)),
      rightShare: findMean(inside.map(({ isRight }) => Number(isRight))),
    };
  }).filter(({ labels }) => labels > 0);
  const gaps = bins.map(({ labels, probability, rightShare }) => labels * Math.abs(probability - rightShare));
  return {
    labels: guesses.length,
    brier: findMean(guesses.map(({ probability, isRight }) => (probability - Number(isRight)) ** 2)),
    ece: gaps.reduce((sum, gap) => sum + gap, 0) / Math.max(1, guesses.length),
    logLoss: findMean(guesses.map(({ probability, isRight }) => findLogLoss(probability, isRight))),
    bins,
  };
}
