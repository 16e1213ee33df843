// The life of a claim: every rise and fall of its grade, each with what caused it. Worked out, never stored.
import { z } from "zod";
import { listDatedDocuments } from "./dated.ts";
import { effectiveGrade, type Grade, type GradeReason, type GradeSubject } from "./grade.ts";
import type { Decision } from "./review.ts";
import { findClaimValidity, listTurns } from "./validity.ts";

/** What can change a grade. */
export const causeKindSchema = z.enum([
  "claim_made",
  "claim_retired",
  "claim_decided",
  "decision_undone",
  "document_superseded",
  "integrity_failed",
  "integrity_restored",
  "facts_stated",
  "versions_joined",
  "carried_over",
  "catalogue_changed",
  "rules_changed",
  "contradiction_found",
  "contradiction_resolved",
  "scoring_changed",
  "validity_turned",
]);
export type CauseKind = z.infer<typeof causeKindSchema>;

/** `subjectId` is the document, claim, decision or contradiction that it is about; the organization for what is about none. */
export type Cause = { kind: CauseKind; subjectId: string; principalId: string | null };

/** `claimId` is the claim that it happened to: the claim itself, or another one on its point. */
export type Moment = { at: Date; kind: CauseKind; claimId: string; decision?: Decision };

export type LifeStep = { at: Date; from: Grade; to: Grade; reasons: GradeReason[]; causes: Moment[] };

/**
 * Every change of grade or reasons of a claim up to a moment, oldest first, each with all that happened at that moment
 * to it or to the other claims on its point.
 */
export function listLifeSteps(
  subject: GradeSubject,
  peers: readonly GradeSubject[],
  until: Date,
): LifeStep[] {
  const others = peers.filter(({ claim }) => claim.id !== subject.claim.id);
  const moments = [subject, ...others].flatMap(listMoments).filter(({ at }) => at <= until);
  const times = [...new Set(moments.map(({ at }) => at.getTime()))].toSorted((a, b) => a - b);
  const steps: LifeStep[] = [];
  let before: { grade: Grade; reasons: GradeReason[] } = { grade: "none", reasons: ["not_yet_made"] };
  for (const time of times) {
    const at = new Date(time);
    const now = effectiveGrade(subject, others, at);
    if (now.grade !== before.grade || now.reasons.join() !== before.reasons.join()) {
      const causes = moments.filter((moment) => moment.at.getTime() === time);
      steps.push({ at, from: before.grade, to: now.grade, reasons: now.reasons, causes });
    }
    before = now;
  }
  return steps;
}

/** Every moment at which something may have changed the grade of a claim, or of another one on its point. */
export function listMoments(subject: GradeSubject): Moment[] {
  const { claim, document, decisions, contradictions } = subject;
  const found: [Date | null, CauseKind, Decision?][] = [
    [claim.createdAt, "claim_made"],
    [claim.retiredAt, "claim_retired"],
    [document.supersededAt, "document_superseded"],
    ...subject.lapses.map(({ failedAt }): [Date, CauseKind] => [failedAt, "integrity_failed"]),
    ...subject.lapses.map(({ restoredAt }): [Date | null, CauseKind] => [restoredAt, "integrity_restored"]),
    ...decisions.map((one): [Date, CauseKind, Decision] => [one.decidedAt, "claim_decided", one]),
    ...decisions.map((one): [Date | null, CauseKind, Decision] => [one.undoneAt, "decision_undone", one]),
    ...contradictions.map(({ foundAt }): [Date, CauseKind] => [foundAt, "contradiction_found"]),
    ...contradictions.map(({ resolvedAt }): [Date | null, CauseKind] => [
      resolvedAt,
      "contradiction_resolved",
    ]),
    ...subject.facts.map(({ statedAt }): [Date, CauseKind] => [statedAt, "facts_stated"]),
    ...subject.ancestors.map(({ since }): [Date, CauseKind] => [since, "versions_joined"]),
    ...subject.wordings.map(({ since }): [Date, CauseKind] => [since, "catalogue_changed"]),
    ...subject.scorings.map(({ since }): [Date, CauseKind] => [since, "scoring_changed"]),
    ...listAllTurns(subject).map((at): [Date, CauseKind] => [at, "validity_turned"]),
  ];
  // What was so when the claim was made is no event in its life; what was carried over to it then is one.
  const isBefore = (at: Date, kind: CauseKind) =>
    kind !== "claim_made" && kind !== "claim_decided" && at <= claim.createdAt;
  return found.flatMap(([at, kind, decision]) =>
    at === null || isBefore(at, kind) ? [] : [{ at, kind, claimId: claim.id, ...(decision && { decision }) }],
  );
}

/** When its validity begins and ends, for all that was ever known of its dates. */
function listAllTurns(subject: GradeSubject): Date[] {
  return listDatedDocuments(subject).flatMap((document) =>
    listTurns(findClaimValidity(subject.claim, document)),
  );
}
