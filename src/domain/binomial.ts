// Exact binomial tails and the bounds that follow from them (Clopper and Pearson 1934).

/** P[Bin(trials, rate) ≤ count]: a sum of positive terms, each from its logarithm, so nothing cancels or overflows. */
export function findLowerTail(trials: number, rate: number, count: number): number {
  if (count < 0) return 0;
  if (count >= trials || rate <= 0) return 1;
  if (rate >= 1) return 0;
  const odds = Math.log(rate) - Math.log1p(-rate);
  let logTerm = trials * Math.log1p(-rate);
  let sum = Math.exp(logTerm);
  for (let at = 0; at < count; at += 1) {
    logTerm += Math.log((trials - at) / (at + 1)) + odds;
    sum += Math.exp(logTerm);
  }
  return Math.min(1, sum);
}

/** P[Bin(trials, rate) ≥ count]; what is not an error is counted from the other end, so small tails stay exact. */
export function findUpperTail(trials: number, rate: number, count: number): number {
  return findLowerTail(trials, 1 - rate, trials - count);
}

/** The largest error rate that `errors` of `trials` do not refute: the one-sided Clopper–Pearson bound. */
export function findUpperBound(trials: number, errors: number, doubt: number): number {
  if (errors >= trials) return 1;
  let [low, high] = [errors / trials, 1];
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (findLowerTail(trials, middle, errors) > doubt) low = middle;
    else high = middle;
  }
  return high;
}

/** How many trials with so many errors prove that the rate is at most `target`: 59 clean ones for .05 at doubt .05. */
export function countTrialsNeeded(target: number, errors: number, doubt: number): number {
  let trials = errors + 1;
  while (findLowerTail(trials, target, errors) > doubt) trials += 1;
  return trials;
}
