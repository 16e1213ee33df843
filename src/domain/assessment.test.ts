import { describe, expect, it } from "vitest";
import { tellAssessment } from "./assessment.ts";
import type { Claim } from "./claim.ts";
import { buildClaim, buildDocument, buildSubject } from "./fixtures/subjects.fixture.ts";

const at = new Date("2026-03-05T10:00:00Z");
const document = buildDocument();
const subject = (changes: Partial<Claim>) => ({
  ...buildSubject(),
  claim: buildClaim({ documentId: document.id, ...changes }),
  document,
});
const tell = (...subjects: ReturnType<typeof subject>[]) =>
  tellAssessment(document.id, { at, assessedBy: "local-3 x y", requestedBy: null }, subjects);

describe("an assessment", () => {
  it("tells which claim gave way to which, with the grade before and after", () => {
    const old = subject({ retiredAt: at, promptVersion: "judge-claims@1" });
    const fresh = subject({ createdAt: at, probability: 0.5, promptVersion: "judge-claims@2" });
    expect(tell(old, fresh)).toMatchObject({
      added: 1,
      retired: 1,
      kept: 0,
      claims: [
        {
          change: "added",
          claimId: fresh.claim.id,
          replaces: old.claim.id,
          gradeBefore: null,
          gradeAfter: "suggested",
          promptVersion: "judge-claims@2",
        },
        {
          change: "retired",
          claimId: old.claim.id,
          replaces: null,
          gradeBefore: "inferred",
          gradeAfter: null,
          promptVersion: "judge-claims@1",
        },
      ],
    });
  });

  it("tells what stayed, and what that became by what came", () => {
    const kept = subject({});
    const contradicting = subject({ createdAt: at, nature: "operation", stance: "contradicts" });
    const [, told] = tell(kept, contradicting).claims;
    expect(told).toMatchObject({ change: "kept", gradeBefore: "inferred", gradeAfter: "inferred" });
  });

  it("is silent about claims that came later or had given way before, and about other documents", () => {
    const later = subject({ createdAt: new Date("2026-03-06T10:00:00Z") });
    const gone = subject({ retiredAt: new Date("2026-03-04T10:00:00Z") });
    const other = subject({ documentId: buildDocument().id, createdAt: at });
    expect(tell(later, gone, other).claims).toEqual([]);
  });
});
