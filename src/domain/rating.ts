// The claims on a point with their grades: worked out once for everything that asks at the same moment.
import { type EffectiveGrade, effectiveGrade, type GradeSubject, grades } from "./grade.ts";

export type RatedClaim = { subject: GradeSubject; rated: EffectiveGrade };
export type RateClaims = (pointId: string) => readonly RatedClaim[];

/** The claims on a point that are worth anything, best first; each point is rated when it is asked for first. */
export function buildRater(subjects: readonly GradeSubject[], asOf: Date): RateClaims {
  const byPoint = new Map<string, GradeSubject[]>();
  for (const subject of subjects) {
    const group = byPoint.get(subject.claim.pointId);
    if (group) group.push(subject);
    else byPoint.set(subject.claim.pointId, [subject]);
  }
  const known = new Map<string, RatedClaim[]>();
  return (pointId) => {
    const rated = known.get(pointId) ?? rate(byPoint.get(pointId) ?? [], asOf);
    known.set(pointId, rated);
    return rated;
  };
}

function rate(peers: readonly GradeSubject[], asOf: Date): RatedClaim[] {
  return peers
    .map((subject) => ({ subject, rated: effectiveGrade(subject, peers, asOf) }))
    .filter(({ rated }) => rated.grade !== "none")
    .toSorted(
      (a, b) =>
        grades.indexOf(b.rated.grade) - grades.indexOf(a.rated.grade) ||
        b.subject.claim.probability - a.subject.claim.probability,
    );
}
