// The life of a calibration: proven, loosened, lost, drifted and won back; and a scorer that learns.
import { describe, expect, it } from "vitest";
import { type Calibration, reviseCalibration } from "./calibration.ts";
import type { Features } from "./claim.ts";
import { buildId } from "./fixtures/subjects.fixture.ts";
import type { Label, SampleLabel } from "./label.ts";
import { refitScorer } from "./refit.ts";
import { measureReliability } from "./reliability.ts";
import { builtInScorer, findProbability } from "./scorer.ts";
import { conservativeThreshold } from "./triage.ts";

const at = (hour: number) => new Date(Date.UTC(2026, 2, 1, hour));

/** Features that the built-in scorer gives about this probability. */
function withProbability(probability: number): Features {
  const logit = Math.log(probability / (1 - probability));
  return { lexical: (logit - builtInScorer.bias) / builtInScorer.weights.lexical };
}

const label = (probability: number, isRight: boolean, hour = 0): SampleLabel => ({
  claimId: buildId(),
  documentId: buildId(),
  source: "local 1",
  features: withProbability(probability),
  isRight,
  decidedAt: at(hour),
  drawnAt: at(hour),
});

const buildSample = (count: number, probability: number, wrong: readonly number[] = []): SampleLabel[] =>
  Array.from({ length: count }, (_, index) => label(probability, !wrong.includes(index), index));

function revise(
  previous: Calibration | null,
  sample: readonly SampleLabel[],
  { target = 0.1, lessons = [] as Label[], hour = 100 } = {},
): Calibration | null {
  return reviseCalibration(previous, { source: "local 1", lessons, sample, target, at: at(hour) });
}

describe("a calibration", () => {
  it("leaves everything as built in while there are too few labels", () => {
    expect(revise(null, buildSample(28, 0.9))).toBeNull();
  });

  it("is proven by enough clean labels, below the built-in threshold too, and says by how many", () => {
    const found = revise(null, buildSample(40, 0.5));
    expect(found).toMatchObject({ state: "proven", reason: "proven", accepted: 40, errors: 0, target: 0.1 });
    expect(found?.threshold).toBeCloseTo(0.5);
    expect(found?.why).toContain(
      "Of 40 randomly drawn claims at or above 0.50 that people decided, 0 were wrong",
    );
  });

  it("is looked at again when the sample has grown, not with every label, and at once for another target", () => {
    const first = revise(null, buildSample(40, 0.5));
    expect(revise(first, buildSample(49, 0.5))).toBeNull();
    expect(revise(first, buildSample(50, 0.5))).toMatchObject({ state: "proven", accepted: 50 });
    expect(revise(first, buildSample(41, 0.5), { target: 0.05 })).toMatchObject({
      state: "uncalibrated",
      reason: "unproven",
      threshold: conservativeThreshold,
      target: 0.05,
    });
  });

  it("raises the threshold at once when the newest labels break what was proven, and only new draws win it back", () => {
    const proven = revise(null, buildSample(40, 0.5));
    const broken = [
      ...buildSample(40, 0.5),
      label(0.8, false, 41),
      label(0.9, false, 42),
      label(0.6, false, 43),
    ];
    const drifted = revise(proven, broken, { hour: 44 });
    expect(drifted).toMatchObject({ state: "drifted", reason: "drifted", sampleFrom: at(44), errors: 3 });
    expect(drifted?.threshold).toBeGreaterThan(conservativeThreshold - 0.001);
    expect(drifted?.why).toContain("3 were wrong, more than a target of 10 % explains");
    expect(revise(drifted, buildSample(20, 0.5), { hour: 70 })).toBeNull();
    expect(revise(drifted, buildSample(30, 0.5), { hour: 80 })).toMatchObject({
      state: "proven",
      accepted: 30,
    });
  });

  it("raises a built-in threshold that lets too much through, up to letting nothing through", () => {
    const wrong = Array.from({ length: 30 }, (_, index) => label(0.97, index % 2 === 0, index));
    const found = revise(null, wrong);
    expect(found).toMatchObject({ state: "uncalibrated", reason: "too_loose", threshold: 1 });
    expect(found?.why).toContain("every claim goes to people");
  });

  it("gives up what the labels of now no longer prove, and never falls below the built-in threshold without proof", () => {
    const proven = revise(null, buildSample(40, 0.5));
    const spread = Array.from({ length: 60 }, (_, index) => label(0.5, index % 8 !== 3, index));
    expect(revise(proven, spread)).toMatchObject({
      state: "uncalibrated",
      reason: "unproven",
      threshold: conservativeThreshold,
      sampleFrom: at(100),
    });
  });
});

