// What evidence that counts for one framework already does for another.
import type { Framework, Point, PublishedPair } from "./catalogue.ts";
import type { Coverage, PointCoverage } from "./coverage.ts";
import {
  buildCrosswalk,
  type Crossing,
  listFrameworkPoints,
  measureOverlap,
  type Overlap,
} from "./crosswalk.ts";
import { listOpenDemands } from "./gap.ts";
import { type Grade, isAtLeast } from "./grade.ts";

export type CrosswalkPoint = { pointId: string; statement: string; grade: Grade };

export type CrosswalkRequirement = {
  requirementId: string;
  title: string;
  grade: Grade;
  /** Required points with evidence at the floor or above that also counts for the other framework. */
  carried: CrosswalkPoint[];
  /** Points of demands that nothing meets yet which the other framework links too: one effort serves both. */
  leftForBoth: CrosswalkPoint[];
  /** Such points that only this framework needs. */
  leftHereOnly: CrosswalkPoint[];
  related: Omit<Crossing, "from">[];
};

export type FrameworkReuse = {
  from: string;
  to: string;
  asOf: string;
  floor: Grade;
  overlap: Overlap;
  requirements: CrosswalkRequirement[];
};

/** `coverage` is that of `from`. */
export function measureReuse(
  from: Framework,
  to: Framework,
  coverage: Coverage,
  points: ReadonlyMap<string, Point>,
  pairs: readonly PublishedPair[],
): FrameworkReuse {
  const shared = listFrameworkPoints(to);
  const crossings = buildCrosswalk(from, to, pairs);
  const describe = ({ pointId, grade }: PointCoverage): CrosswalkPoint => ({
    pointId,
    statement: points.get(pointId)?.statement ?? "",
    grade,
  });
  return {
    from: from.id,
    to: to.id,
    asOf: coverage.asOf,
    floor: coverage.floor,
    overlap: measureOverlap(from, to),
    requirements: coverage.requirements.map(({ requirementId, title, grade, points: linked }) => {
      const needed = linked.filter(({ required }) => required);
      const isMet = (point: PointCoverage) => isAtLeast(point.grade, coverage.floor);
      const isShared = (point: PointCoverage) => shared.has(point.pointId);
      const left = listOpenDemands(linked, coverage.floor).flat();
      return {
        requirementId,
        title,
        grade,
        carried: needed.filter((point) => isMet(point) && isShared(point)).map(describe),
        leftForBoth: left.filter(isShared).map(describe),
        leftHereOnly: left.filter((point) => !isShared(point)).map(describe),
        related: crossings
          .filter((crossing) => crossing.from === requirementId)
          .map(({ from: _, ...rest }) => rest)
          .toSorted(
            (a, b) =>
              b.required.length - a.required.length ||
              b.points.length - a.points.length ||
              Number(b.published !== null) - Number(a.published !== null),
          ),
      };
    }),
  };
}
