// What decisions say of claims, and which of them count as randomly drawn.
import { describe, expect, it } from "vitest";
import { buildClaim, buildDecision, buildId } from "./fixtures/subjects.fixture.ts";
import { collectSample, listLessons } from "./label.ts";
import type { Action } from "./review.ts";

const day = (number: number) => new Date(Date.UTC(2026, 2, number));
const decide = (claimId: string, action: Action, on = 10, changes = {}) =>
  buildDecision({ claimId, action, decidedAt: day(on), ...changes });

describe("lessons", () => {
  it("an approval says right, a rejection wrong, and what is not judged teaches nothing", () => {
    const claims = (["approve", "reject", "request_evidence", "escalate", "withdraw"] as const).map(
      (action) => ({
        claim: buildClaim(),
        action,
      }),
    );
    const lessons = listLessons(
      claims.map(({ claim }) => claim),
      claims.map(({ claim, action }) => decide(claim.id, action)),
      [],
    );
    expect(lessons.map(({ isRight }) => isRight)).toEqual([true, false]);
  });

  it("an amendment of the point says wrong, one of the quote alone right, and no amendment is a lesson itself", () => {
    const [first, second] = [buildClaim(), buildClaim()];
    const other = buildClaim({ amends: first.id, pointId: "sso-rule" });
    const narrower = buildClaim({ amends: second.id });
    const decisions = [
      decide(first.id, "amend"),
      decide(other.id, "approve"),
      decide(second.id, "amend"),
      decide(narrower.id, "approve"),
    ];
    const lessons = listLessons([first, second, other, narrower], decisions, []);
    expect(lessons.map(({ claimId, isRight }) => [claimId, isRight])).toEqual([
      [first.id, false],
      [second.id, true],
    ]);
  });

  it("the newest decision counts, one that was undone or carried over does not", () => {
    const [changed, undone, carried] = [buildClaim(), buildClaim(), buildClaim()];
    const decisions = [
      decide(changed.id, "reject", 12),
      decide(changed.id, "approve", 10),
      decide(undone.id, "approve", 10),
      decide(undone.id, "reject", 11, { undoneAt: day(11) }),
      decide(carried.id, "approve", 10, { carriedFrom: buildId() }),
    ];
    const lessons = listLessons([changed, undone, carried], decisions, []);
    expect(lessons.map(({ claimId, isRight }) => [claimId, isRight])).toEqual([
      [undone.id, true],
      [changed.id, false],
    ]);
  });

  it("neither drawn claims teach, nor those that go to people for another reason than their probability", () => {
    const [drawn, guarded, against] = [
      buildClaim(),
      buildClaim({ guards: ["planned"] }),
      buildClaim({ stance: "contradicts" }),
    ];
    const claims = [drawn, guarded, against];
    const decisions = claims.map(({ id }) => decide(id, "approve"));
    expect(listLessons(claims, decisions, [{ claimId: drawn.id, drawnAt: day(1), isOpen: true }])).toEqual(
      [],
    );
  });
});

describe("the random sample", () => {
  const claims = Array.from({ length: 4 }, () => buildClaim());
  const draw = (at: number) => ({ claimId: claims[at]?.id ?? "", drawnAt: day(at + 1), isOpen: true });
  const drawn = [3, 1, 0, 2].map(draw);
  const idOf = (at: number) => claims[at]?.id ?? "";

  it("counts in the order of the draw up to the first that waits, whatever was decided first", () => {
    const decisions = [decide(idOf(3), "approve"), decide(idOf(0), "reject"), decide(idOf(2), "approve")];
    const sample = collectSample(claims, decisions, drawn);
    expect(sample.labels.map(({ claimId, isRight }) => [claimId, isRight])).toEqual([[idOf(0), false]]);
    expect(sample.waiting.map(({ claimId }) => claimId)).toEqual([idOf(1)]);
    expect(sample.heldUp).toBe(2);
    const later = collectSample(claims, [...decisions, decide(idOf(1), "approve")], drawn);
    expect(later.labels.map(({ claimId }) => claimId)).toEqual(claims.map(({ id }) => id));
  });

  it("counts against the machine whatever a person answered other than that it is right", () => {
    const decisions = (["approve", "request_evidence", "withdraw", "reject"] as const).map((action, at) =>
      decide(idOf(at), action),
    );
    const { labels } = collectSample(claims, decisions, drawn);
    expect(labels.map(({ isRight }) => isRight)).toEqual([true, false, false, false]);
  });

  it("passes over what nobody is asked any more and what took a decision over, and waits for what was escalated", () => {
    const [first, second, third, fourth] = claims;
    if (!first || !second || !third || !fourth) throw new TypeError("four claims");
    const closed = drawn.map((one) =>
      one.claimId === second.id || one.claimId === third.id ? one : { ...one, isOpen: false },
    );
    const decisions = [
      decide(second.id, "approve", 10, { carriedFrom: buildId() }),
      decide(third.id, "approve"),
      decide(fourth.id, "escalate"),
    ];
    const sample = collectSample(claims, decisions, closed);
    expect(sample.labels.map(({ claimId }) => claimId)).toEqual([third.id]);
    expect(sample.waiting.map(({ claimId }) => claimId)).toEqual([fourth.id]);
  });
});
