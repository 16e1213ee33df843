// The catalogue: topics of points, frameworks of requirements, and the links between them.
import { z } from "zod";
import { kindSchema, natureSchema } from "./document.ts";

const idSchema = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "kebab-case");

export const frequencies = [
  "continuous",
  "per-event",
  "daily",
  "weekly",
  "monthly",
  "quarterly",
  "semiannual",
  "annual",
] as const;

export const pointSchema = z.strictObject({
  id: idSchema,
  statement: z.string().min(20).max(240),
  nature: natureSchema,
  keywords: z.array(z.string().min(2)).min(6).max(20),
  evidence: z.partialRecord(kindSchema, z.string().min(10)),
  /** Invented passages that show the point, each in other words: what to look for, and what matching learns from. */
  examples: z.array(z.string().min(20).max(300)).max(8),
  frequency: z.enum(frequencies),
  doesNotProve: z.string().min(10),
  nist80053: z
    .array(z.string().regex(/^[A-Z]{2}-\d+$/))
    .min(1)
    .max(4),
});
export type Point = z.infer<typeof pointSchema>;

export const topicSchema = z.strictObject({
  id: idSchema,
  title: z.string().min(3),
  points: z.array(pointSchema).min(1),
});
export type Topic = z.infer<typeof topicSchema>;

/** A relation reads "the point is … the requirement" (set relationships of NIST IR 8477). */
export const relations = ["equal", "subset_of", "superset_of", "intersects_with"] as const;

/** A link as its author writes it. Required links with the same `oneOf` are alternatives: one of them is enough. */
export const writtenLinkSchema = z.strictObject({
  point: idSchema,
  relation: z.enum(relations),
  required: z.boolean(),
  oneOf: idSchema.optional(),
  rationale: z.string().min(5),
});

/**
 * Who says that a point belongs to a requirement. `published`: the source itself ties the requirement to what the
 * point restates, named in `via`; that the point restates it is still our own judgement. `authored`: nobody but us.
 */
export const provenanceSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("authored") }),
  z.strictObject({
    kind: z.literal("published"),
    source: z.string().min(5),
    via: z.array(z.string()).min(1),
  }),
]);
export type Provenance = z.infer<typeof provenanceSchema>;

export const linkSchema = writtenLinkSchema.extend({ provenance: provenanceSchema });
export type Link = z.infer<typeof linkSchema>;

const requirementWordsSchema = z.strictObject({
  id: z.string().min(1),
  title: z.string().min(3),
  group: z.string().min(1),
  keywords: z.array(z.string().min(2)).min(1),
});
export const requirementSchema = requirementWordsSchema.extend({ links: z.array(linkSchema) });
export type Requirement = z.infer<typeof requirementSchema>;

/** What a newcomer has to know to choose; facts in our own words. */
export const profileSchema = z.strictObject({
  purpose: z.string().min(10),
  region: z.string().min(3),
  attestation: z.string().min(10),
  assessmentCycle: z.string().min(10),
  /** Id of the newer edition. */
  supersededBy: z.string().optional(),
});

/** An id of the publisher that demands nothing by itself: a definition, an exemption, one of several alternatives. */
export const informativeSchema = z.strictObject({
  id: z.string().min(1),
  title: z.string().min(3),
  why: z.string().min(10),
});

/**
 * A part of a framework that an organization takes or leaves as a whole. `isAlways`: it cannot be left.
 * `isFixed`: none of its requirements can be declared not applicable.
 */
export const partSchema = z.strictObject({
  id: idSchema,
  title: z.string().min(3),
  groups: z.array(z.string()).min(1),
  isAlways: z.boolean(),
  isFixed: z.boolean(),
});
export type Part = z.infer<typeof partSchema>;

const frameworkWordsSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+([.-][a-z0-9]+)*$/, "lower-case letters, digits, dots and hyphens"),
  title: z.string(),
  edition: z.string(),
  publisher: z.string(),
  profile: profileSchema,
  parts: z.array(partSchema).optional(),
  informative: z.array(informativeSchema).optional(),
});
export const frameworkSchema = frameworkWordsSchema.extend({
  requirements: z.array(requirementSchema).min(1),
});
export type Framework = z.infer<typeof frameworkSchema>;

/** A framework's file: the links in it say nothing of where they come from, code finds that out. */
export const frameworkFileSchema = frameworkWordsSchema.extend({
  requirements: z.array(requirementWordsSchema.extend({ links: z.array(writtenLinkSchema).min(1) })).min(1),
});
export type FrameworkFile = z.infer<typeof frameworkFileSchema>;

/** Two requirements that a publisher ties to each other; `relation` is the publisher's word, null when it gives none. */
export type PublishedPair = {
  from: { framework: string; id: string };
  to: { framework: string; id: string };
  relation: string | null;
  source: string;
};

export const pointFileSchema = z.strictObject({ category: z.string(), topics: z.array(topicSchema).min(1) });

/** `version` is the SHA-256 of the content: the same words always have the same version. */
export type Catalogue = {
  version: string;
  topics: (Topic & { category: string })[];
  frameworks: Framework[];
  /** Frameworks to compare with only: their controls are too fine to be covered one by one. */
  targets: Framework[];
  pairs: PublishedPair[];
};

export function listPoints(catalogue: Pick<Catalogue, "topics">): Point[] {
  return catalogue.topics.flatMap((topic) => topic.points);
}

/**
 * What a requirement needs: for each demand the points of which one is enough. A required point alone is a demand
 * of its own, alternatives are one demand together.
 */
export function listDemands({
  links,
}: {
  links: readonly Pick<Link, "point" | "required" | "oneOf">[];
}): string[][] {
  const demands = new Map<string, string[]>();
  for (const { point, required, oneOf } of links) {
    if (!required) continue;
    const key = oneOf === undefined ? `point ${point}` : `oneOf ${oneOf}`;
    demands.set(key, [...(demands.get(key) ?? []), point]);
  }
  return [...demands.values()];
}

/** Everything that frameworks can be compared with. */
export function listComparable({
  frameworks,
  targets,
}: Pick<Catalogue, "frameworks" | "targets">): Framework[] {
  return [...frameworks, ...targets];
}

/** How many requirements each point serves, in all frameworks. */
export function countServed(catalogue: Pick<Catalogue, "frameworks">): Map<string, number> {
  const served = new Map<string, number>();
  for (const framework of catalogue.frameworks) {
    for (const { links } of framework.requirements) {
      for (const link of links) served.set(link.point, (served.get(link.point) ?? 0) + 1);
    }
  }
  return served;
}

/** A point's words as a decision saw them: a claim made on other words is capped as `point_changed`. */
export function describePoint(point: Pick<Point, "nature" | "statement">): string {
  return `${point.nature}: ${point.statement}`;
}

export function findFramework(frameworks: readonly Framework[], id: string): Framework | null {
  return frameworks.find((one) => one.id === id) ?? null;
}

/** For a person who asked how far a framework is covered that is there to compare with only. */
export function describeUncoverable(id: string): string {
  return `${id} is there to compare with, its controls are not covered one by one: ask for its crosswalk with another framework.`;
}

/** For a person who named a framework that there is not. */
export function describeUnknownFramework(frameworks: readonly Framework[], id: string): string {
  return `There is no framework "${id}". There are: ${frameworks.map((one) => one.id).join(", ")}.`;
}
