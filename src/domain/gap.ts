// Gaps: points without enough evidence, what would close each, and what closing it is worth.
import { listDemands, type Point } from "./catalogue.ts";
import type { Coverage, PointCoverage } from "./coverage.ts";
import { type Grade, isAtLeast } from "./grade.ts";

export type Gap = {
  pointId: string;
  statement: string;
  grade: Grade;
  /** Requirements that need this point. */
  requirementIds: string[];
  /** Share of those requirements' open demands that this one closes, added up: closing alone what blocks most is worth most. */
  value: number;
  advice: string;
  typicalEvidence: Record<string, string>;
};

/** Gaps of a framework below the floor, the most valuable first. */
export function findGaps(points: ReadonlyMap<string, Point>, coverage: Coverage): Gap[] {
  const gaps = new Map<string, Gap>();
  for (const { requirementId, points: linked } of coverage.requirements) {
    const open = listOpenDemands(linked, coverage.floor);
    for (const covered of open.flat()) {
      const point = points.get(covered.pointId);
      if (!point) continue;
      const gap = gaps.get(point.id) ?? buildGap(point, covered.grade, covered.isDesignOnly);
      gap.requirementIds.push(requirementId);
      gap.value += 1 / open.length;
      gaps.set(point.id, gap);
    }
  }
  return [...gaps.values()].toSorted((a, b) => b.value - a.value || a.pointId.localeCompare(b.pointId));
}

/** Demands that no point meets at the floor, each with the points of which one would. */
export function listOpenDemands(linked: readonly PointCoverage[], floor: Grade): PointCoverage[][] {
  const byId = new Map(linked.map((one) => [one.pointId, one]));
  return listDemands({ links: linked.map((one) => ({ ...one, point: one.pointId })) })
    .map((ids) => ids.flatMap((id) => byId.get(id) ?? []))
    .filter((points) => points.every(({ grade }) => !isAtLeast(grade, floor)));
}

function buildGap(point: Point, grade: Grade, isDesignOnly: boolean): Gap {
  return {
    pointId: point.id,
    statement: point.statement,
    grade,
    requirementIds: [],
    value: 0,
    advice: buildAdvice(point, grade, isDesignOnly),
    typicalEvidence: point.evidence as Record<string, string>,
  };
}

function buildAdvice(point: Point, grade: Grade, isDesignOnly: boolean): string {
  if (grade === "suggested") return "The analyser found something it is not sure of: review it first.";
  if (isAtLeast(grade, "inferred")) return "The machine infers this; a reviewer's approval would count.";
  const [kind, shows] = Object.entries(point.evidence)[0] ?? ["record", "what was done, when and by whom"];
  const start = isDesignOnly ? "The rule is written down; nothing shows it is carried out yet. " : "";
  return `${start}Upload a ${kind}: ${shows}`;
}
