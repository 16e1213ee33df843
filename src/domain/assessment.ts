// What one assessment of a document changed: which claims came, which gave way, which stayed, and where they stand.
import type { Claim } from "./claim.ts";
import { effectiveGrade, type Grade, type GradeSubject } from "./grade.ts";
import { groupBy } from "./grouping.ts";

/** As the ledger has it. `requestedBy` is who asked for it; null when it followed from something else. */
export type AssessmentEntry = { at: Date; assessedBy: string; requestedBy: string | null };

export type ClaimChange = Pick<
  Claim,
  "pointId" | "stance" | "nature" | "probability" | "analyser" | "analyserVersion" | "promptVersion"
> & {
  change: "added" | "retired" | "kept";
  claimId: string;
  /** Of an added claim: the one on the same point and of the same nature that gave way to it. */
  replaces: string | null;
  /** Null before it was made, and after it gave way. */
  gradeBefore: Grade | null;
  gradeAfter: Grade | null;
};

export type Assessment = AssessmentEntry & {
  added: number;
  retired: number;
  kept: number;
  /** Added ones first, then retired, then kept. */
  claims: ClaimChange[];
};

/**
 * @param subjects the document's claims, the retired ones too, and the other claims on the same points.
 * Grades are those of the moment before and of the moment itself, by the catalogue as it is now.
 */
export function tellAssessment(
  documentId: string,
  entry: AssessmentEntry,
  subjects: readonly GradeSubject[],
): Assessment {
  const { at } = entry;
  const own = subjects.filter(({ claim }) => claim.documentId === documentId);
  const byPoint = groupBy(subjects, ({ claim }) => claim.pointId);
  const retired = own.filter(({ claim }) => isSameMoment(claim.retiredAt, at));
  const claims = own.flatMap((subject) => {
    const change = findChange(subject.claim, at);
    if (change === null) return [];
    const grade = (asOf: Date) =>
      effectiveGrade(subject, byPoint.get(subject.claim.pointId) ?? [], asOf).grade;
    return [
      {
        ...pick(subject.claim),
        change,
        replaces: change === "added" ? findReplaced(subject.claim, retired) : null,
        gradeBefore: change === "added" ? null : grade(new Date(at.getTime() - 1)),
        gradeAfter: change === "retired" ? null : grade(at),
      },
    ];
  });
  const list = (change: ClaimChange["change"]) => claims.filter((one) => one.change === change);
  return {
    ...entry,
    added: list("added").length,
    retired: list("retired").length,
    kept: list("kept").length,
    claims: [...list("added"), ...list("retired"), ...list("kept")],
  };
}

function findChange({ createdAt, retiredAt }: Claim, at: Date): ClaimChange["change"] | null {
  if (isSameMoment(createdAt, at)) return "added";
  if (createdAt > at) return null;
  if (isSameMoment(retiredAt, at)) return "retired";
  return retiredAt === null || retiredAt > at ? "kept" : null;
}

function isSameMoment(one: Date | null, other: Date): boolean {
  return one?.getTime() === other.getTime();
}

function findReplaced(claim: Claim, retired: readonly GradeSubject[]): string | null {
  const replaced = retired.find(
    (one) => one.claim.pointId === claim.pointId && one.claim.nature === claim.nature,
  );
  return replaced?.claim.id ?? null;
}

function pick(claim: Claim) {
  const { id, pointId, stance, nature, probability, analyser, analyserVersion, promptVersion } = claim;
  return { claimId: id, pointId, stance, nature, probability, analyser, analyserVersion, promptVersion };
}
