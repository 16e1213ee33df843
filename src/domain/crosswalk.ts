// What two frameworks share: requirements that rest on the same points, and those that a publisher ties together.
import {
  type Framework,
  listDemands,
  type PublishedPair,
  type Requirement,
  type relations,
} from "./catalogue.ts";
import { listPairsBetween } from "./provenance.ts";

/**
 * How the demand of one requirement lies to that of another. `relation` follows from our links (set relationships
 * of NIST IR 8477) and was published by nobody; null when only `published` ties the two.
 */
export type Crossing = {
  from: string;
  to: string;
  relation: (typeof relations)[number] | null;
  /** All shared points. */
  points: string[];
  /** The shared points that both requirements need. */
  required: string[];
  /** Where a publisher ties the two, and in which words, when it says more than that. */
  published: { source: string; relation: string | null } | null;
};

/** Requirements of one framework whose every demand, some of them, or none the other's points can meet too. */
export type Overlap = { all: number; whole: number; part: number; none: number; sharedPoints: number };

/** Every pair of requirements, one of each framework, that shares a point or is published; in the frameworks' order. */
export function buildCrosswalk(from: Framework, to: Framework, pairs: readonly PublishedPair[]): Crossing[] {
  const published = new Map(
    listPairsBetween(pairs, from.id, to.id).map((pair) => [`${pair.from} ${pair.to}`, pair]),
  );
  return from.requirements.flatMap((one) =>
    to.requirements.flatMap((other): Crossing[] => {
      const points = listCommon(listLinked(one), listLinked(other));
      const pair = published.get(`${one.id} ${other.id}`);
      if (points.length === 0 && !pair) return [];
      const required = listCommon(listDemands(one).flat(), listDemands(other).flat());
      return [
        {
          from: one.id,
          to: other.id,
          relation: points.length === 0 ? null : relate(one, other),
          points,
          required,
          published: pair ? { source: pair.source, relation: pair.relation } : null,
        },
      ];
    }),
  );
}

/** How much of `from` the points of `to` speak of. It is not symmetric: a small framework lies inside a large one. */
export function measureOverlap(from: Framework, to: Framework): Overlap {
  const held = listFrameworkPoints(to);
  const overlap = { all: from.requirements.length, whole: 0, part: 0, none: 0 };
  for (const requirement of from.requirements) {
    const demands = listDemands(requirement);
    const shared = demands.filter((points) => points.some((point) => held.has(point))).length;
    overlap[shared === 0 ? "none" : shared === demands.length ? "whole" : "part"] += 1;
  }
  const sharedPoints = [...listFrameworkPoints(from)].filter((point) => held.has(point)).length;
  return { ...overlap, sharedPoints };
}

/** The points that a framework links, required or not. */
export function listFrameworkPoints({ requirements }: Framework): Set<string> {
  return new Set(requirements.flatMap(listLinked));
}

function relate(one: Requirement, other: Requirement): (typeof relations)[number] {
  const isInside = isMetBy(one, other);
  const isAround = isMetBy(other, one);
  if (isInside && isAround) return "equal";
  if (isInside) return "subset_of";
  return isAround ? "superset_of" : "intersects_with";
}

/** Whether whoever meets the other requirement meets this one too. */
function isMetBy(one: Requirement, other: Requirement): boolean {
  const met = listDemands(other);
  const demands = listDemands(one);
  return (
    demands.length > 0 &&
    demands.every((points) => met.some((others) => others.every((point) => points.includes(point))))
  );
}

function listLinked({ links }: Requirement): string[] {
  return links.map(({ point }) => point);
}

function listCommon(ids: readonly string[], others: readonly string[]): string[] {
  return ids.filter((id) => others.includes(id));
}
