// Does the promise hold? Organizations with a known truth and reviewers with a known error, simulated from a seed.
import { type Calibration, reviseCalibration } from "../../src/domain/calibration.ts";
import type { Features } from "../../src/domain/claim.ts";
import type { Label, SampleLabel } from "../../src/domain/label.ts";
import { findLogit, findSigmoid } from "../../src/domain/logistic.ts";
import type { Scored } from "../../src/domain/review-threshold.ts";
import { builtInScorer, findProbability } from "../../src/domain/scorer.ts";
import { candidateFloor, conservativeThreshold, sampleShare } from "../../src/domain/triage.ts";

/** What is true of claims: how sure one can be that a claim with these features is right, early and late. */
export type World = {
  name: string;
  findTruth(features: Features, isLate: boolean): number;
  /** The late claims come from files of another kind than the early ones. */
  isShifted?: boolean;
};

/** Shares of right claims that the reviewer rejects, and of wrong ones that the reviewer approves. */
export type Reviewer = { name: string; rejects: number; approves: number };

const tilt = (features: Features, slope: number, shift: number): number =>
  findSigmoid(slope * findLogit(findProbability(builtInScorer, features)) + shift);

export const worlds: World[] = [
  { name: "well calibrated", findTruth: (features) => tilt(features, 1, 0) },
  { name: "underconfident", findTruth: (features) => tilt(features, 1.2, 1.2) },
  { name: "overconfident", findTruth: (features) => tilt(features, 0.7, -0.5) },
  {
    name: "other features",
    findTruth: (features) => tilt(features, 1, 2 - 2.5 * (features["kindFit"] ?? 0)),
  },
  { name: "drift half-way", findTruth: (features, isLate) => tilt(features, 1.2, isLate ? -1.5 : 1.2) },
  {
    name: "new source",
    findTruth: (features, isLate) => tilt(features, isLate ? 0.5 : 1.2, isLate ? -1 : 1.2),
    isShifted: true,
  },
];

export const reviewers: Reviewer[] = [
  { name: "never wrong", rejects: 0, approves: 0 },
  { name: "2 % wrong", rejects: 0.02, approves: 0.02 },
  { name: "5 % wrong", rejects: 0.05, approves: 0.05 },
  { name: "approves 20 % of wrong", rejects: 0, approves: 0.2 },
];

const documents = 300;
const claimsPerDocument = 5;
const freshClaims = 1_500;

type Claim = {
  label: Label;
  /** By the scorer in force. */
  probability: number;
  isRight: boolean;
  isDrawn: boolean;
  isDecided: boolean;
};

export type Outcome = {
  isProven: boolean;
  wasEverProven: boolean;
  hadDrift: boolean;
  /** True share of wrong ones among claims at or above the threshold, of claims as they are made at the end. */
  trueError: number;
  /** What went unseen until the end, and how much of it was wrong. */
  unseen: number;
  unseenWrong: number;
  naiveError: number;
  reviewedShare: number;
  /** Of the last quarter. */
  lateReviewedShare: number;
  builtInShare: number;
};

