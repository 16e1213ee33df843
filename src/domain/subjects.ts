// Puts together what the grade of each claim depends on.
import type { Claim } from "./claim.ts";
import type { Contradiction } from "./contradiction.ts";
import type { Ancestor, DatedFact, DatedWords, IntegrityLapse } from "./dated.ts";
import type { Document } from "./document.ts";
import type { GradeSubject } from "./grade.ts";
import { groupBy } from "./grouping.ts";
import type { Decision } from "./review.ts";
import { nameSource, type SourceScoring } from "./scoring.ts";

/** Lists in the order in which things came to be. */
export type Evidence = {
  claims: readonly Claim[];
  decisions: readonly Decision[];
  documents: readonly Document[];
  /** Of documents of which somebody stated something; the others are as they were read. */
  facts: readonly DatedFact[];
  lapses: readonly IntegrityLapse[];
  wordings: readonly DatedWords[];
  contradictions: readonly Contradiction[];
  scorings: readonly SourceScoring[];
};

/** One subject for each claim whose document is there, in their order. */
export function buildGradeSubjects(evidence: Evidence): GradeSubject[] {
  const documents = new Map(evidence.documents.map((document) => [document.id, document]));
  const facts = groupBy(evidence.facts, ({ documentId }) => documentId);
  const lapses = groupBy(evidence.lapses, ({ documentId }) => documentId);
  const decisions = groupBy(evidence.decisions, ({ claimId }) => claimId);
  const scorings = groupBy(evidence.scorings, ({ source }) => source);
  const wordings = groupBy(evidence.wordings, ({ pointId }) => pointId);
  const sides = evidence.contradictions.flatMap((one) =>
    [one.claimId, one.otherClaimId].map((claimId) => ({ claimId, one })),
  );
  const contradictions = groupBy(sides, ({ claimId }) => claimId);
  return evidence.claims.flatMap((claim) => {
    const document = documents.get(claim.documentId);
    if (!document) return [];
    return [
      {
        claim,
        document,
        facts: facts.get(document.id) ?? [],
        ancestors: listAncestors(document, documents),
        lapses: lapses.get(document.id) ?? [],
        decisions: decisions.get(claim.id) ?? [],
        wordings: wordings.get(claim.pointId) ?? [],
        contradictions: (contradictions.get(claim.id) ?? []).map(({ one }) => one),
        scorings: scorings.get(nameSource(claim)) ?? [],
      },
    ];
  });
}

/** The older versions of a document, the next one first. */
function listAncestors(document: Document, documents: ReadonlyMap<string, Document>): Ancestor[] {
  const found: Ancestor[] = [];
  let { supersedesId: id, supersedesSince: since } = document;
  while (id !== null && since !== null && found.every((one) => one.id !== id)) {
    found.push({ id, since });
    const older = documents.get(id);
    id = older?.supersedesId ?? null;
    since = older?.supersedesSince ?? null;
  }
  return found;
}
