// What two frameworks share: requirements that rest on the same points, so that one piece of evidence serves both.
import type { Framework, Requirement } from "./catalogue.ts";

/**
 * How the demand of one requirement lies to that of another, seen through the points that each needs (set
 * relationships of NIST IR 8477): it follows from our links and was published by nobody.
 */
export type Crossing = {
  from: string;
  to: string;
  relation: "equal" | "subset_of" | "superset_of" | "intersects_with";
  /** All shared points. */
  points: string[];
  /** The shared points that both requirements need. */
  required: string[];
};

/** Requirements of one framework whose every required point, some of them, or none the other links too. */
export type Overlap = { all: number; whole: number; part: number; none: number; sharedPoints: number };

/** Every pair of requirements, one of each framework, that shares a point; in the frameworks' order. */
export function buildCrosswalk(from: Framework, to: Framework): Crossing[] {
  return from.requirements.flatMap((one) =>
    to.requirements.flatMap((other) => {
      const points = listCommon(listLinked(one, false), listLinked(other, false));
      const required = listCommon(listLinked(one, true), listLinked(other, true));
      if (points.length === 0) return [];
      return [
        { from: one.id, to: other.id, relation: relate(one, other, required.length), points, required },
      ];
    }),
  );
}

/** How much of `from` the points of `to` speak of. It is not symmetric: a small framework lies inside a large one. */
export function measureOverlap(from: Framework, to: Framework): Overlap {
  const held = listFrameworkPoints(to);
  const overlap = { all: from.requirements.length, whole: 0, part: 0, none: 0 };
  for (const requirement of from.requirements) {
    const needed = listLinked(requirement, true);
    const shared = needed.filter((point) => held.has(point)).length;
    overlap[shared === 0 ? "none" : shared === needed.length ? "whole" : "part"] += 1;
  }
  const sharedPoints = [...listFrameworkPoints(from)].filter((point) => held.has(point)).length;
  return { ...overlap, sharedPoints };
}

/** The points that a framework links, required or not. */
export function listFrameworkPoints({ requirements }: Framework): Set<string> {
  return new Set(requirements.flatMap((requirement) => listLinked(requirement, false)));
}

function relate(one: Requirement, other: Requirement, common: number): Crossing["relation"] {
  const isInside = common === listLinked(one, true).length;
  const isAround = common === listLinked(other, true).length;
  if (isInside && isAround) return "equal";
  if (isInside) return "subset_of";
  return isAround ? "superset_of" : "intersects_with";
}

function listLinked({ links }: Requirement, onlyRequired: boolean): string[] {
  return links.filter((link) => link.required || !onlyRequired).map(({ point }) => point);
}

function listCommon(ids: readonly string[], others: readonly string[]): string[] {
  return ids.filter((id) => others.includes(id));
}
