// Calibration: which scorer and which review threshold hold for a source, since when, and what proves it.
import { z } from "zod";
import { countTrialsNeeded } from "./binomial.ts";
import { type Drift, findDrift } from "./drift.ts";
import type { Label, SampleLabel } from "./label.ts";
import { fewestLessons, type Refit, refitSchema, refitScorer } from "./refit.ts";
import { measureReliability, reliabilitySchema } from "./reliability.ts";
import { doubt, findThreshold, type Scored, type ThresholdProof } from "./review-threshold.ts";
import { builtInScorer, findProbability, type Scorer, scorerSchema } from "./scorer.ts";
import { conservativeThreshold } from "./triage.ts";

/**
 * Old labels speak for old documents: only so many of the newest prove a threshold, and teach a scorer. With 500 for 250,
 * twice as many simulated organizations whose claims became worse kept a proof that labels of a better time carried.
 */
const newestSample = 250;
const newestLessons = 1_000;
const newestForDrift = 200;
/** The threshold is looked at when the sample has grown by so much: fewer looks, fewer chances to be wrong. */
const lookGrowth = { labels: 10, share: 0.1 };
/** From the built-in threshold up to 1, where nothing goes unseen. */
const raisedSteps = [conservativeThreshold, 0.75, 0.8, 0.85, 0.9, 0.95, 1];
const refitGrowth = { labels: 20, share: 0.5 };

export const calibrationStateSchema = z.enum(["uncalibrated", "proven", "drifted"]);
export type CalibrationState = z.infer<typeof calibrationStateSchema>;

export const calibrationReasonSchema = z.enum(["proven", "unproven", "too_loose", "drifted", "scorer_kept"]);

export const calibrationSchema = z.object({
  source: z.string(),
  since: z.date(),
  state: calibrationStateSchema,
  reason: calibrationReasonSchema,
  why: z.string(),
  /** Null: the built-in one. */
  scorer: scorerSchema.nullable(),
  threshold: z.number().min(0).max(1),
  target: z.number(),
  lessonCount: z.number().int(),
  sampleCount: z.number().int(),
  /** Of the sample: at or above the threshold, and wrong. */
  accepted: z.number().int(),
  errors: z.number().int(),
  bound: z.number().nullable(),
  /** After a drift only claims drawn later count. */
  sampleFrom: z.date().nullable(),
  metrics: z.object({
    refit: refitSchema.nullable(),
    sample: reliabilitySchema,
    builtIn: reliabilitySchema,
  }),
});
export type Calibration = z.infer<typeof calibrationSchema>;

export type Evidence = {
  source: string;
  lessons: readonly Label[];
  /** In the order of the draw; after a drift, of claims that were drawn later. */
  sample: readonly SampleLabel[];
  target: number;
  at: Date;
};

/**
 * What holds from now on, or null when nothing changes. A drift is acted on at once; else the scorer is refit and the
 * threshold looked at when enough labels have come in, or the target has changed. Nothing that was proven once stays
 * proven by itself: what the labels of now do not prove is given up, and not won back with the labels that lost it.
 */
export function reviseCalibration(previous: Calibration | null, evidence: Evidence): Calibration | null {
  const before = previous ?? buildFirst(evidence);
  const newest = scoreSample(before.scorer, evidence.sample.slice(-newestForDrift));
  const drift = findDrift(newest, before.threshold, evidence.target);
  if (drift) return raiseThreshold(before, evidence, drift);
  const fitted = isRefitDue(before, evidence) ? refitScorer(evidence.lessons.slice(-newestLessons)) : null;
  const scorer = fitted ? fitted.scorer : before.scorer;
  const hasNewScorer = fitted !== null && (fitted.scorer !== null || before.scorer !== null);
  const isLooked = hasNewScorer || isLookDue(before, evidence);
  if (!fitted && !isLooked) return null;
  const found: Partial<Look> = isLooked ? look(before, evidence, scorer, hasNewScorer) : {};
  const refitWords = fitted ? describeRefit(fitted.refit) : "";
  return {
    ...before,
    reason: "scorer_kept",
    since: evidence.at,
    scorer,
    target: evidence.target,
    lessonCount: fitted ? evidence.lessons.length : before.lessonCount,
    ...found,
    why: [found.why, refitWords].filter(Boolean).join(" "),
    metrics: measure(scorer, evidence.sample, fitted ? fitted.refit : before.metrics.refit),
  };
}

function describeRefit({ lessons, logLoss, builtInLogLoss, isAdopted }: Refit): string {
  const figures = `its log loss on unseen documents is ${logLoss.toFixed(3)}, that of the built-in one ${builtInLogLoss.toFixed(3)}`;
  return isAdopted
    ? `The scorer was refit on ${lessons} decisions: ${figures}.`
    : `The built-in scorer stays: a refit on ${lessons} decisions is not clearly better (${figures}).`;
}

