// Where links come from: which of them a publisher's own mapping supports, and which rest on our judgement alone.
import type { Framework, FrameworkFile, Link, Point, Provenance, PublishedPair } from "./catalogue.ts";

/** The framework whose controls the points name. */
export const controlFrameworkId = "nist-800-53r5";

type Tie = { framework: string; id: string; source: string };
export type LinkCounts = { authored: number; published: number; expertReviewed: 0 };

/** The files' frameworks with the provenance of every link. */
export function traceProvenance(
  frameworks: readonly FrameworkFile[],
  points: readonly Point[],
  pairs: readonly PublishedPair[],
): Framework[] {
  const ties = indexTies(pairs);
  const controls = new Map(points.map(({ id, nist80053 }) => [id, nist80053]));
  const linked = new Set(
    frameworks.flatMap(({ id, requirements }) =>
      requirements.flatMap((one) => one.links.map(({ point }) => writeKey(id, one.id, point))),
    ),
  );
  return frameworks.map((framework) => {
    const newer = framework.profile.supersededBy;
    const isBacked = (tie: Tie, point: string) =>
      tie.framework === controlFrameworkId
        ? (controls.get(point) ?? []).includes(tie.id)
        : tie.framework === newer && linked.has(writeKey(tie.framework, tie.id, point));
    return {
      ...framework,
      requirements: framework.requirements.map((requirement) => ({
        ...requirement,
        links: requirement.links.map((link): Link => {
          const found = ties.get(writeKey(framework.id, requirement.id)) ?? [];
          return { ...link, provenance: buildProvenance(found.filter((tie) => isBacked(tie, link.point))) };
        }),
      })),
    };
  });
}

/** Links that a publisher supports and links that are ours alone. No expert has reviewed any of them yet. */
export function countLinks({ requirements }: Pick<Framework, "requirements">): LinkCounts {
  const links = requirements.flatMap((requirement) => requirement.links);
  const published = links.filter(({ provenance }) => provenance.kind === "published").length;
  return { authored: links.length - published, published, expertReviewed: 0 };
}

/** The published pairs of two frameworks, read from the first to the second. */
export function listPairsBetween(
  pairs: readonly PublishedPair[],
  from: string,
  to: string,
): { from: string; to: string; relation: string | null; source: string }[] {
  return pairs.flatMap(({ from: one, to: other, relation, source }) => {
    if (one.framework === from && other.framework === to)
      return [{ from: one.id, to: other.id, relation, source }];
    if (one.framework === to && other.framework === from)
      return [{ from: other.id, to: one.id, relation, source }];
    return [];
  });
}

function indexTies(pairs: readonly PublishedPair[]): Map<string, Tie[]> {
  const ties = new Map<string, Tie[]>();
  const add = (one: PublishedPair["from"], other: PublishedPair["from"], source: string) => {
    const key = writeKey(one.framework, one.id);
    ties.set(key, [...(ties.get(key) ?? []), { ...other, source }]);
  };
  for (const { from, to, source } of pairs) {
    add(from, to, source);
    add(to, from, source);
  }
  return ties;
}

function buildProvenance(ties: readonly Tie[]): Provenance {
  const [first] = ties;
  if (!first) return { kind: "authored" };
  const via = ties
    .filter(({ source }) => source === first.source)
    .map(({ framework, id }) => `${framework} ${id}`);
  return { kind: "published", source: first.source, via };
}

function writeKey(...parts: string[]): string {
  return parts.join(" ");
}
