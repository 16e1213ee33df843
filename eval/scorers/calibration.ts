// How far probabilities can be believed: Brier score and expected calibration error.

export type Guess = { probability: number; isRight: boolean };

const bins = 10;

/**
 * Brier = mean squared error of the probability (Brier 1950).
 * Expected calibration error = mean distance of probability and hit rate over ten bins of equal width,
 * weighted by their counts (Naeini et al. 2015).
 */
export function measureCalibration(guesses: readonly Guess[]): { brier: number; ece: number } {
  const brier = guesses.reduce(
    (sum, { probability, isRight }) => sum + (probability - Number(isRight)) ** 2,
    0,
  );
  const gaps = Array.from({ length: bins }, (_, bin) => {
    const inside = guesses.filter(
      ({ probability }) => Math.min(bins - 1, Math.floor(probability * bins)) === bin,
    );
    return Math.abs(inside.reduce((sum, { probability, isRight }) => sum + probability - Number(isRight), 0));
  });
  const total = Math.max(1, guesses.length);
  return { brier: brier / total, ece: gaps.reduce((sum, gap) => sum + gap, 0) / total };
}
