import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildFramework, buildLink, buildPoint, buildRequirement } from "./fixtures/subjects.fixture.ts";
import { type Grade, grades } from "./grade.ts";
import { findDueAt, type ReviewReason, reviewReasonSchema } from "./review.ts";
import {
  buildLifter,
  gradePoints,
  measureClaimLift,
  measureUncertainty,
  measureWorth,
  patienceDays,
} from "./worth.ts";

const dayMs = 86_400_000;
const start = new Date("2026-03-01T00:00:00Z");
const onDay = (days: number) => new Date(start.getTime() + days * dayMs);

type Asked = Parameters<typeof measureWorth>[0];
const build = (changes: Partial<Asked> = {}): Asked => {
  const asked = {
    requirements: 2,
    probability: 0.5,
    threshold: 0.7,
    reasons: ["low_probability"] as ReviewReason[],
    openedAt: start,
    ...changes,
  };
  return { dueAt: findDueAt(asked.reasons, asked.openedAt), ...asked };
};
const worth = (changes: Partial<Asked>, asOf = start) => measureWorth(build(changes), asOf).value;

describe("what a decision is worth", () => {
  it("grows with the requirements it lifts, with doubt, with urgency, with age and with being late", () => {
    expect(worth({ requirements: 3 })).toBeGreaterThan(worth({ requirements: 2 }));
    expect(worth({ probability: 0.5 })).toBeGreaterThan(worth({ probability: 0.99 }));
    for (const reason of ["contradiction", "injection", "escalated"] as const)
      expect(worth({ reasons: [reason] })).toBeCloseTo(2 * worth({}));
    expect(worth({}, onDay(6))).toBeCloseTo(2 ** (6 / 7) * worth({}));
    expect(worth({}, onDay(14))).toBeCloseTo(4 * 1.5 * worth({}));
    expect(worth({ reasons: ["second_person"] })).toBeLessThan(worth({}));
  });

  it("is most uncertain at one half and at the threshold", () => {
    for (const probability of [0.5, 0.7])
      expect(measureUncertainty({ probability, threshold: 0.7 })).toBeCloseTo(1);
    for (const probability of [0, 1]) expect(measureUncertainty({ probability, threshold: 0.7 })).toBe(0);
  });

  const asked = fc.record({
    requirements: fc.double({ min: 0, max: 5_000, noNaN: true }),
    probability: fc.double({ min: 0, max: 1, noNaN: true }),
    threshold: fc.double({ min: 0.05, max: 1, noNaN: true }),
    reasons: fc.uniqueArray(fc.constantFrom(...reviewReasonSchema.options), { minLength: 1 }),
  });

  it("lets nothing starve: what opened long enough before another comes first, whatever both are about", () => {
    fc.assert(
      fc.property(asked, asked, fc.double({ min: 0, max: 500, noNaN: true }), (one, other, waited) => {
        const older = build({ ...one });
        const newer = build({ ...other, openedAt: onDay(patienceDays + 0.001) });
        const asOf = onDay(patienceDays + 0.001 + waited);
        expect(measureWorth(older, asOf).value).toBeGreaterThan(measureWorth(newer, asOf).value);
      }),
      { numRuns: 2_000 },
    );
  });

  it("lets the least of questions reach the top while a more valuable one comes every day and one is decided", () => {
    const least = build({ requirements: 0, probability: 1, reasons: ["sampled"] });
    const queue = [least];
    let day = 0;
    for (; queue.includes(least) && day < 1_000; day += 1) {
      queue.push(build({ requirements: 5_000, reasons: ["contradiction"], openedAt: onDay(day) }));
      queue.sort((a, b) => measureWorth(b, onDay(day)).value - measureWorth(a, onDay(day)).value);
      queue.shift();
    }
    expect(day).toBeGreaterThan(50);
    expect(day).toBeLessThan(patienceDays + 2);
  });
});

describe("how many requirements a point lifts", () => {
  const points = ["a", "b", "c"].map((id) => buildPoint({ id }));
  const index = new Map(points.map((point) => [point.id, point]));
  const link = (point: string, changes = {}) => buildLink({ point, ...changes });
  const lift = (
    links: ReturnType<typeof link>[],
    known: Record<string, Grade>,
    target: "reviewed" | "validated" = "reviewed",
  ) =>
    buildLifter([buildFramework([buildRequirement("R1", links)])], new Map(Object.entries(known)))(
      "a",
      target,
    );

  it("is one where nothing else is missing, and a share of what is missing otherwise", () => {
    expect(lift([link("a")], {})).toBe(1);
    expect(lift([link("a"), link("b")], { b: "reviewed" })).toBe(1);
    expect(lift([link("a"), link("b")], { b: "inferred" })).toBe(0.5);
    expect(lift([link("a"), link("b"), link("c")], {})).toBeCloseTo(1 / 3);
  });

  it("is none where the point is not needed, or has reached the grade, itself or by an alternative", () => {
    expect(lift([link("b")], {})).toBe(0);
    expect(lift([link("a", { required: false }), link("b")], {})).toBe(0);
    expect(lift([link("a")], { a: "reviewed" })).toBe(0);
    const alternatives = [link("a", { oneOf: "x" }), link("b", { oneOf: "x" })];
    expect(lift(alternatives, { b: "reviewed" })).toBe(0);
    expect(lift(alternatives, {})).toBe(1);
  });

  it("counts a confirmation for less than what makes something covered", () => {
    expect(lift([link("a")], { a: "reviewed" }, "validated")).toBe(0.25);
  });

  it("is none for a claim that cannot prove its point", () => {
    const lifter = buildLifter([buildFramework([buildRequirement("R1", [link("a")])])], new Map());
    const measure = (changes: object) =>
      measureClaimLift(
        { pointId: "a", stance: "supports", nature: "design", ...changes },
        ["sampled"],
        index.get("a"),
        lifter,
      );
    expect(measure({})).toBe(1);
    expect(measure({ stance: "contradicts" })).toBe(1);
    expect(measure({ stance: "partly" })).toBe(0);
    expect(measure({ nature: "operation" })).toBe(0);
  });

  it("rests on the best claim of each point, as coverage does", () => {
    const claim = (grade: Grade, changes = {}) => ({
      pointId: "a",
      stance: "supports" as const,
      nature: "design",
      grade,
      ...changes,
    });
    const grade = (...claims: ReturnType<typeof claim>[]) => gradePoints(claims, index).get("a");
    expect(grade(claim("inferred"), claim("reviewed"))).toBe("reviewed");
    expect(grade(claim("reviewed", { nature: "operation" }))).toBe("none");
    expect(grade(claim("validated", { stance: "partly" }))).toBe("suggested");
    expect(grades).toContain(grade(claim("suggested", { stance: "contradicts" })));
  });
});
