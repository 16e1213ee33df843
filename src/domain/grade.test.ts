import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { guardSchema } from "./claim.ts";
import { buildId, buildSubject, uploader, withWords } from "./fixtures/subjects.fixture.ts";
import { effectiveGrade, type GradeSubject, grades, isAtLeast } from "./grade.ts";

const now = new Date("2026-04-01T00:00:00Z");
const grade = (subject: GradeSubject, peers: GradeSubject[] = [], asOf = now) =>
  effectiveGrade(subject, [subject, ...peers], asOf);

const reviewer = { principalId: buildId(), decidedAt: new Date("2026-03-03T00:00:00Z") };
const validator = {
  principalId: buildId(),
  asRole: "validator" as const,
  decidedAt: new Date("2026-03-04T00:00:00Z"),
};

describe("what the machine alone can reach", () => {
  it("a probability at the threshold and no guard make a claim inferred", () => {
    expect(grade(buildSubject({ claim: { probability: 0.8 } })).grade).toBe("inferred");
  });

  it("a probability below the threshold leaves it suggested and says why", () => {
    const found = grade(buildSubject({ claim: { probability: 0.79 } }));
    expect(found).toEqual({ grade: "suggested", reasons: ["low_probability"] });
  });

  it("any guard leaves it suggested, however sure the machine is", () => {
    for (const guard of guardSchema.options)
      expect(grade(buildSubject({ claim: { probability: 1, guards: [guard] } })).grade).toBe("suggested");
  });

  it("an independent second document corroborates it", () => {
    const other = buildSubject({ document: { kind: "procedure" } });
    expect(grade(buildSubject(), [other]).grade).toBe("corroborated");
  });

  it("its own words in another kind of file do not corroborate it, whoever uploaded that", () => {
    const subject = buildSubject();
    const document = { kind: "procedure" as const, uploadedBy: buildId() };
    const own = buildSubject({ document });
    expect(grade(subject, [own]).grade).toBe("corroborated");
    const copy = buildSubject({ document, claim: { quotes: subject.claim.quotes } });
    expect(grade(subject, [copy]).grade).toBe("inferred");
    expect(grade(subject, [copy, own]).grade).toBe("corroborated");
  });

  it("a second policy by the same person does not corroborate it", () => {
    expect(grade(buildSubject(), [buildSubject()]).grade).toBe("inferred");
  });

  it("another version of the same document does not corroborate it", () => {
    const subject = buildSubject();
    const sibling = buildSubject({ document: { kind: "procedure" } });
    const since = new Date("2026-03-20T00:00:00Z");
    const joined = { ...sibling, ancestors: [{ id: subject.document.id, since }] };
    expect(grade(subject, [joined]).grade).toBe("inferred");
    expect(grade(subject, [joined], new Date("2026-03-19T00:00:00Z")).grade).toBe("corroborated");
  });

  it("a merely suggested claim does not corroborate it", () => {
    const doubtful = buildSubject({ claim: { probability: 0.5 }, document: { kind: "procedure" } });
    expect(grade(buildSubject(), [doubtful]).grade).toBe("inferred");
  });
});

describe("what people can reach", () => {
  it("one reviewer's approval makes it reviewed, even when the machine was unsure", () => {
    const subject = buildSubject({ claim: { probability: 0.3, guards: ["planned"] }, decisions: [reviewer] });
    expect(grade(subject).grade).toBe("reviewed");
  });

  it("a second person with the role validator makes it validated", () => {
    expect(grade(buildSubject({ decisions: [reviewer, validator] })).grade).toBe("validated");
  });

  it("the same person twice does not make it validated", () => {
    const again = { ...validator, principalId: reviewer.principalId };
    expect(grade(buildSubject({ decisions: [reviewer, again] })).grade).toBe("reviewed");
  });

  it("the uploader cannot validate the own document", () => {
    expect(
      grade(buildSubject({ decisions: [reviewer, { ...validator, principalId: uploader }] })).grade,
    ).toBe("reviewed");
  });

  it("a rejection takes it away, and a later approval starts again at reviewed", () => {
    const rejection = { action: "reject" as const, decidedAt: new Date("2026-03-05T00:00:00Z") };
    const later = { ...reviewer, decidedAt: new Date("2026-03-06T00:00:00Z") };
    expect(grade(buildSubject({ decisions: [reviewer, validator, rejection] }))).toEqual({
      grade: "none",
      reasons: ["rejected"],
    });
    expect(grade(buildSubject({ decisions: [reviewer, validator, rejection, later] })).grade).toBe(
      "reviewed",
    );
  });

  it("a withdrawal takes it away", () => {
    const withdrawal = { action: "withdraw" as const, decidedAt: new Date("2026-03-05T00:00:00Z") };
    expect(grade(buildSubject({ decisions: [reviewer, withdrawal] })).reasons).toEqual(["withdrawn"]);
  });
});

