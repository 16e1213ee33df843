import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildSubject } from "./fixtures/subjects.fixture.ts";
import { buildShown, listShownChanges, parseVersion, type ReviewState, writeVersion } from "./shown.ts";

const asOf = new Date("2026-04-01T00:00:00Z");
const build = (
  changes: Parameters<typeof buildSubject>[0] = {},
  review: Partial<ReviewState> = {},
): ReviewState => {
  const subject = buildSubject(changes);
  return {
    review: { reasons: ["low_probability"], closedAt: null },
    subject,
    peers: [subject],
    contradictions: [],
    evidence: "none",
    ...review,
  };
};

describe("a version", () => {
  it("carries what was shown, letter by letter", () => {
    const words = fc.string({ unit: "grapheme" });
    fc.assert(
      fc.property(words, fc.double({ min: 0, max: 1, noNaN: true }), (said, probability) => {
        const state = build({ claim: { probability, guards: ["planned", "negated"] } });
        const shown = { ...buildShown(state, asOf), words: said };
        expect(parseVersion(writeVersion(shown))).toEqual(shown);
      }),
    );
  });

  it("of anything else is none", () => {
    const shown = buildShown(build(), asOf);
    const write = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    expect(parseVersion(write({ ...shown, extra: 1 }))).toBeNull();
    expect(parseVersion(write({ ...shown, grade: "splendid" }))).toBeNull();
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(parseVersion(text)).toBeNull();
      }),
    );
  });
});

describe("what differs", () => {
  it("is nothing for the same state, in whatever order its parts come", () => {
    const state = build({ claim: { guards: ["planned", "negated"] } });
    const { claim } = state.subject;
    const turned = {
      ...state,
      subject: { ...state.subject, claim: { ...claim, guards: claim.guards.toReversed() } },
    };
    expect(listShownChanges(buildShown(state, asOf), buildShown(turned, asOf), turned)).toEqual([]);
  });

  it("is nothing that nobody could see: a thousandth of a probability", () => {
    const state = build({ claim: { probability: 0.9012 } });
    const claim = { ...state.subject.claim, probability: 0.9008 };
    const other = { ...state, subject: { ...state.subject, claim } };
    expect(listShownChanges(buildShown(state, asOf), buildShown(other, asOf), other)).toEqual([]);
  });

  it("is told in words, with what it was and what it is", () => {
    const before = build();
    const document = { ...before.subject.document, supersededAt: new Date("2026-03-20T00:00:00Z") };
    const subject = { ...before.subject, document };
    const after = { ...before, subject, peers: [subject], evidence: "answered" as const };
    expect(listShownChanges(buildShown(before, asOf), buildShown(after, asOf), after)).toEqual([
      { what: "document", before: "the newest version", after: "replaced by a newer version" },
      { what: "grade", before: "inferred", after: "none" },
      { what: "reasons of the grade", before: "inferred unseen", after: "superseded" },
      { what: "more evidence", before: null, after: "answered" },
    ]);
  });
});
