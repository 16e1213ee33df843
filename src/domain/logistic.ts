// Logistic regression with a Gaussian prior on every coefficient, solved by Newton's method (a MAP estimate).

export type Prior = { mean: readonly number[]; deviation: readonly number[] };
export type Row = { values: readonly number[]; isRight: boolean };

const mostSteps = 50;
const tolerance = 1e-5;

export function findSigmoid(sum: number): number {
  return 1 / (1 + Math.exp(-sum));
}

export function findLogit(probability: number): number {
  const kept = Math.min(1 - 1e-9, Math.max(1e-9, probability));
  return Math.log(kept / (1 - kept));
}

/** Cost of a guess: −ln of the probability that it gave to what was the case. */
export function findLogLoss(probability: number, isRight: boolean): number {
  return -Math.log(Math.max(1e-9, isRight ? probability : 1 - probability));
}

/**
 * The coefficients that make log likelihood + log prior greatest. The prior makes the problem strictly concave: there is
 * one answer, with no data it is the prior's mean, with much it is the data's. Steps are halved until they gain.
 * @param start where to begin: a near answer saves steps.
 */
export function fitLogistic(
  rows: readonly Row[],
  prior: Prior,
  start: readonly number[] = prior.mean,
): number[] {
  let found = [...start];
  let cost = measureCost(rows, prior, found);
  for (let step = 0; step < mostSteps; step += 1) {
    const { gradient, curvature } = findSlopes(rows, prior, found);
    const direction = solve(curvature, gradient);
    let share = 1;
    let next = moveBy(found, direction, share);
    let nextCost = measureCost(rows, prior, next);
    while (nextCost > cost && share > 1e-6) {
      share /= 2;
      next = moveBy(found, direction, share);
      nextCost = measureCost(rows, prior, next);
    }
    const gain = cost - nextCost;
    if (gain <= 0) return found;
    found = next;
    cost = nextCost;
    if (gain < tolerance) return found;
  }
  return found;
}

function moveBy(from: readonly number[], direction: readonly number[], share: number): number[] {
  return from.map((value, at) => value - share * (direction[at] ?? 0));
}

function sum(a: readonly number[], b: readonly number[]): number {
  let total = 0;
  for (let at = 0; at < a.length; at += 1) total += (a[at] ?? 0) * (b[at] ?? 0);
  return total;
}

function measureCost(rows: readonly Row[], { mean, deviation }: Prior, found: readonly number[]): number {
  const loss = rows.reduce((total, { values, isRight }) => {
    const score = sum(values, found);
    // ln(1 + e^s) without overflow.
    const soft = Math.max(score, 0) + Math.log1p(Math.exp(-Math.abs(score)));
    return total + soft - (isRight ? score : 0);
  }, 0);
  const distance = found.reduce(
    (total, value, at) => total + ((value - (mean[at] ?? 0)) / (deviation[at] ?? 1)) ** 2 / 2,
    0,
  );
  return loss + distance;
}

function findSlopes(rows: readonly Row[], { mean, deviation }: Prior, found: readonly number[]) {
  const size = found.length;
  const gradient = new Float64Array(size);
  const square = new Float64Array(size * size);
  for (const { values, isRight } of rows) {
    const guess = findSigmoid(sum(values, found));
    const error = guess - Number(isRight);
    const spread = guess * (1 - guess);
    for (let at = 0; at < size; at += 1) {
      const value = values[at] as number;
      if (value === 0) continue;
      (gradient[at] as number) += error * value;
      const slope = spread * value;
      for (let other = at; other < size; other += 1)
        (square[at * size + other] as number) += slope * (values[other] as number);
    }
  }
  const precision = deviation.map((value) => 1 / value ** 2);
  return {
    gradient: found.map(
      (value, at) => (gradient[at] ?? 0) + (value - (mean[at] ?? 0)) * (precision[at] ?? 1),
    ),
    curvature: found.map((_, at) =>
      found.map(
        (_, other) =>
          (square[Math.min(at, other) * size + Math.max(at, other)] ?? 0) +
          (at === other ? (precision[at] ?? 1) : 0),
      ),
    ),
  };
}

/** Solves matrix · x = right by elimination; the matrix is positive definite, so no pivot is zero. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const lines = matrix.map((line, at) => [...line, right[at] ?? 0]);
  const size = right.length;
  for (let at = 0; at < size; at += 1) {
    const pivot = lines[at] ?? [];
    for (let below = at + 1; below < size; below += 1) {
      const line = lines[below] ?? [];
      const factor = (line[at] ?? 0) / (pivot[at] ?? 1);
      for (let column = at; column <= size; column += 1)
        line[column] = (line[column] ?? 0) - factor * (pivot[column] ?? 0);
    }
  }
  const found = new Array<number>(size).fill(0);
  for (let at = size - 1; at >= 0; at -= 1) {
    const line = lines[at] ?? [];
    const known = found.reduce(
      (total, value, column) => total + (column > at ? value * (line[column] ?? 0) : 0),
      0,
    );
    found[at] = ((line[size] ?? 0) - known) / (line[at] ?? 1);
  }
  return found;
}
