// The claims on a point with their grades: worked out once for everything that asks at the same moment.
import { type EffectiveGrade, type GradeSubject, gradeGroup, grades } from "./grade.ts";
import { groupBy } from "./grouping.ts";

export type RatedClaim = { subject: GradeSubject; rated: EffectiveGrade };
export type RateClaims = (pointId: string) => readonly RatedClaim[];

/** The claims on a point that are worth anything, best first; each point is rated when it is asked for first. */
export function buildRater(subjects: readonly GradeSubject[], asOf: Date): RateClaims {
  const byPoint = groupBy(subjects, ({ claim }) => claim.pointId);
  const known = new Map<string, RatedClaim[]>();
  return (pointId) => {
    const rated = known.get(pointId) ?? rate(byPoint.get(pointId) ?? [], asOf);
    known.set(pointId, rated);
    return rated;
  };
}

function rate(peers: readonly GradeSubject[], asOf: Date): RatedClaim[] {
  const found = gradeGroup(peers, asOf);
  return peers
    .flatMap((subject, index) => {
      const rated = found[index];
      return rated ? [{ subject, rated }] : [];
    })
    .filter(({ rated }) => rated.grade !== "none")
    .toSorted(
      (a, b) =>
        grades.indexOf(b.rated.grade) - grades.indexOf(a.rated.grade) ||
        b.subject.claim.probability - a.subject.claim.probability,
    );
}
