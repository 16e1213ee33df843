import { describe, expect, it } from "vitest";
import { describePoint } from "./catalogue.ts";
import { buildPointIndex, measureCoverage } from "./coverage.ts";
import {
  buildFramework,
  buildLink,
  buildPoint,
  buildRequirement,
  buildSubject,
  withWords,
} from "./fixtures/subjects.fixture.ts";
import { grades } from "./grade.ts";

const rule = buildPoint();
const practice = buildPoint({
  id: "mfa-on",
  statement: "Multi-factor authentication is enforced.",
  nature: "operation",
});
const points = buildPointIndex([rule, practice]);
const link = (point: string, required = true) => buildLink({ point, required });
const framework = buildFramework([
  buildRequirement("R1", [link("mfa-rule")]),
  buildRequirement("R2", [link("mfa-rule"), link("mfa-on")]),
  buildRequirement("R3", [link("mfa-rule"), link("mfa-on", false)]),
]);
const settings = { asOf: new Date("2026-04-01T00:00:00Z"), floor: "reviewed" as const };
const forPractice = { pointId: "mfa-on", pointWords: describePoint(practice) };
const bound = (subject: ReturnType<typeof buildSubject>) =>
  withWords(subject, describePoint(points.get(subject.claim.pointId) ?? rule));

describe("coverage", () => {
  it("of nothing is none everywhere, and every requirement is counted once", () => {
    const coverage = measureCoverage(framework, points, [], settings);
    expect(coverage.requirementsByGrade).toEqual({
      none: 3,
      suggested: 0,
      inferred: 0,
      corroborated: 0,
      reviewed: 0,
      validated: 0,
    });
    expect(coverage.met).toBe(0);
  });

  it("gives a requirement the grade of its weakest required point", () => {
    const coverage = measureCoverage(framework, points, [buildSubject()], settings);
    expect(coverage.requirements.map(({ grade }) => grade)).toEqual(["inferred", "none", "inferred"]);
  });

  it("counts at the floor what stands at it, not what the machine infers", () => {
    const approved = buildSubject({ decisions: [{ decidedAt: new Date("2026-03-03T00:00:00Z") }] });
    expect(measureCoverage(framework, points, [buildSubject()], settings).met).toBe(0);
    expect(measureCoverage(framework, points, [approved], settings).met).toBe(2);
  });

  it("never meets an operation point by design evidence", () => {
    const subject = bound(buildSubject({ claim: { ...forPractice, nature: "design", stance: "partly" } }));
    const coverage = measureCoverage(framework, points, [subject], settings);
    const [, both] = coverage.requirements;
    expect(both?.points[1]).toMatchObject({ grade: "none", isDesignOnly: true });
  });

  it("does not count a contradicting claim", () => {
    const subject = bound(
      buildSubject({
        claim: { ...forPractice, nature: "operation", stance: "contradicts" },
        document: { kind: "record" },
      }),
    );
    expect(measureCoverage(framework, points, [subject], settings).pointsByGrade.none).toBe(2);
  });

  it("sums to the number of requirements and of points in every case", () => {
    const coverage = measureCoverage(framework, points, [buildSubject()], settings);
    const sum = (counts: Record<string, number>) =>
      grades.reduce((total, grade) => total + (counts[grade] ?? 0), 0);
    expect([sum(coverage.requirementsByGrade), sum(coverage.pointsByGrade)]).toEqual([3, 2]);
  });
});

describe("alternatives", () => {
  const either = ["mfa-rule", "mfa-on"].map((point) => buildLink({ point, oneOf: "way" }));
  const choice = buildFramework([buildRequirement("R1", either), buildRequirement("R2", [])]);

  it("count as one demand, and the best of them stands for all", () => {
    const [first] = measureCoverage(choice, points, [buildSubject()], settings).requirements;
    expect(first?.grade).toBe("inferred");
    expect(first?.pointsByGrade).toMatchObject({ inferred: 1, none: 0 });
  });

  it("of a requirement without any demand prove nothing", () => {
    expect(measureCoverage(choice, points, [buildSubject()], settings).requirements[1]?.grade).toBe("none");
  });
});
