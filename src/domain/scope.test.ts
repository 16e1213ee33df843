import { describe, expect, it } from "vitest";
import { buildFramework, buildId, buildLink, buildRequirement } from "./fixtures/subjects.fixture.ts";
import { applyScope, findScope, findScopeProblem, type ScopeChange, type ScopeDecision } from "./scope.ts";

const part = (id: string, isAlways: boolean, isFixed = false) => ({
  id,
  title: `Part ${id}`,
  groups: [id.toUpperCase()],
  isAlways,
  isFixed,
});
const framework = buildFramework(
  [
    buildRequirement("CC1.1", [buildLink()], "CC.1"),
    buildRequirement("A1.1", [buildLink()], "A"),
    buildRequirement("4.1", [buildLink()], "FIX"),
  ],
  { parts: [part("cc", true), part("a", false), part("fix", true, true)] },
);
const person = buildId();
const say = (day: string, change: ScopeChange): ScopeDecision => ({
  id: buildId(),
  frameworkId: framework.id,
  change,
  principalId: person,
  principalName: "Ada",
  decidedAt: new Date(`${day}T12:00:00Z`),
});
const exclude = (
  requirementId: string,
  justification: string | null = "Nobody works on premises.",
): ScopeChange => ({
  kind: "requirement",
  requirementId,
  isApplicable: false,
  justification,
});
const choose = (...parts: string[]): ScopeChange => ({ kind: "framework", isChosen: true, parts });
const list = (decisions: ScopeDecision[], day: string) =>
  applyScope(framework, findScope(framework, decisions, new Date(`${day}T00:00:00Z`))).requirements.map(
    ({ id }) => id,
  );

describe("a scope", () => {
  it("is the whole framework until somebody chooses", () => {
    expect(findScope(framework, [], new Date()).isChosen).toBeNull();
    expect(list([], "2026-05-01")).toEqual(["CC1.1", "A1.1", "4.1"]);
  });

  it("keeps the parts that are always in, and of the others those that were chosen", () => {
    expect(list([say("2026-05-01", choose())], "2026-05-02")).toEqual(["CC1.1", "4.1"]);
    expect(list([say("2026-05-01", choose("a"))], "2026-05-02")).toEqual(["CC1.1", "A1.1", "4.1"]);
  });

  it("of a day in the past is what had been said by then, whatever was said since", () => {
    const decisions = [
      say("2026-05-01", exclude("A1.1")),
      say("2026-06-01", {
        kind: "requirement",
        requirementId: "A1.1",
        isApplicable: true,
        justification: null,
      }),
    ];
    expect(list(decisions, "2026-04-01")).toContain("A1.1");
    expect(list(decisions, "2026-05-15")).not.toContain("A1.1");
    expect(list(decisions.toReversed(), "2026-06-15")).toContain("A1.1");
  });

  it("remembers who left a requirement out, when and why", () => {
    const scope = findScope(framework, [say("2026-05-01", exclude("A1.1"))], new Date("2026-05-02"));
    expect(scope.excluded.get("A1.1")).toMatchObject({
      principalName: "Ada",
      justification: expect.stringMatching(/premises/),
    });
  });
});

describe("a change of scope", () => {
  it("cannot name a part or a requirement that there is not", () => {
    expect(findScopeProblem(framework, choose("x"))).toMatch(/no part "x". Its parts are: cc, a, fix/);
    expect(findScopeProblem(framework, exclude("Z9"))).toMatch(/no requirement "Z9"/);
  });

  it("needs a reason to leave something out, and cannot leave out what applies to everybody", () => {
    expect(findScopeProblem(framework, exclude("A1.1", null))).toMatch(/Say why/);
    expect(findScopeProblem(framework, exclude("4.1"))).toMatch(/applies to every organization/);
    expect(findScopeProblem(framework, exclude("A1.1"))).toBeNull();
  });
});
