import { describe, expect, it } from "vitest";
import { describePoint, type Framework, type Point } from "./catalogue.ts";
import { buildPointIndex, measureCoverage } from "./coverage.ts";
import {
  buildDocument,
  buildFramework,
  buildLink,
  buildPoint,
  buildRequirement,
  buildSubject,
  withWords,
} from "./fixtures/subjects.fixture.ts";
import { findGaps, gapSchema } from "./gap.ts";
import { pickKind } from "./gap-advice.ts";
import type { Grade, GradeSubject } from "./grade.ts";
import { buildRater } from "./rating.ts";

const screens = "A screen of the sign-in rules.";
const exports = "An export of accounts with their second factor.";
const rule = buildPoint();
const practice = buildPoint({
  id: "mfa-on",
  statement: "Multi-factor authentication is enforced.",
  nature: "operation",
  frequency: "continuous",
  evidence: { screenshot: screens, record: exports, policy: "The sentence that demands it." },
  examples: ["Of 212 accounts 212 have a second factor.", "Sign-in risk  High  Grant  Require MFA  State On"],
});
const keys = buildPoint({ ...practice, id: "keys-used", statement: "Hardware keys are used by all staff." });
const points = buildPointIndex([rule, practice, keys]);
const topic = { id: "mfa", title: "Sign-in", category: "PR.AA", points: [rule, practice, keys] };
const asOf = new Date("2026-04-01T00:00:00Z");
const link = (point: string, required = true) => buildLink({ point, required });
const framework = buildFramework([
  buildRequirement("R1", [link("mfa-rule")]),
  buildRequirement("R2", [link("mfa-rule"), link("mfa-on")]),
  buildRequirement("R3", [link("mfa-rule"), link("mfa-on", false)]),
]);

type Changes = { floor?: Grade; frameworkId?: string; others?: Framework[]; kinds?: ("record" | "policy")[] };

function find(of: Framework, subjects: readonly GradeSubject[] = [], changes: Changes = {}) {
  const { floor = "reviewed", frameworkId = null, others = [], kinds = [] } = changes;
  return findGaps({
    catalogue: { topics: [topic] },
    points,
    coverages: [of, ...others].map((one) => measureCoverage(one, points, subjects, { asOf, floor })),
    frameworkId,
    rateClaims: buildRater(subjects, asOf),
    documents: [
      ...subjects.map(({ document }) => document),
      ...kinds.map((kind) => buildDocument({ kind, uploadedAt: new Date("2026-03-01T00:00:00Z") })),
    ],
    asOf,
  });
}

/** A claim on a point, made on its words of now. */
function claimOn(point: Point, changes: Parameters<typeof buildSubject>[0] = {}): GradeSubject {
  const claim = { pointId: point.id, pointWords: describePoint(point), nature: point.nature };
  const subject = buildSubject({ ...changes, claim: { ...claim, ...changes.claim } });
  return withWords(subject, describePoint(point));
}

const screenOf = (point: Point, changes: Parameters<typeof buildSubject>[0] = {}) =>
  claimOn(point, {
    ...changes,
    document: { kind: "screenshot", fileName: "sign-in.png", capturedAt: "2026-03-01", ...changes.document },
  });

describe("gaps", () => {
  it("put first what lifts most requirements alone", () => {
    const gaps = find(framework);
    expect(gaps.map(({ pointId, requirementIds, unlocks }) => [pointId, requirementIds, unlocks])).toEqual([
      ["mfa-rule", ["R1", "R2", "R3"], 2],
      ["mfa-on", ["R2"], 0],
    ]);
  });

  it("put a larger share of what is open before a smaller one, and less work before more", () => {
    const shared = buildFramework([
      buildRequirement("R1", [link("mfa-rule"), link("mfa-on"), link("keys-used")]),
      buildRequirement("R2", [link("keys-used"), link("mfa-on")]),
    ]);
    expect(find(shared, [screenOf(keys)]).map(({ pointId, effort }) => [pointId, effort])).toEqual([
      ["keys-used", "review"],
      ["mfa-on", "upload"],
      ["mfa-rule", "upload"],
    ]);
    const stale = screenOf(practice, { document: { capturedAt: "2025-01-01" } });
    expect(find(shared, [stale])[0]).toMatchObject({ pointId: "mfa-on", effort: "renew" });
  });

  it("count over every framework in scope, or over one and tell how many others need it too", () => {
    const other = buildFramework([buildRequirement("X1", [link("mfa-rule")])], { id: "other" });
    const [all] = find(framework, [], { others: [other] });
    expect(all).toMatchObject({ pointId: "mfa-rule", unlocks: 3, elsewhere: 0 });
    expect(all?.requirements).toContainEqual({ framework: "other", requirementId: "X1", isLifted: true });
    const only = find(framework, [], { others: [other], frameworkId: "other" });
    expect(only.map(({ pointId, unlocks, elsewhere }) => [pointId, unlocks, elsewhere])).toEqual([
      ["mfa-rule", 1, 3],
    ]);
  });

  it("are of one form", () => {
    for (const gap of find(framework, [screenOf(practice), screenOf(keys)]))
      expect(gapSchema.parse(gap)).toEqual(gap);
  });
});