describe("how a grade falls", () => {
  const validated = { decisions: [reviewer, validator] };

  it("stale evidence is at most suggested", () => {
    const found = grade(buildSubject({ ...validated, document: { effectiveFrom: "2024-01-01" } }));
    expect(found.grade).toBe("suggested");
    expect(found.reasons).toContain("stale");
  });

  it("a policy for next month is at most suggested until its day has begun somewhere on earth", () => {
    const early = buildSubject({ ...validated, document: { effectiveFrom: "2026-04-10" } });
    expect(grade(early)).toMatchObject({
      grade: "suggested",
      reasons: expect.arrayContaining(["not_yet_valid"]),
    });
    expect(grade(early, [], new Date("2026-04-09T09:59:59Z")).grade).toBe("suggested");
    expect(grade(early, [], new Date("2026-04-09T10:00:00Z")).grade).toBe("validated");
  });

  it("a contradicting claim caps it at inferred until somebody resolves it", () => {
    const contradiction = buildSubject({ claim: { stance: "contradicts" } });
    expect(grade(buildSubject(validated), [contradiction])).toMatchObject({ grade: "inferred" });
    const resolved = buildSubject({
      claim: { stance: "contradicts" },
      decisions: [{ action: "reject", decidedAt: new Date("2026-03-05T00:00:00Z") }],
    });
    expect(grade(buildSubject(validated), [resolved]).grade).toBe("validated");
  });

  it("a contradiction beside instructions to the analyser does nothing until a person has approved it", () => {
    const claim = { stance: "contradicts" as const, guards: ["injection" as const] };
    expect(grade(buildSubject(validated), [buildSubject({ claim })]).grade).toBe("validated");
    const approved = buildSubject({ claim, decisions: [reviewer] });
    expect(grade(buildSubject(validated), [approved]).grade).toBe("inferred");
  });

  it("a contradiction with another document caps it from when it is found until it is resolved", () => {
    const found = { foundAt: new Date("2026-03-10T00:00:00Z"), resolvedAt: new Date("2026-03-20T00:00:00Z") };
    const subject = { ...buildSubject(validated), contradictions: [found] };
    const at = (day: string) => grade(subject, [], new Date(`${day}T00:00:00Z`));
    expect(["2026-03-09", "2026-03-10", "2026-03-19", "2026-03-20"].map((day) => at(day).grade)).toEqual([
      "validated",
      "inferred",
      "inferred",
      "validated",
    ]);
    expect(at("2026-03-15").reasons).toContain("contradicted");
    const open = { ...subject, contradictions: [{ ...found, resolvedAt: null }] };
    expect(grade(open).grade).toBe("inferred");
  });

  it("what another document contradicts corroborates nothing", () => {
    const other = buildSubject({ document: { kind: "procedure" } });
    const contradicted = {
      ...other,
      contradictions: [{ foundAt: new Date("2026-03-10T00:00:00Z"), resolvedAt: null }],
    };
    expect(grade(buildSubject(), [other]).grade).toBe("corroborated");
    expect(grade(buildSubject(), [contradicted]).grade).toBe("inferred");
  });

  it("a point whose words changed since caps it at inferred", () => {
    const found = grade(withWords(buildSubject(validated), "design: something else"));
    expect(found.grade).toBe("inferred");
    expect(found.reasons).toContain("point_changed");
  });

  it("nothing corroborates a claim on words that its point has no more, and such a claim corroborates nothing", () => {
    const other = buildSubject({ document: { kind: "procedure" } });
    const outdated = withWords(buildSubject(), "design: something else");
    expect(grade(outdated, [other]).grade).toBe("inferred");
    expect(grade(other, [outdated]).grade).toBe("inferred");
  });

  it("a superseded document, failed integrity and a retired claim leave nothing", () => {
    const at = new Date("2026-03-10T00:00:00Z");
    const reasons = [
      buildSubject({ ...validated, document: { supersededAt: at } }),
      buildSubject({ ...validated, lapses: [{ failedAt: at, restoredAt: null }] }),
      buildSubject({ ...validated, claim: { retiredAt: at } }),
    ].map((subject) => grade(subject));
    expect(reasons.map((found) => found.grade)).toEqual(["none", "none", "none"]);
    expect(reasons.flatMap((found) => found.reasons)).toEqual(["superseded", "integrity_failed", "retired"]);
  });

  it("a document that is of another kind after all proves nothing that its kind cannot", () => {
    const operation = { claim: { nature: "operation" as const }, decisions: [reviewer, validator] };
    const record = { kind: "record" as const, periodStart: "2026-02-01", periodEnd: "2026-12-31" };
    expect(grade(buildSubject({ ...operation, document: record })).grade).toBe("validated");
    const policy = grade(buildSubject({ ...operation, document: { kind: "policy" } }));
    expect(policy.grade).toBe("suggested");
    expect(policy.reasons).toContain("kind_changed");
  });

  it("bytes that are back prove again from then on, and did not in between", () => {
    const [failedAt, restoredAt] = [new Date("2026-03-10T00:00:00Z"), new Date("2026-03-12T00:00:00Z")];
    const subject = buildSubject({ ...validated, lapses: [{ failedAt, restoredAt }] });
    const at = (day: string) => grade(subject, [], new Date(`${day}T00:00:00Z`)).grade;
    expect(["2026-03-09", "2026-03-10", "2026-03-11", "2026-03-12"].map(at)).toEqual([
      "validated",
      "none",
      "none",
      "validated",
    ]);
  });
});

