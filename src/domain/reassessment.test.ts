import { describe, expect, it } from "vitest";
import { describePoint } from "./catalogue.ts";
import type { Claim, ProposedClaim } from "./claim.ts";
import { buildDecision, buildPoint, buildSubject } from "./fixtures/subjects.fixture.ts";
import { reassess } from "./reassessment.ts";
import type { Decision } from "./review.ts";

const point = buildPoint();
const points = new Map([[point.id, point]]);
const claim: Claim = { ...buildSubject().claim, pointWords: describePoint(point) };
const propose = (changes: Partial<ProposedClaim> = {}) => ({
  claim: { ...claim, ...changes },
  reasons: [],
  value: 0,
  isSample: false,
});
const decide = (action: Decision["action"]): Decision[] => [buildDecision({ claimId: claim.id, action })];
const otherQuotes = claim.quotes.map((quote) => ({ ...quote, start: quote.start + 1 }));
const run = (standing: Claim[], decisions: Decision[], ...proposed: ReturnType<typeof propose>[]) => {
  const { retired, added } = reassess(standing, decisions, proposed, points);
  return { retired, added: added.map((one) => one.claim.pointId) };
};
const same = { retired: [], added: [] };
const replaced = { retired: [claim.id], added: ["mfa-rule"] };

describe("a second assessment", () => {
  it("leaves a claim that comes out the same, with its reviews", () => {
    expect(run([claim], [], propose())).toEqual(same);
  });

  it("replaces a claim that nobody decided on when the machine sees it differently, and drops what it sees no more", () => {
    expect(run([claim], [], propose({ probability: 0.31 }))).toEqual(replaced);
    expect(run([claim], [], propose({ guards: ["negated"] }))).toEqual(replaced);
    expect(run([claim], [], propose({ quotes: otherQuotes }))).toEqual(replaced);
    expect(run([claim], [])).toEqual({ retired: [claim.id], added: [] });
  });

  it("keeps what a person approved, whatever the machine makes of it now", () => {
    expect(run([claim], decide("approve"), propose({ probability: 0.31, quotes: otherQuotes }))).toEqual(
      same,
    );
    expect(run([claim], decide("approve"))).toEqual(same);
  });

  it("does not ask again about quotes that a person refused, but does about others", () => {
    expect(run([claim], decide("reject"), propose({ probability: 0.31 }))).toEqual(same);
    expect(run([claim], decide("reject"), propose({ quotes: otherQuotes }))).toEqual(replaced);
  });

  it("asks anew when the point's words have changed", () => {
    const older = { ...claim, pointWords: "design: Other words." };
    expect(run([older], decide("approve"), propose())).toEqual(replaced);
    expect(run([older], decide("approve"))).toEqual(same);
    expect(run([older], [], propose())).toEqual(replaced);
  });

  it("adds a claim on another nature of the same point beside the one that stands", () => {
    expect(run([claim], decide("approve"), propose(), propose({ nature: "operation" }))).toEqual({
      retired: [],
      added: ["mfa-rule"],
    });
  });
});
