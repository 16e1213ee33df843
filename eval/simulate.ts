// `npm run eval -- --simulate`: does the promise hold, how often would the naive rule break it, and what work is saved?
import { buildRandom, type Outcome, reviewers, simulateOrganization, worlds } from "./suites/guarantee.ts";

/** Prints one row for each world and reviewer. @returns 1 when the promise is broken in more than one run of twenty. */
export function runSimulation(runs: number, target: number, only?: string): number {
  console.log(`${runs} organizations a row, target ${target * 100} % wrong among what goes unseen, seed 1`);
  console.log(columns.map(({ title, width }) => title.padStart(width)).join("  "));
  let isBroken = false;
  for (const world of worlds.filter(({ name }) => only === undefined || name === only)) {
    for (const reviewer of reviewers) {
      const outcomes = Array.from({ length: runs }, (_, run) =>
        simulateOrganization(world, reviewer, target, buildRandom(1 + run * 7919)),
      );
      console.log(
        [world.name, reviewer.name, ...figures.map((find) => find(outcomes, target).toFixed(3))]
          .map((cell, at) => cell.padStart(columns[at]?.width ?? 0))
          .join("  "),
      );
      // What no reviewer would have caught is nobody's promise.
      isBroken ||= reviewer.approves < 0.1 && countHeld(outcomes, target) < 0.95;
    }
  }
  return isBroken ? 1 : 0;
}

const columns = [
  { title: "probabilities", width: 16 },
  { title: "reviewer", width: 23 },
  { title: "held", width: 6 },
  { title: "proven", width: 6 },
  { title: "held if proven", width: 14 },
  { title: "unseen ok", width: 9 },
  { title: "naive held", width: 10 },
  { title: "never proven", width: 12 },
  { title: "reviewed", width: 8 },
  { title: "at the end", width: 10 },
  { title: "at 0.7", width: 6 },
];

const findShare = (outcomes: readonly Outcome[], isIn: (one: Outcome) => boolean): number =>
  outcomes.filter(isIn).length / Math.max(1, outcomes.length);
const findMean = (outcomes: readonly Outcome[], measure: (one: Outcome) => number): number =>
  outcomes.reduce((sum, one) => sum + measure(one), 0) / Math.max(1, outcomes.length);

/** Where nothing is proven nothing is promised. */
const countHeld = (outcomes: readonly Outcome[], target: number): number =>
  findShare(outcomes, ({ isProven, trueError }) => !isProven || trueError <= target);

const figures: ((outcomes: readonly Outcome[], target: number) => number)[] = [
  countHeld,
  (outcomes) => findShare(outcomes, ({ isProven }) => isProven),
  (outcomes, target) =>
    countHeld(
      outcomes.filter(({ isProven }) => isProven),
      target,
    ),
  (outcomes, target) =>
    findShare(outcomes, ({ isProven, unseen, unseenWrong }) => !isProven || unseenWrong <= target * unseen),
  (outcomes, target) => findShare(outcomes, ({ naiveError }) => naiveError <= target),
  (outcomes) => findShare(outcomes, ({ wasEverProven }) => !wasEverProven),
  (outcomes) => findMean(outcomes, ({ reviewedShare }) => reviewedShare),
  (outcomes) => findMean(outcomes, ({ lateReviewedShare }) => lateReviewedShare),
  (outcomes) => findMean(outcomes, ({ builtInShare }) => builtInShare),
];
