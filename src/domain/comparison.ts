// Choosing between frameworks: what each is for, and how much any two of them share.
import type { Framework } from "./catalogue.ts";
import { listFrameworkPoints, measureOverlap, type Overlap } from "./crosswalk.ts";
import { countLinks, type LinkCounts } from "./provenance.ts";

export type Comparison = {
  frameworks: (Omit<Framework, "requirements"> & {
    requirementCount: number;
    pointCount: number;
    /** Who stands behind the links that the overlaps rest on. */
    links: LinkCounts;
  })[];
  overlaps: ({ from: string; to: string } & Overlap)[];
};

/** What each framework is for, and how much any two of them share. */
export function buildComparison(chosen: readonly Framework[]): Comparison {
  return {
    frameworks: chosen.map(({ requirements, ...framework }) => ({
      ...framework,
      requirementCount: requirements.length,
      pointCount: listFrameworkPoints({ requirements, ...framework }).size,
      links: countLinks({ requirements }),
    })),
    overlaps: chosen.flatMap((from) =>
      chosen
        .filter((to) => to !== from)
        .map((to) => ({ from: from.id, to: to.id, ...measureOverlap(from, to) })),
    ),
  };
}
