// The rules of the gradient over random lives of claims. Each property looks at thousands of events.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  buildKnown,
  type Drawn,
  historyArbitrary,
  lastHour,
  readMoment,
} from "./fixtures/histories.fixture.ts";
import { effectiveGrade, type GradeReason, type GradeSubject, gradeGroup, isAtLeast } from "./grade.ts";
import { listLifeSteps, listMoments } from "./grade-history.ts";

const hour = fc.integer({ min: 0, max: lastHour });
const runs = { numRuns: 1_500 };
const whole = (subjects: readonly GradeSubject[], asOf: Date) =>
  subjects.map((subject) => effectiveGrade(subject, subjects, asOf));

const lowering: GradeReason[] = [
  "retired",
  "integrity_failed",
  "superseded",
  "withdrawn",
  "rejected",
  "amended",
  "low_probability",
  "guarded",
  "contradicts",
  "evidence_requested",
  "escalated",
  "not_yet_valid",
  "stale",
  "contradicted",
  "point_changed",
];

/** The same life with nothing but approvals, of claims that stay: validated ones are rare otherwise. */
function favour(history: Drawn): Drawn {
  const lasting = { retiredAt: null, supersededAt: null, lapses: [], validTo: null, stated: [] };
  const sound = {
    ...lasting,
    effectiveFrom: null,
    stance: "supports" as const,
    wordsMadeOn: "design: One." as const,
  };
  const claims = history.claims.map((claim) => ({
    ...claim,
    ...sound,
    decisions: claim.decisions.map((one) => ({ ...one, action: "approve" as const, at: one.at % 1_500 })),
    contradictions: [],
  }));
  return { ...history, rewordings: [], claims };
}

describe("the gradient over random lives", () => {
  it("gives the same grades for the same inputs, in whatever order the claims stand", () => {
    fc.assert(
      fc.property(historyArbitrary, hour, (history, at) => {
        const subjects = buildKnown(history, lastHour);
        const found = whole(subjects, readMoment(at));
        expect(whole(structuredClone(subjects), readMoment(at))).toEqual(found);
        expect(whole(subjects.toReversed(), readMoment(at)).toReversed()).toEqual(found);
        expect(gradeGroup(subjects, readMoment(at))).toEqual(found);
      }),
      runs,
    );
  });

  it("gives for a past moment what was given then, whatever came to be since", () => {
    fc.assert(
      fc.property(historyArbitrary, hour, hour, (history, one, other) => {
        const [then, now] = [Math.min(one, other), Math.max(one, other)];
        const before = buildKnown(history, then);
        const after = buildKnown(history, now);
        const ids = new Set(before.map(({ claim }) => claim.id));
        const kept = after.filter(({ claim }) => ids.has(claim.id));
        expect(kept.map((subject) => effectiveGrade(subject, after, readMoment(then)))).toEqual(
          whole(before, readMoment(then)),
        );
      }),
      runs,
    );
  });

  it("changes a grade at recorded moments only, and every step tells what caused it", () => {
    fc.assert(
      fc.property(historyArbitrary, hour, fc.integer({ min: 1, max: 3_599_999 }), (history, at, ms) => {
        const subjects = buildKnown(history, lastHour);
        const from = readMoment(at);
        const to = new Date(from.getTime() + ms);
        const isQuiet = !subjects.flatMap(listMoments).some((moment) => moment.at > from && moment.at <= to);
        fc.pre(isQuiet);
        expect(whole(subjects, to)).toEqual(whole(subjects, from));
        for (const subject of subjects)
          for (const { causes } of listLifeSteps(subject, subjects, readMoment(lastHour)))
            expect(causes.length).toBeGreaterThan(0);
      }),
      runs,
    );
  });

  it("gives every fall a reason, and every rise something that is not a fall", () => {
    let falls = 0;
    let rises = 0;
    fc.assert(
      fc.property(historyArbitrary, (history) => {
        const subjects = buildKnown(history, lastHour);
        for (const subject of subjects)
          for (const step of listLifeSteps(subject, subjects, readMoment(lastHour))) {
            if (step.from === step.to) continue;
            if (isAtLeast(step.to, step.from)) {
              rises += 1;
              continue;
            }
            falls += 1;
            // What agreed with it is gone, or a person's word was taken back: it stands where the machine left it.
            const isBack = step.reasons.some((reason) =>
              ["inferred_unseen", "approved_by_person", "amended_by_person"].includes(reason),
            );
            expect(isBack || step.reasons.some((reason) => lowering.includes(reason))).toBe(true);
          }
      }),
      runs,
    );
    expect(falls).toBeGreaterThan(1_000);
    expect(rises).toBeGreaterThan(1_000);
  });

  it("lets no machine raise a claim above corroborated", () => {
    fc.assert(
      fc.property(historyArbitrary, hour, (history, at) => {
        const subjects = buildKnown(history, lastHour).map((subject) => ({
          ...subject,
          decisions: subject.decisions.map((one) => ({ ...one, principalKind: "agent" as const })),
        }));
        for (const { grade } of whole(subjects, readMoment(at)))
          expect(isAtLeast("corroborated", grade)).toBe(true);
      }),
      runs,
    );
  });

  it("validates only by the word of two people, the second neither the first nor the uploader", () => {
    let validated = 0;
    fc.assert(
      fc.property(historyArbitrary, hour, (history, at) => {
        const subjects = buildKnown(favour(history), lastHour);
        const asOf = readMoment(1_000 + (at % 1_000));
        whole(subjects, asOf).forEach(({ grade }, index) => {
          if (grade !== "validated") return;
          validated += 1;
          const { decisions = [], document } = subjects[index] ?? {};
          const standing = decisions.filter(
            ({ action, principalKind, decidedAt, undoneAt }) =>
              action === "approve" &&
              principalKind === "person" &&
              decidedAt <= asOf &&
              !(undoneAt && undoneAt <= asOf),
          );
          const who = new Set(standing.map(({ principalId }) => principalId));
          expect(who.size).toBeGreaterThan(1);
          const seconds = standing.filter(
            ({ asRole, principalId }) => asRole === "validator" && principalId !== document?.uploadedBy,
          );
          expect(seconds.length).toBeGreaterThan(0);
        });
      }),
      { numRuns: 6_000 },
    );
    expect(validated).toBeGreaterThan(50);
  });

  it("keeps what is stale, contradicted, superseded or changed under its cap", () => {
    fc.assert(
      fc.property(historyArbitrary, hour, (history, at) => {
        const subjects = buildKnown(history, lastHour);
        for (const { grade, reasons } of whole(subjects, readMoment(at))) {
          if (reasons.includes("stale") || reasons.includes("not_yet_valid"))
            expect(isAtLeast("suggested", grade)).toBe(true);
          if (reasons.includes("contradicted") || reasons.includes("point_changed"))
            expect(isAtLeast("inferred", grade)).toBe(true);
          const isVoid = (
            ["superseded", "integrity_failed", "withdrawn", "rejected", "amended"] as const
          ).some((reason) => reasons.includes(reason));
          if (isVoid) expect(grade).toBe("none");
          expect(reasons.length).toBeGreaterThan(0);
        }
      }),
      runs,
    );
  });
});
