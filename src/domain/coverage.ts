// Coverage: how far the points and requirements of a framework are proven, grade by grade.
import { type Framework, type Link, listDemands, type Point } from "./catalogue.ts";
import { findStrongest, findWeakest, type Grade, type GradeSubject, grades, isAtLeast } from "./grade.ts";
import { buildRater, type RateClaims, type RatedClaim } from "./rating.ts";

export type GradeCounts = Record<Grade, number>;

export type PointCoverage = {
  pointId: string;
  required: boolean;
  /** Required points with the same word here are alternatives: one of them is enough. */
  oneOf?: string | undefined;
  /** Whether a publisher supports the link of this point to the requirement, or nobody but us. */
  link: "authored" | "published";
  grade: Grade;
  /** The claims that carry the grade first, then the others on this point. */
  claimIds: string[];
  /** The rule is written down, but nothing shows that it is carried out. */
  isDesignOnly: boolean;
};

export type RequirementCoverage = {
  requirementId: string;
  title: string;
  grade: Grade;
  points: PointCoverage[];
  /** One for each demand: a required point alone, or the best of alternatives. */
  pointsByGrade: GradeCounts;
};

export type Coverage = {
  framework: string;
  asOf: string;
  floor: Grade;
  /** Requirements at or above the floor, and how many there are. */
  met: number;
  total: number;
  requirementsByGrade: GradeCounts;
  pointsByGrade: GradeCounts;
  requirements: RequirementCoverage[];
};

type PointGrade = { grade: Grade; claimIds: string[]; isDesignOnly: boolean };

/**
 * The coverage of a framework. Point grade = best claim that can prove the point; requirement grade = the weakest
 * of its required points; where points are alternatives the best of them stands for all. Grades are counted
 * side by side and never summed into one share.
 */
export function measureCoverage(
  framework: Framework,
  points: ReadonlyMap<string, Point>,
  subjects: readonly GradeSubject[],
  settings: { asOf: Date; floor: Grade },
): Coverage {
  return measureRated(framework, points, buildRater(subjects, settings.asOf), settings);
}

/** The same of claims that are rated already, for several frameworks at one moment. */
export function measureRated(
  framework: Framework,
  points: ReadonlyMap<string, Point>,
  rateClaims: RateClaims,
  settings: { asOf: Date; floor: Grade },
): Coverage {
  const pointGrades = gradePoints(framework, points, rateClaims);
  const requirements = framework.requirements.map((requirement): RequirementCoverage => {
    const covered = requirement.links.map((link) => coverPoint(link, pointGrades));
    const found = new Map(covered.map((point) => [point.pointId, point.grade]));
    const demanded = listDemands(requirement).map((points) =>
      findStrongest(points.map((point) => found.get(point) ?? "none")),
    );
    return {
      requirementId: requirement.id,
      title: requirement.title,
      grade: demanded.length === 0 ? "none" : findWeakest(demanded),
      points: covered,
      pointsByGrade: countGrades(demanded),
    };
  });
  const found = requirements.map((requirement) => requirement.grade);
  return {
    framework: framework.id,
    asOf: settings.asOf.toISOString(),
    floor: settings.floor,
    met: found.filter((grade) => isAtLeast(grade, settings.floor)).length,
    total: requirements.length,
    requirementsByGrade: countGrades(found),
    pointsByGrade: countGrades([...pointGrades.values()].map((point) => point.grade)),
    requirements,
  };
}

/** Whether a claim's nature can prove a point at all: operation is never met by design. */
export function canProve(claim: { nature: string; stance: string }, point: Point): boolean {
  return claim.stance !== "contradicts" && claim.nature === point.nature;
}

export function countGrades(found: readonly Grade[]): GradeCounts {
  const counts = Object.fromEntries(grades.map((grade) => [grade, 0])) as GradeCounts;
  for (const grade of found) counts[grade] += 1;
  return counts;
}

function gradePoints(
  framework: Framework,
  points: ReadonlyMap<string, Point>,
  rateClaims: RateClaims,
): Map<string, PointGrade> {
  const linked = new Set(
    framework.requirements.flatMap((requirement) => requirement.links.map((link) => link.point)),
  );
  return new Map([...linked].map((id) => [id, gradePoint(points.get(id), rateClaims(id))]));
}

function gradePoint(point: Point | undefined, rated: readonly RatedClaim[]): PointGrade {
  if (!point) return { grade: "none", claimIds: [], isDesignOnly: false };
  // A claim that shows the point only partly keeps it in the queue: it never counts as more than suggested.
  const proving = rated.filter(({ subject }) => canProve(subject.claim, point));
  const grade = findStrongest(
    proving.map(({ subject, rated: { grade: own } }) =>
      subject.claim.stance === "partly" ? findWeakest([own, "suggested"]) : own,
    ),
  );
  const ordered = [...proving, ...rated.filter((one) => !proving.includes(one))];
  return {
    grade,
    claimIds: ordered.map(({ subject }) => subject.claim.id),
    isDesignOnly:
      point.nature === "operation" &&
      proving.length === 0 &&
      rated.some(({ subject }) => subject.claim.nature === "design"),
  };
}

function coverPoint(link: Link, pointGrades: ReadonlyMap<string, PointGrade>): PointCoverage {
  const found = pointGrades.get(link.point) ?? { grade: "none", claimIds: [], isDesignOnly: false };
  const { point, required, oneOf, provenance } = link;
  return { pointId: point, required, ...(oneOf && { oneOf }), link: provenance.kind, ...found };
}

export function buildPointIndex(points: readonly Point[]): Map<string, Point> {
  return new Map(points.map((point) => [point.id, point]));
}
