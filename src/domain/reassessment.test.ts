import { describe, expect, it } from "vitest";
import { describePoint } from "./catalogue.ts";
import type { Claim, ProposedClaim } from "./claim.ts";
import { buildPoint, buildSubject } from "./fixtures/subjects.fixture.ts";
import { reassess } from "./reassessment.ts";

const point = buildPoint();
const points = new Map([[point.id, point]]);
const claim: Claim = { ...buildSubject().claim, pointWords: describePoint(point) };
const propose = (changes: Partial<ProposedClaim> = {}) => ({
  claim: { ...claim, ...changes },
  reasons: [],
  value: 0,
});
const run = (standing: Claim[], decided: string[], ...proposed: ReturnType<typeof propose>[]) => {
  const { retired, added } = reassess(standing, new Set(decided), proposed, points);
  return { retired, added: added.map((one) => one.claim.pointId) };
};

describe("a second assessment", () => {
  it("leaves a claim that comes out the same, with its reviews", () => {
    expect(run([claim], [], propose())).toEqual({ retired: [], added: [] });
  });

  it("replaces a claim that nobody decided on when the machine sees it differently", () => {
    const outcome = { retired: [claim.id], added: ["mfa-rule"] };
    expect(run([claim], [], propose({ probability: 0.31 }))).toEqual(outcome);
    expect(run([claim], [], propose({ guards: ["negated"] }))).toEqual(outcome);
    expect(run([claim], [], propose({ quotes: [] }))).toEqual(outcome);
  });

  it("keeps what a person decided, whether the machine finds it again or not", () => {
    expect(run([claim], [claim.id], propose({ probability: 0.31 }))).toEqual({ retired: [], added: [] });
    expect(run([claim], [claim.id])).toEqual({ retired: [], added: [] });
  });

  it("asks anew beside a person's decision when the point's words have changed", () => {
    const older = { ...claim, pointWords: "design: Other words." };
    expect(run([older], [claim.id], propose())).toEqual({ retired: [], added: ["mfa-rule"] });
    expect(run([older], [], propose())).toEqual({ retired: [claim.id], added: ["mfa-rule"] });
  });
});