export function simulateOrganization(
  world: World,
  reviewer: Reviewer,
  target: number,
  random: () => number,
): Outcome {
  const claims: Claim[] = [];
  const lessons: Label[] = [];
  let sample: SampleLabel[] = [];
  let calibration: Calibration | null = null;
  let [wasEverProven, hadDrift] = [false, false];
  const getThreshold = () => calibration?.threshold ?? conservativeThreshold;
  const score = (claim: Claim): void => {
    claim.probability = findProbability(calibration?.scorer ?? builtInScorer, claim.label.features);
  };
  const decide = (claim: Claim, at: Date): void => {
    const isApproved = claim.isRight ? random() >= reviewer.rejects : random() < reviewer.approves;
    const label = { ...claim.label, isRight: isApproved, decidedAt: at };
    claim.isDecided = true;
    if (claim.isDrawn) sample.push({ ...label, drawnAt: at });
    else lessons.push(label);
  };
  for (let day = 1; day <= documents; day += 1) {
    const at = new Date(day * 86_400_000);
    for (let count = 0; count < claimsPerDocument; count += 1)
      claims.push(drawClaim(world, day > documents / 2, `${day}`, random));
    for (const claim of claims.slice(-claimsPerDocument)) score(claim);
    for (const claim of claims)
      if (!claim.isDecided && (claim.isDrawn || claim.probability < getThreshold())) decide(claim, at);
    const revised = reviseCalibration(calibration, { source: "simulated", lessons, sample, target, at });
    if (!revised) continue;
    const isRescored = revised.scorer !== (calibration?.scorer ?? null);
    calibration = revised;
    if (isRescored) claims.forEach(score);
    wasEverProven ||= revised.state === "proven";
    hadDrift ||= revised.reason === "drifted";
    if (revised.sampleFrom?.getTime() === at.getTime()) sample = [];
  }
  const scorer = calibration?.scorer ?? builtInScorer;
  const passes = ({ label }: Claim) => findProbability(scorer, label.features) >= getThreshold();
  const unseen = claims.filter((claim) => !claim.isDecided && passes(claim));
  const fresh = Array.from({ length: freshClaims }, () => drawClaim(world, true, "fresh", random));
  const measureTruth = (isIn: (claim: Claim) => boolean) => {
    const inside = fresh.filter(isIn);
    const wrong = inside.reduce((sum, { label }) => sum + 1 - world.findTruth(label.features, true), 0);
    return inside.length === 0 ? 0 : wrong / inside.length;
  };
  const naive = findNaiveThreshold(
    sample.map(({ features, isRight }) => ({ probability: findProbability(scorer, features), isRight })),
    target,
  );
  const findShare = (among: readonly Claim[], isIn: (claim: Claim) => boolean) =>
    among.filter(isIn).length / Math.max(1, among.length);
  return {
    isProven: calibration?.state === "proven",
    wasEverProven,
    hadDrift,
    trueError: measureTruth(passes),
    unseen: unseen.length,
    unseenWrong: unseen.filter(({ isRight }) => !isRight).length,
    naiveError: measureTruth(({ label }) => findProbability(scorer, label.features) >= naive),
    reviewedShare: findShare(claims, ({ isDecided }) => isDecided),
    lateReviewedShare: findShare(claims.slice(-claims.length / 4), ({ isDecided }) => isDecided),
    builtInShare: findShare(
      claims,
      ({ label, isDrawn }) =>
        isDrawn || findProbability(builtInScorer, label.features) < conservativeThreshold,
    ),
  };
}

/** The rule that the design refuses: the loosest threshold at which the observed error is small enough. */
function findNaiveThreshold(sample: readonly Scored[], target: number): number {
  const sorted = sample.toSorted((a, b) => b.probability - a.probability);
  let errors = 0;
  let found = 1;
  sorted.forEach(({ probability, isRight }, index) => {
    errors += Number(!isRight);
    if (errors <= target * (index + 1)) found = probability;
  });
  return found;
}

/** Claims as the analyser makes them: those below the floor are no claims. */
function drawClaim(world: World, isLate: boolean, documentId: string, random: () => number): Claim {
  for (;;) {
    const features = drawFeatures(isLate && world.isShifted === true, random);
    const probability = findProbability(builtInScorer, features);
    if (probability < candidateFloor) continue;
    const isRight = random() < world.findTruth(features, isLate);
    const label = { claimId: "", documentId, source: "simulated", features, isRight, decidedAt: new Date(0) };
    return { label, probability, isRight, isDrawn: random() < sampleShare, isDecided: false };
  }
}

/** Spread as on the evaluation's passages; a shifted source matches fewer words and headings. */
function drawFeatures(isShifted: boolean, random: () => number): Features {
  const gauss = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return {
    lexical: (isShifted ? 1.8 : 2.8) + 1.8 * gauss(),
    dense: 1.5 + 0.8 * gauss(),
    cosine: 0.35 + 0.1 * gauss(),
    topRank: 1 / (1 + Math.floor(random() * 4)),
    keywordHits: Math.max(0, 0.7 + 0.5 * gauss()),
    headingMatch: (isShifted ? 0 : 1.5) + 2.7 * gauss(),
    kindFit: random() < 0.8 ? 1 : 0,
    quoteMatch: 0.7 + 0.13 * gauss(),
  };
}

/** A small generator with a seed (mulberry32), so that every run can be repeated. */
export function buildRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