describe("alternatives", () => {
  const either = ["mfa-rule", "mfa-on"].map((point) => buildLink({ point, oneOf: "way" }));
  const choice = buildFramework([buildRequirement("R1", either), buildRequirement("R2", [])]);

  it("are all gaps while none is met, each lifts the requirement alone, and each names the others", () => {
    const gaps = find(choice, [claimOn(rule)]);
    expect(gaps.map(({ pointId, value, unlocks }) => [pointId, value, unlocks])).toEqual([
      ["mfa-rule", 1, 1],
      ["mfa-on", 1, 1],
    ]);
    expect(gaps[1]?.alternatives).toEqual([
      { pointId: "mfa-rule", statement: rule.statement, requirementCount: 1 },
    ]);
  });

  it("are no gaps once one is met", () => {
    expect(find(choice, [claimOn(rule)], { floor: "inferred" })).toEqual([]);
  });
});

describe("what the organization already has", () => {
  const both = buildFramework([buildRequirement("R1", [link("mfa-on")])]);
  const opposed = { claim: { stance: "contradicts" as const } };
  const design = { nature: "design" as const, stance: "partly" as const };

  it.each<[string, GradeSubject[], string, RegExp]>([
    [
      "waiting",
      [screenOf(practice, { claim: { probability: 0.4 } })],
      "review",
      /“sign-in\.png” may show it/,
    ],
    ["unseen", [screenOf(practice)], "review", /a reviewer's approval would count/],
    [
      "stale",
      [screenOf(practice, { document: { capturedAt: "2025-01-01" } })],
      "renew",
      /until 2025-04-01, and is out of date now\. Upload a newer screenshot: A screen/,
    ],
    [
      "contradicted",
      [screenOf(practice), screenOf(practice, { ...opposed, document: { fileName: "other.png" } })],
      "review",
      /“other\.png” the opposite: a reviewer decides/,
    ],
    ["contradicts", [screenOf(practice, opposed)], "upload", /^“sign-in\.png” shows the opposite: put that/],
    [
      "partly",
      [screenOf(practice, { claim: { stance: "partly" } })],
      "upload",
      /shows a part of it\. Upload/,
    ],
    [
      "design_only",
      [claimOn(practice, { claim: design })],
      "upload",
      /^The rule is written down in “policy\.md”; nothing shows it is carried out yet\. Upload a screenshot/,
    ],
  ])("is told with why it does not count: %s", (shortfall, subjects, effort, advice) => {
    const [gap] = find(both, subjects);
    expect(gap).toMatchObject({ effort, advice: expect.stringMatching(advice) });
    expect(gap?.documents[0]?.shortfalls).toEqual([shortfall]);
    expect(gap?.documentIds).toContain(subjects[0]?.document.id);
  });

  it("may be approved by one person where a second one is asked for", () => {
    const approved = screenOf(practice, { decisions: [{}] });
    expect(find(both, [approved], { floor: "validated" })[0]).toMatchObject({
      grade: "reviewed",
      effort: "review",
      advice: expect.stringMatching(/second person's confirmation/),
    });
    expect(find(both, [approved])).toEqual([]);
  });

  it("may speak for another point of the topic: its owner is asked", () => {
    const near = screenOf(keys, { document: { owner: "Identity team" } });
    const [gap] = find(both, [near]);
    expect(gap?.documents).toMatchObject([{ pointId: "keys-used", shortfalls: ["other_point"] }]);
    expect(gap).toMatchObject({ effort: "upload", owner: "Identity team", documentIds: [near.document.id] });
    expect(gap?.advice).toMatch(/Identity team, who owns “sign-in\.png”, may know who has it\.$/);
  });

  it("names nobody whose document only may speak for another point", () => {
    const near = screenOf(keys, { claim: { probability: 0.3 }, document: { owner: "Identity team" } });
    expect(find(both, [near])[0]).toMatchObject({ owner: null, documentIds: [] });
  });

  it("is nothing where a claim was rejected or its document was replaced", () => {
    const rejected = screenOf(practice, { decisions: [{ action: "reject" }] });
    const replaced = screenOf(practice, { document: { supersededAt: new Date("2026-03-20T00:00:00Z") } });
    expect(find(both, [rejected, replaced])[0]).toMatchObject({
      documents: [],
      owner: null,
      documentIds: [],
    });
  });
});

describe("the kind of evidence", () => {
  const one = buildFramework([buildRequirement("R1", [link("mfa-on"), link("mfa-rule")])]);
  const pick = (kinds: ("record" | "policy")[]) =>
    Object.fromEntries(find(one, [], { kinds }).map(({ pointId, kind }) => [pointId, kind]));

  it("can prove the nature of the point, and is the one that is there soonest", () => {
    expect(pick([])).toEqual({ "mfa-on": "screenshot", "mfa-rule": "procedure" });
  });

  it("is rather one that the organization uploads already", () => {
    expect(pick(["record", "policy"])).toEqual({ "mfa-on": "record", "mfa-rule": "policy" });
  });

  it("is a record rather than a screen for what is done again and again", () => {
    expect(pickKind({ ...practice, frequency: "quarterly" }, new Set())).toBe("record");
    expect(pickKind(practice, new Set(["record", "screenshot"]))).toBe("screenshot");
  });

  it("is any that proves the nature where the catalogue names none", () => {
    expect(pickKind({ ...practice, evidence: { policy: "A sentence in it." } }, new Set())).toBe(
      "screenshot",
    );
  });

  it("comes with an example of what a good file of it shows", () => {
    const example = (kinds: "record"[]) =>
      find(one, [], { kinds }).find(({ pointId }) => pointId === "mfa-on")?.example;
    expect(example([])).toBe(practice.examples[1]);
    expect(example(["record"])).toBe(practice.examples[0]);
  });
});
