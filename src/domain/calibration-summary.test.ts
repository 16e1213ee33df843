// The state of all sources together, and what is known of each.
import { describe, expect, it } from "vitest";
import type { Calibration } from "./calibration.ts";
import { gatherEvidence } from "./calibration-evidence.ts";
import { listOpenSources, summarizeCalibration } from "./calibration-summary.ts";
import { buildClaim, buildDecision } from "./fixtures/subjects.fixture.ts";
import { nameSource } from "./scoring.ts";

const day = (number: number) => new Date(Date.UTC(2026, 2, number));
const local = nameSource(buildClaim());
const chat = { analyser: "chat", model: "some-model", promptVersion: "judge-claims@3" };

const empty = { labels: 0, brier: 0, ece: 0, logLoss: 0, bins: [] };
const blank: Calibration = {
  source: local,
  since: day(1),
  state: "uncalibrated",
  reason: "unproven",
  why: "",
  scorer: null,
  threshold: 0.7,
  target: 0.1,
  lessonCount: 0,
  sampleCount: 0,
  accepted: 0,
  errors: 0,
  bound: null,
  sampleFrom: null,
  metrics: { refit: null, sample: empty, builtIn: empty },
};

describe("the state of calibration", () => {
  const other = nameSource(buildClaim(chat));
  const proven = { ...blank, state: "proven" as const, threshold: 0.6 };

  it("is proven only when every source is, and drifted when one is", () => {
    expect(summarizeCalibration([local], [proven], day(2)).state).toBe("proven");
    expect(summarizeCalibration([local, other], [proven], day(2)).state).toBe("uncalibrated");
    const drifted = { ...proven, source: other, state: "drifted" as const };
    expect(summarizeCalibration([local, other], [proven, drifted], day(2)).state).toBe("drifted");
    expect(summarizeCalibration([], [proven], day(2)).state).toBe("uncalibrated");
  });

  it("is what it was at a moment in the past", () => {
    const later = { ...proven, since: day(5), state: "drifted" as const };
    expect(summarizeCalibration([local], [proven, later], day(4)).state).toBe("proven");
    expect(summarizeCalibration([local], [proven, later], day(5)).state).toBe("drifted");
    expect(summarizeCalibration([local], [later], day(4)).sources[0]).toMatchObject({
      threshold: 0.7,
      since: null,
    });
  });

  it("is about claims that stood then and could go unseen", () => {
    const claims = [
      buildClaim({ createdAt: day(3) }),
      buildClaim({ ...chat, createdAt: day(1), retiredAt: day(4) }),
      buildClaim({ analyser: "guarded", createdAt: day(1), guards: ["planned"] }),
    ];
    expect(listOpenSources(claims, day(2))).toEqual([other]);
    expect(listOpenSources(claims, day(4))).toEqual([local]);
  });
});

describe("what is known of a source", () => {
  it("is told apart by source; after a drift only what was drawn later is the sample, and no drawn claim teaches", () => {
    const claims = [buildClaim(), buildClaim(), buildClaim(), buildClaim(chat)];
    const decisions = claims.map(({ id }) => buildDecision({ claimId: id, decidedAt: day(9) }));
    const [first, second] = claims;
    const drawn = [
      { claimId: first?.id ?? "", drawnAt: day(2), isOpen: false },
      { claimId: second?.id ?? "", drawnAt: day(6), isOpen: false },
    ];
    const calibration = { ...blank, state: "drifted" as const, sampleFrom: day(4) };
    const known = gatherEvidence({ claims, decisions, drawn }, [calibration]);
    expect(known.map(({ source }) => source)).toEqual([nameSource(buildClaim(chat)), local]);
    expect(known[0]).toMatchObject({ current: null, lessons: [{ claimId: claims[3]?.id }] });
    expect(known[1]?.lessons.map(({ claimId }) => claimId)).toEqual([claims[2]?.id]);
    expect(known[1]?.sample.labels.map(({ claimId }) => claimId)).toEqual([second?.id]);
  });
});