/** What the sample proves with this scorer. */
function look(before: Calibration, evidence: Evidence, scorer: Scorer | null, hasNewScorer: boolean): Look {
  const scored = scoreSample(scorer, evidence.sample).slice(-newestSample);
  const proof = findThreshold(scored, evidence.target);
  if (proof !== null && findDrift(scored, proof.threshold, evidence.target) === null)
    return { ...describeProof(proof, evidence.target), sampleCount: evidence.sample.length };
  const isLost = before.state === "proven" && !hasNewScorer;
  return {
    ...describeLack(before, scored, evidence.target),
    ...(isLost ? { sampleFrom: evidence.at, sampleCount: 0 } : { sampleCount: evidence.sample.length }),
  };
}

export function scoreSample(scorer: Scorer | null, sample: readonly SampleLabel[]): Scored[] {
  return sample.map(({ features, isRight }) => ({
    probability: findProbability(scorer ?? builtInScorer, features),
    isRight,
  }));
}

function measure(
  scorer: Scorer | null,
  sample: readonly SampleLabel[],
  refit: Calibration["metrics"]["refit"],
): Calibration["metrics"] {
  return {
    refit,
    sample: measureReliability(scoreSample(scorer, sample)),
    builtIn: measureReliability(scoreSample(null, sample)),
  };
}

function buildFirst({ source, target, at }: Evidence): Calibration {
  return {
    source,
    since: at,
    state: "uncalibrated",
    reason: "unproven",
    why: "",
    scorer: null,
    threshold: conservativeThreshold,
    target,
    lessonCount: 0,
    sampleCount: 0,
    accepted: 0,
    errors: 0,
    bound: null,
    sampleFrom: null,
    metrics: measure(null, [], null),
  };
}

function hasGrown(from: number, to: number, by: { labels: number; share: number }): boolean {
  return to >= from + Math.max(by.labels, from * by.share);
}

function isRefitDue({ lessonCount }: Calibration, { lessons }: Evidence): boolean {
  return lessons.length >= fewestLessons && hasGrown(lessonCount, lessons.length, refitGrowth);
}

function isLookDue(before: Calibration, { sample, target }: Evidence): boolean {
  if (before.target !== target) return true;
  return (
    sample.length >= countTrialsNeeded(target, 0, doubt) &&
    hasGrown(before.sampleCount, sample.length, lookGrowth)
  );
}

type Finding = Pick<Calibration, "state" | "reason" | "why" | "threshold" | "accepted" | "errors" | "bound">;
type Look = Finding & Partial<Pick<Calibration, "sampleFrom" | "sampleCount">>;

function describeProof(proof: ThresholdProof, target: number): Finding {
  const { threshold, accepted, errors, bound } = proof;
  const why = `Of ${accepted} randomly drawn claims at or above ${writeProbability(threshold)} that people decided, ${errors} were wrong: with 95 % confidence at most ${writeShare(bound)} are, and the target is ${writeShare(target)}.`;
  return { state: "proven", reason: "proven", why, ...proof };
}

/** Without a proof no threshold falls, and none stays below the built-in one. */
function describeLack(before: Calibration, scored: readonly Scored[], target: number): Finding {
  const threshold = Math.max(before.threshold, conservativeThreshold);
  const accepted = scored.filter(({ probability }) => probability >= threshold);
  const errors = accepted.filter(({ isRight }) => !isRight).length;
  const why = `No threshold is proven for a target of ${writeShare(target)}: ${scored.length} randomly drawn claims are decided, ${accepted.length} of them at or above ${writeProbability(threshold)}, of which ${errors} were wrong.`;
  return {
    state: before.state === "drifted" ? "drifted" : "uncalibrated",
    reason: "unproven",
    why,
    threshold,
    accepted: accepted.length,
    errors,
    bound: null,
  };
}

/**
 * Up at once, to the first step at which the newest labels do not speak against the target. What had been proven was
 * proven on claims of another time: only claims drawn from now on can prove anything again.
 */
function raiseThreshold(before: Calibration, evidence: Evidence, { errors, labels }: Drift): Calibration {
  const { sample, target, at } = evidence;
  const scored = scoreSample(before.scorer, sample);
  const threshold =
    raisedSteps.find((step) => step > before.threshold && findDrift(scored, step, target) === null) ?? 1;
  const wasProven = before.state === "proven";
  const cause = `Of the last ${labels} randomly drawn claims at or above ${writeProbability(before.threshold)}, ${errors} were wrong, more than a target of ${writeShare(target)} explains`;
  const consequence =
    threshold === 1
      ? "every claim goes to people"
      : `claims below ${writeProbability(threshold)} go to people`;
  const until = wasProven ? "claims drawn from now on prove a threshold" : "a threshold is proven";
  return {
    ...before,
    since: at,
    state: wasProven ? "drifted" : before.state,
    reason: wasProven ? "drifted" : "too_loose",
    why: `${cause}: ${consequence} until ${until}.`,
    threshold,
    target,
    sampleCount: wasProven ? 0 : sample.length,
    accepted: labels,
    errors,
    bound: null,
    sampleFrom: wasProven ? at : before.sampleFrom,
    metrics: measure(before.scorer, sample, before.metrics.refit),
  };
}

const writeShare = (share: number): string => `${Number((share * 100).toFixed(1))} %`;
const writeProbability = (probability: number): string => probability.toFixed(2);
