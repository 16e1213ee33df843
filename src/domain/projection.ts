// The projection: grades as they were last worked out, so that changes are seen and lists are fast. It can be rebuilt.
import { z } from "zod";
import { findDocumentAsOf } from "./dated.ts";
import {
  type Grade,
  type GradeReason,
  type GradeSubject,
  gradeGroup,
  gradeReasonSchema,
  gradeSchema,
} from "./grade.ts";
import { groupBy } from "./grouping.ts";
import { findClaimValidity, listTurns } from "./validity.ts";

export const keptGradeSchema = z.object({
  claimId: z.uuid(),
  pointId: z.string(),
  grade: gradeSchema,
  reasons: z.array(gradeReasonSchema),
  /** Since when it has this grade for these reasons, as far as the projection knows. */
  since: z.date(),
  /** When time alone ends it. */
  expiresAt: z.date().nullable(),
});
export type KeptGrade = z.infer<typeof keptGradeSchema>;

export type GradeChange = {
  claimId: string;
  pointId: string;
  from: Grade;
  to: Grade;
  reasons: GradeReason[];
};

/** The grades of all claims at a moment. `subjects` has all claims on each point that it has one of. */
export function projectGrades(subjects: readonly GradeSubject[], asOf: Date): KeptGrade[] {
  return [...groupBy(subjects, ({ claim }) => claim.pointId).values()].flatMap((group) => {
    const graded = gradeGroup(group, asOf);
    return group.flatMap((subject, index) => {
      const { id: claimId, pointId } = subject.claim;
      const own = graded[index];
      return own ? [{ claimId, pointId, ...own, since: asOf, expiresAt: findExpiry(subject, asOf) }] : [];
    });
  });
}

/** When its validity begins or ends next. */
function findExpiry(subject: GradeSubject, asOf: Date): Date | null {
  const validity = findClaimValidity(subject.claim, findDocumentAsOf(subject, asOf));
  return listTurns(validity).find((turn) => turn > asOf) ?? null;
}

/** What has to be written: grades that are new or differ. `since` stays where neither grade nor reasons changed. */
export function listOutdated(kept: readonly KeptGrade[], fresh: readonly KeptGrade[]): KeptGrade[] {
  const before = new Map(kept.map((one) => [one.claimId, one]));
  return fresh.flatMap((one) => {
    const old = before.get(one.claimId);
    if (!old || !isSameGrade(old, one)) return [one];
    return old.expiresAt?.getTime() === one.expiresAt?.getTime() ? [] : [{ ...one, since: old.since }];
  });
}

/** Rises, falls and other reasons, of claims that had a grade before or have one now. */
export function listChanges(kept: readonly KeptGrade[], fresh: readonly KeptGrade[]): GradeChange[] {
  const before = new Map(kept.map((one) => [one.claimId, one]));
  return fresh.flatMap((one) => {
    const old = before.get(one.claimId);
    if (old ? isSameGrade(old, one) : one.grade === "none") return [];
    const { claimId, pointId, grade: to, reasons } = one;
    return [{ claimId, pointId, from: old?.grade ?? "none", to, reasons }];
  });
}

function isSameGrade(one: KeptGrade, other: KeptGrade): boolean {
  return one.grade === other.grade && one.reasons.join() === other.reasons.join();
}
