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

export const linkSchema = z.strictObject({
  point: idSchema,
  relation: z.enum(relations),
  required: z.boolean(),
  rationale: z.string().min(5),
});
export type Link = z.infer<typeof linkSchema>;

export const requirementSchema = z.strictObject({
  id: z.string().min(1),
  title: z.string().min(3),
  group: z.string().min(1),
  keywords: z.array(z.string().min(2)).min(1),
  links: z.array(linkSchema).min(1),
});
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

export const frameworkSchema = z.strictObject({
  id: idSchema.or(z.string().regex(/^[a-z0-9.-]+$/)),
  title: z.string(),
  edition: z.string(),
  publisher: z.string(),
  profile: profileSchema,
  informative: z.array(informativeSchema).optional(),
  requirements: z.array(requirementSchema).min(1),
});
export type Framework = z.infer<typeof frameworkSchema>;

export const pointFileSchema = z.strictObject({ category: z.string(), topics: z.array(topicSchema).min(1) });

/** `version` is the SHA-256 of the content: the same words always have the same version. */
export type Catalogue = {
  version: string;
  topics: (Topic & { category: string })[];
  frameworks: Framework[];
};

export function listPoints(catalogue: Pick<Catalogue, "topics">): Point[] {
  return catalogue.topics.flatMap((topic) => topic.points);
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
export function describePoint(point: Point): string {
  return `${point.nature}: ${point.statement}`;
}

/** Every way in which a catalogue is inconsistent, one sentence each; an empty list means sound. */
export function findCatalogueFlaws(catalogue: Pick<Catalogue, "topics" | "frameworks">): string[] {
  const points = listPoints(catalogue);
  const pointIds = new Set(points.map((point) => point.id));
  const linked = new Set(
    catalogue.frameworks.flatMap((f) => f.requirements.flatMap((r) => r.links.map((l) => l.point))),
  );
  return [
    ...listRepeated(points.map((point) => point.id)).map((id) => `Point ${id} is defined twice.`),
    ...listRepeated(points.map((point) => point.statement)).map(
      (text) => `Two points say the same: "${text}".`,
    ),
    ...listRepeated(catalogue.topics.map((topic) => topic.id)).map((id) => `Topic ${id} is defined twice.`),
    ...[...pointIds].filter((id) => !linked.has(id)).map((id) => `Point ${id} serves no requirement.`),
    ...points
      .filter((point) => Object.keys(point.evidence).length < 2)
      .map((point) => `Point ${point.id} needs typical evidence of at least two kinds.`),
    ...catalogue.frameworks.flatMap((framework) => findFrameworkFlaws(framework, pointIds)),
  ];
}

function findFrameworkFlaws(framework: Framework, pointIds: ReadonlySet<string>): string[] {
  const repeated = listRepeated(
    [...framework.requirements, ...(framework.informative ?? [])].map(({ id }) => id),
  );
  return [
    ...repeated.map((id) => `${framework.id} ${id} is listed twice.`),
    ...framework.requirements.flatMap((requirement) =>
      findRequirementFlaws(requirement, pointIds).map((flaw) => `${framework.id} ${requirement.id} ${flaw}`),
    ),
  ];
}

function findRequirementFlaws(requirement: Requirement, pointIds: ReadonlySet<string>): string[] {
  const required = requirement.links.filter((link) => link.required);
  const [only] = required;
  const flaws = requirement.links
    .filter((link) => !pointIds.has(link.point))
    .map((link) => `links the unknown point ${link.point}.`);
  if (required.length === 0) flaws.push("has no required point.");
  if (required.some((link) => link.relation === "intersects_with"))
    flaws.push("requires a point that only overlaps it.");
  if (required.length === 1 && only && only.relation === "subset_of")
    flaws.push("is met by one point that is only a part of it.");
  flaws.push(...listRepeated(requirement.links.map((link) => link.point)).map((id) => `links ${id} twice.`));
  return flaws;
}

function listRepeated(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}
