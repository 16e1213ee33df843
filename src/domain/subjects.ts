// Puts together what the grade of each claim depends on.
import type { Point } from "./catalogue.ts";
import type { Claim } from "./claim.ts";
import type { Contradiction } from "./contradiction.ts";
import { findPointWords } from "./coverage.ts";
import type { Document } from "./document.ts";
import type { GradeSubject } from "./grade.ts";
import type { Decision } from "./review.ts";

export function buildGradeSubjects(
  claims: readonly Claim[],
  decisions: readonly Decision[],
  documents: readonly Document[],
  points: ReadonlyMap<string, Point>,
  contradictions: readonly Contradiction[],
): GradeSubject[] {
  const documentIndex = new Map(documents.map((document) => [document.id, document]));
  const byClaim = new Map<string, Decision[]>();
  for (const decision of decisions) {
    byClaim.set(decision.claimId, [...(byClaim.get(decision.claimId) ?? []), decision]);
  }
  const byClaimId = new Map<string, Contradiction[]>();
  for (const one of contradictions) {
    for (const id of [one.claimId, one.otherClaimId]) byClaimId.set(id, [...(byClaimId.get(id) ?? []), one]);
  }
  return claims.flatMap((claim) => {
    const document = documentIndex.get(claim.documentId);
    if (!document) return [];
    return [
      {
        claim,
        document,
        decisions: byClaim.get(claim.id) ?? [],
        pointWords: findPointWords(points, claim.pointId),
        contradictions: byClaimId.get(claim.id) ?? [],
      },
    ];
  });
}