describe("the refit", () => {
  /** Claims whose kind fits are wrong here, against the built-in scorer's belief. */
  const build = (count: number): Label[] =>
    Array.from({ length: count }, (_, index) => {
      const kindFit = index % 2;
      const features = { ...withProbability(0.5), kindFit };
      return { ...label(0.5, kindFit === 0), features, documentId: `document-${index % 12}` };
    });

  it("moves the built-in scorer where decisions contradict it, and predicts unseen documents better", () => {
    const { scorer, refit } = refitScorer(build(120));
    expect(refit).toMatchObject({ lessons: 120, isAdopted: true });
    expect(refit.logLoss).toBeLessThan(refit.builtInLogLoss);
    expect(scorer?.weights.kindFit).toBeLessThan(builtInScorer.weights.kindFit - 1);
    expect(scorer?.weights.dense).toBeCloseTo(builtInScorer.weights.dense, 5);
  });

  it("is not adopted with few labels, nor when it gains nothing", () => {
    expect(refitScorer(build(20)).scorer).toBeNull();
    const agreeing = Array.from({ length: 200 }, (_, index) => {
      const probability = 0.05 + (0.9 * ((index * 7919) % 200)) / 200;
      return {
        ...label(probability, ((index * 104_729) % 1_000) / 1_000 < probability),
        documentId: `${index % 20}`,
      };
    });
    const { scorer, refit } = refitScorer(agreeing);
    expect([scorer, refit.isAdopted]).toEqual([null, false]);
  });

  it("takes effect in the calibration with its own threshold", () => {
    const found = revise(null, [], { lessons: build(120) });
    expect(found?.scorer?.version).toBe(`${builtInScorer.version}/refit-120`);
    expect(found).toMatchObject({ state: "uncalibrated", lessonCount: 120 });
    expect(revise(found, [], { lessons: build(150) })).toBeNull();
  });

  it("tells once that the built-in scorer stays, and changes nothing by it", () => {
    const lessons = Array.from({ length: 40 }, (_, index) => label(0.5, index % 2 === 0));
    const proven = revise(null, buildSample(40, 0.5));
    const kept = revise(proven, buildSample(40, 0.5), { lessons });
    expect(kept).toMatchObject({ reason: "scorer_kept", state: "proven", scorer: null, lessonCount: 40 });
    expect(kept?.threshold).toBe(proven?.threshold);
    expect(kept?.why).toContain("The built-in scorer stays: a refit on 40 decisions is not clearly better");
    expect(revise(kept, buildSample(40, 0.5), { lessons })).toBeNull();
  });
});

describe("reliability", () => {
  it("is perfect for certain and right guesses, and counts every label in one bin", () => {
    expect(
      measureReliability([
        { probability: 1, isRight: true },
        { probability: 0, isRight: false },
      ]),
    ).toMatchObject({
      labels: 2,
      brier: 0,
      ece: 0,
      bins: [
        { from: 0, labels: 1, rightShare: 0 },
        { from: 0.9, labels: 1, rightShare: 1 },
      ],
    });
  });

  it("tells by how far probabilities are off", () => {
    const guesses = Array.from({ length: 10 }, (_, index) => ({ probability: 0.85, isRight: index < 6 }));
    const { ece, brier, bins } = measureReliability(guesses);
    expect(ece).toBeCloseTo(0.25);
    expect(brier).toBeCloseTo(0.6 * 0.15 ** 2 + 0.4 * 0.85 ** 2);
    expect(bins).toEqual([
      { from: 0.8, to: 0.9, labels: 10, probability: expect.closeTo(0.85), rightShare: 0.6 },
    ]);
    expect(findProbability(builtInScorer, withProbability(0.85))).toBeCloseTo(0.85);
  });
});