describe("the past", () => {
  it("answers for a moment as it would have been answered then", () => {
    const subject = buildSubject({
      decisions: [reviewer, validator],
      document: { supersededAt: new Date("2026-03-20T00:00:00Z") },
    });
    const at = (day: string) => grade(subject, [], new Date(`${day}T12:00:00Z`)).grade;
    expect(["2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04", "2026-03-20"].map(at)).toEqual([
      "none",
      "inferred",
      "reviewed",
      "validated",
      "none",
    ]);
  });
});

describe("always", () => {
  const claimChanges = fc.record({
    probability: fc.double({ min: 0, max: 1, noNaN: true }),
    guards: fc.subarray(guardSchema.options),
    stance: fc.constantFrom("supports" as const, "partly" as const, "contradicts" as const),
  });

  it("no machine claim with a guard rises above suggested without a person", () => {
    fc.assert(
      fc.property(claimChanges, fc.nat(3), (claim, peerCount) => {
        fc.pre(claim.guards.length > 0);
        const peers = Array.from({ length: peerCount }, () =>
          buildSubject({ document: { kind: "procedure" } }),
        );
        return !isAtLeast(grade(buildSubject({ claim }), peers).grade, "inferred");
      }),
    );
  });

  it("no number of machine claims reaches reviewed", () => {
    fc.assert(
      fc.property(fc.array(claimChanges, { maxLength: 6 }), (claims) => {
        const peers = claims.map((claim) => buildSubject({ claim, document: { kind: "record" } }));
        return !isAtLeast(grade(buildSubject(), peers).grade, "reviewed");
      }),
    );
  });

  it("every answer is a grade with at least one reason", () => {
    fc.assert(
      fc.property(claimChanges, (claim) => {
        const found = grade(buildSubject({ claim }));
        return grades.includes(found.grade) && found.reasons.length > 0;
      }),
    );
  });
});
