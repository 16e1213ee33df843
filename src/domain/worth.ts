// What a decision is worth: the requirements in scope that it would lift × how unsure the machine is × how urgent it is ×
// how long it has waited. Pure; worked out when the queue is listed.
import { type Framework, listDemands, type Point } from "./catalogue.ts";
import { canProve } from "./coverage.ts";
import { findStrongest, findWeakest, type Grade, isAtLeast } from "./grade.ts";
import { groupBy } from "./grouping.ts";
import { isUrgent, type ReviewReason } from "./review.ts";
import type { Score } from "./scoring.ts";

/** `requirements`: lifted alone count 1, those where more is missing their share of what is missing. */
export type Worth = { requirements: number; uncertainty: number; ageDays: number; value: number };

type Asked = Score & {
  requirements: number;
  reasons: readonly ReviewReason[];
  openedAt: Date;
  dueAt: Date;
};

const dayMs = 86_400_000;
/** What waits doubles its worth in a week. */
const doublingDays = 7;
/** What lifts nothing is worth as much as a quarter of a requirement: it may still be wrong. */
const leastLift = 0.25;
/** More than this many requirements make a question no more pressing. */
const mostLift = 200;
/** A sure machine is wrong at times. */
const leastUncertainty = 0.2;
const urgency = 2;
const lateness = 1.5;
/** One person has looked already. */
const uncertaintyAfterApproval = 0.2;
/** Above what counts as covered by default a rise is worth less. */
const confirmationShare = 0.25;

/**
 * Age multiplies by 2^(weeks), so that nothing starves: of two questions the one that opened `patienceDays` earlier comes
 * first whatever the other one is about.
 */
export const patienceDays =
  doublingDays * Math.log2((((leastLift + mostLift) / leastLift) * urgency * lateness) / leastUncertainty);

export function measureWorth(asked: Asked, asOf: Date): Worth {
  const { requirements, reasons, openedAt, dueAt } = asked;
  const ageDays = Math.max(0, (asOf.getTime() - openedAt.getTime()) / dayMs);
  const uncertainty = reasons.includes("second_person")
    ? uncertaintyAfterApproval
    : measureUncertainty(asked);
  const value =
    (leastLift + Math.min(requirements, mostLift)) *
    (leastUncertainty + (1 - leastUncertainty) * uncertainty) *
    (isUrgent(reasons) ? urgency : 1) *
    (dueAt < asOf ? lateness : 1) *
    2 ** Math.min(ageDays / doublingDays, 1_000);
  return { requirements, uncertainty, ageDays, value };
}

/** 0 to 1: the entropy of the probability, or of its distance to the threshold, whichever is more open. */
export function measureUncertainty({ probability, threshold }: Score): number {
  const placed =
    probability < threshold
      ? (0.5 * probability) / threshold
      : 0.5 + (0.5 * (probability - threshold)) / (1 - threshold || 1);
  return Math.max(measureEntropy(probability), measureEntropy(placed));
}

function measureEntropy(share: number): number {
  const part = (value: number) => (value <= 0 ? 0 : -value * Math.log2(value));
  return part(share) + part(1 - share);
}

/** The grade of a claim, with what says whether it can prove its point. */
export type PointClaim = {
  pointId: string;
  stance: "supports" | "partly" | "contradicts";
  nature: string;
  grade: Grade;
};

/** Grades of points by their best claims; a claim that shows its point only partly never counts as more than suggested. */
export function gradePoints(
  claims: readonly PointClaim[],
  points: ReadonlyMap<string, Point>,
): Map<string, Grade> {
  return new Map(
    [...groupBy(claims, ({ pointId }) => pointId)].map(([pointId, group]) => {
      const point = points.get(pointId);
      const proving = group.filter((claim) => point !== undefined && canProve(claim, point));
      const grades = proving.map(({ stance, grade }) =>
        stance === "partly" ? findWeakest([grade, "suggested"]) : grade,
      );
      return [pointId, findStrongest(grades)];
    }),
  );
}

/** The grade of a requirement: the weakest of its demands, each as strong as the best of its points. */
export function gradeDemands(
  demands: readonly (readonly string[])[],
  pointGrades: ReadonlyMap<string, Grade>,
): Grade[] {
  return demands.map((points) => findStrongest(points.map((point) => pointGrades.get(point) ?? "none")));
}

/**
 * How many requirements rise when a point reaches a grade.
 * @param frameworks with what is in scope only.
 */
export function buildLifter(
  frameworks: readonly Framework[],
  pointGrades: ReadonlyMap<string, Grade>,
): (pointId: string, target: "reviewed" | "validated") => number {
  const demanded = frameworks.flatMap(({ requirements }) =>
    requirements.flatMap((requirement) => {
      const demands = listDemands(requirement);
      const grades = gradeDemands(demands, pointGrades);
      return demands.flatMap((points, at) => points.map((pointId) => ({ pointId, at, grades })));
    }),
  );
  const byPoint = groupBy(demanded, ({ pointId }) => pointId);
  const known = new Map<string, number>();
  return (pointId, target) => {
    const key = `${target} ${pointId}`;
    const lift =
      known.get(key) ??
      (byPoint.get(pointId) ?? []).reduce((sum, { at, grades }) => sum + measureLift(grades, at, target), 0);
    known.set(key, lift);
    return lift;
  };
}

/** 1 when the demand alone holds the requirement below the grade, else its share of what is missing. */
function measureLift(demands: readonly Grade[], at: number, target: "reviewed" | "validated"): number {
  const isMissing = (grade: Grade | undefined) => grade !== undefined && !isAtLeast(grade, target);
  if (!isMissing(demands[at])) return 0;
  const share = 1 / demands.filter(isMissing).length;
  return target === "validated" && isAtLeast(demands[at] ?? "none", "reviewed")
    ? share * confirmationShare
    : share;
}

/** What hangs on a claim: a person's word on it lets its point rise, or frees the point of its doubt. */
export function measureClaimLift(
  { pointId, stance, nature }: Omit<PointClaim, "grade">,
  reasons: readonly ReviewReason[],
  point: Point | undefined,
  lift: ReturnType<typeof buildLifter>,
): number {
  if (!point || nature !== point.nature || stance === "partly") return 0;
  return lift(pointId, reasons.includes("second_person") ? "validated" : "reviewed");
}
