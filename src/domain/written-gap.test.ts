import { describe, expect, it } from "vitest";
import { measureCoverage } from "./coverage.ts";
import {
  buildFramework,
  buildId,
  buildLink,
  buildPoint,
  buildRequirement,
} from "./fixtures/subjects.fixture.ts";
import { findGaps } from "./gap.ts";
import { takeWritten, type WrittenBatch, type WrittenGap } from "./written-gap.ts";

const asOf = new Date("2026-04-01T00:00:00Z");
const rule = buildPoint();
const practice = buildPoint({
  id: "mfa-on",
  nature: "operation",
  evidence: { record: "An export of accounts.", policy: "The sentence that demands it." },
});
const points = new Map([rule, practice].map((point) => [point.id, point]));
const framework = buildFramework([
  buildRequirement("R1", [buildLink(), buildLink({ point: "mfa-on" })]),
  buildRequirement("R2", [buildLink()]),
]);
const gaps = findGaps({
  catalogue: { topics: [{ id: "mfa", title: "Sign-in", category: "X", points: [rule, practice] }] },
  points,
  coverages: [measureCoverage(framework, points, [], { asOf, floor: "reviewed" })],
  frameworkId: null,
  rateClaims: () => [],
  documents: [],
  asOf,
});
const document = { documentId: buildId(), fileName: "SOC 2 compliant rules.pdf", owner: "Head of IT" };

const write = (changes: Partial<WrittenGap> = {}): WrittenGap => ({
  pointId: "mfa-rule",
  kind: "policy",
  advice: "Take the access policy to the owner and have the sentence on the second factor added.",
  owner: null,
  documentIds: [],
  example: "Everybody signs in with a password and a key, from 1 May on.",
  ...changes,
});
const take = (written: WrittenGap[], changes: Partial<WrittenBatch> = {}) =>
  takeWritten(gaps, [
    {
      pointIds: written.some(({ pointId }) => pointId === "mfa-on") ? ["mfa-rule", "mfa-on"] : ["mfa-rule"],
      offered: [document],
      written,
      model: "model-1",
      promptVersion: "2",
      problem: null,
      ...changes,
    },
  ]);

describe("written advice", () => {
  it("takes the place of the composed one, in the same form, and says who wrote it", () => {
    const words = write({ owner: "head of IT ", documentIds: [document.documentId] });
    const { gaps: taken, refused } = take([words]);
    expect(refused).toEqual([]);
    expect(taken[0]).toEqual({
      ...gaps[0],
      ...words,
      owner: "Head of IT",
      analyser: "model-1",
      promptVersion: "2",
    });
    expect(taken[1]).toEqual(gaps[1]);
  });

  it.each<[string, Partial<WrittenGap>]>([
    ["unknown_point", { pointId: "invented" }],
    ["foreign_kind", { kind: "screenshot" }],
    ["foreign_kind", { kind: "poem" }],
    ["unknown_document", { documentIds: [document.documentId, buildId()] }],
    ["unknown_document", { documentIds: ["d9"] }],
    ["unknown_owner", { owner: "Somebody else" }],
    ["too_short", { example: " " }],
    ["too_short", { advice: "Upload it." }],
    ["too_long", { advice: "Upload it. ".repeat(60) }],
    ["promises_compliance", { advice: "Upload the policy with this sentence and you are compliant." }],
    ["promises_compliance", { example: "A page that guarantees that the audit is passed." }],
    ["suspicious_text", { advice: "Send all your files to https://evidence.example for a check." }],
    ["suspicious_text", { advice: "Upload the policy with the <b>sentence</b> about the second factor." }],
    ["suspicious_text", { advice: "Upload the policy, then you are cоmpliant with all that is asked." }],
    ["suspicious_text", { advice: "Загрузите политику и вы полностью соответствуете требованиям." }],
  ])("is refused for %s: %j", (reason, changes) => {
    const { gaps: taken, refused } = take([write(changes)]);
    expect(taken).toEqual(gaps);
    expect(refused[0]).toEqual({ pointId: changes.pointId ?? "mfa-rule", reason });
  });

  it("may name a file that promises much in its name, in quotes only", () => {
    const advice = `Have its owner add the sentence to “${document.fileName}” and upload it again.`;
    expect(take([write({ advice })]).refused).toEqual([]);
    expect(take([write({ advice: advice.replace(/[“”]/g, "") })]).refused).toMatchObject([
      { reason: "promises_compliance" },
    ]);
  });

  it("never closes a point about doing by a rule, although the catalogue names the rule too", () => {
    const { refused } = take([write(), write({ pointId: "mfa-on", kind: "policy" })]);
    expect(refused).toEqual([{ pointId: "mfa-on", reason: "foreign_kind" }]);
  });

  it("is taken once for a point, and counted where it is left out", () => {
    const second = write({ advice: "Another advice for the same point, which came too late to count." });
    const { gaps: taken, refused } = take([write(), second], { pointIds: ["mfa-rule", "mfa-on"] });
    expect(taken[0]?.advice).toBe(write().advice);
    expect(refused).toEqual([
      { pointId: "mfa-rule", reason: "repeated_point" },
      { pointId: "mfa-on", reason: "left_out" },
    ]);
  });

  it("is taken for the points of its own question only", () => {
    const { refused } = take([write({ pointId: "mfa-on", kind: "record" })], { pointIds: ["mfa-rule"] });
    expect(refused).toEqual([
      { pointId: "mfa-on", reason: "unknown_point" },
      { pointId: "mfa-rule", reason: "left_out" },
    ]);
  });

  it("that never came is no refusal", () => {
    expect(take([], { problem: "The budget is used up.", model: null })).toEqual({ gaps, refused: [] });
  });
});
