// Choosing between frameworks: what each is for, and how much any two of them share.
import type { Framework } from "./catalogue.ts";
import { listFrameworkPoints, measureOverlap, type Overlap } from "./crosswalk.ts";

export type Comparison = {
  links: "authored";
  frameworks: (Omit<Framework, "requirements"> & { requirementCount: number; pointCount: number })[];
  overlaps: ({ from: string; to: string } & Overlap)[];
};

/** What each framework is for, and how much any two of them share. */
export function buildComparison(chosen: readonly Framework[]): Comparison {
  return {
    links: "authored",
    frameworks: chosen.map(({ requirements, ...framework }) => ({
      ...framework,
      requirementCount: requirements.length,
      pointCount: listFrameworkPoints({ requirements, ...framework }).size,
    })),
    overlaps: chosen.flatMap((from) =>
      chosen
        .filter((to) => to !== from)
        .map((to) => ({ from: from.id, to: to.id, ...measureOverlap(from, to) })),
    ),
  };
}
