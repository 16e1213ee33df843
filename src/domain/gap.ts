// Gaps: points without enough evidence, what would close each, and what closing it is worth.
import type { Point } from "./catalogue.ts";
import type { Coverage } from "./coverage.ts";
import { type Grade, isAtLeast } from "./grade.ts";

export type Gap = {
  pointId: string;
  statement: string;
  grade: Grade;
  /** Requirements that need this point. */
  requirementIds: string[];
  /** Share of those requirements' open points that this one is, added up: closing alone what blocks most is worth most. */
  value: number;
  advice: string;
  typicalEvidence: Record<string, string>;
};

/** Gaps of a framework below the floor, the most valuable first. */
export function findGaps(points: ReadonlyMap<string, Point>, coverage: Coverage): Gap[] {
  const openByRequirement = coverage.requirements.map((requirement) => ({
    id: requirement.requirementId,
    open: requirement.points.filter((point) => point.required && !isAtLeast(point.grade, coverage.floor)),
  }));
  const gaps = new Map<string, Gap>();
  for (const { id, open } of openByRequirement) {
    for (const covered of open) {
      const point = points.get(covered.pointId);
      if (!point) continue;
      const gap = gaps.get(point.id) ?? buildGap(point, covered.grade, covered.isDesignOnly);
      gap.requirementIds.push(id);
      gap.value += 1 / open.length;
      gaps.set(point.id, gap);
    }
  }
  return [...gaps.values()].toSorted((a, b) => b.value - a.value || a.pointId.localeCompare(b.pointId));
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
