// Gaps: points without enough evidence, what would close each, and what closing it is worth.
import { z } from "zod";
import { type Catalogue, listDemands, type Point } from "./catalogue.ts";
import type { Coverage, PointCoverage } from "./coverage.ts";
import { type Document, type Kind, kindSchema, natureSchema } from "./document.ts";
import { composeAdvice, efforts } from "./gap-advice.ts";
import { type Grade, gradeSchema, isAtLeast } from "./grade.ts";
import { heldEvidenceSchema, listHeldEvidence } from "./held-evidence.ts";
import type { RateClaims } from "./rating.ts";

/** Who composed an advice when no model wrote it. */
export const composer = "catalogue";

/** One form for what code composes and for what a model writes. */
export const gapSchema = z.object({
  pointId: z.string(),
  statement: z.string(),
  nature: natureSchema,
  topic: z.string(),
  grade: gradeSchema,
  /** Ids of `requirements`, without their frameworks. */
  requirementIds: z.array(z.string()),
  /** Requirements in scope that need the point. `isLifted`: nothing else holds it below the floor. */
  requirements: z.array(
    z.object({ framework: z.string(), requirementId: z.string(), isLifted: z.boolean() }),
  ),
  /** How many of them closing this gap alone lifts to the floor. */
  unlocks: z.number().int().nonnegative(),
  /** When one framework was asked for: requirements of the others in scope that need the point too. */
  elsewhere: z.number().int().nonnegative(),
  /** Share of the requirements' open demands that this one closes, added up. */
  value: z.number().nonnegative(),
  /** The least that has to be done: review what waits, renew what is out of date, upload something new. */
  effort: z.enum(efforts),
  /** The kind of evidence that closes it soonest; one that can prove the nature of the point. */
  kind: kindSchema,
  advice: z.string().min(1),
  /** Who probably has it, as the organization's documents name their owners. */
  owner: z.string().nullable(),
  /** Documents that the advice speaks of. */
  documentIds: z.array(z.uuid()),
  /** What a good file of the kind shows, with invented values. */
  example: z.string().min(1),
  typicalEvidence: z.record(z.string(), z.string()),
  /** What the organization has already, and why it does not count. */
  documents: z.array(heldEvidenceSchema),
  /** Points of which any is enough instead, and for how many of the requirements. */
  alternatives: z.array(
    z.object({ pointId: z.string(), statement: z.string(), requirementCount: z.number().int() }),
  ),
  /** `catalogue`, or the model that wrote the advice with this version of its prompt. */
  analyser: z.string(),
  promptVersion: z.string().nullable(),
});
export type Gap = z.infer<typeof gapSchema>;

/** Plain values only: a graph keeps it. */
export type GapQuestion = {
  /** Null for everything in scope. */
  frameworkId: string | null;
  floor: Grade;
  /** ISO moment. */
  asOf: string;
  /** Only the evidence of these documents; null for all. */
  documentIds: string[] | null;
  offset: number;
  limit: number;
  /** Whether a model writes the advice. */
  isWritten: boolean;
};

/** A part of the gaps, how many there are in all, and over which frameworks they were counted. */
export type FoundGaps = {
  gaps: Gap[];
  total: number;
  frameworks: string[];
  /** False: the organization chose no framework, so that all of them count. */
  isScopeChosen: boolean;
  /** Documents that stand; with none of them every point is a gap. */
  documentCount: number;
};

export type GapGround = {
  catalogue: Pick<Catalogue, "topics">;
  points: ReadonlyMap<string, Point>;
  /** Of every framework in scope, all measured at the same moment with the same floor. */
  coverages: readonly Coverage[];
  /** Null for everything in scope, else the framework whose gaps are asked for. */
  frameworkId: string | null;
  /** The claims that the coverages rest on. */
  rateClaims: RateClaims;
  documents: readonly Document[];
  asOf: Date;
};

type Need = Pick<Gap, "requirements" | "elsewhere" | "value"> & {
  grade: Grade;
  insteadOf: Map<string, number>;
};

/**
 * Gaps below the floor, the most valuable first: what lifts most requirements alone, then what is the greatest part of
 * what is open, then what is least work.
 */
export function findGaps(ground: GapGround): Gap[] {
  const topics = new Map(
    ground.catalogue.topics.flatMap((topic) => topic.points.map(({ id }) => [id, topic] as const)),
  );
  const used = listUsedKinds(ground.documents, ground.asOf);
  const gaps = [...listNeeds(ground)].flatMap(([pointId, need]): Gap[] => {
    const point = ground.points.get(pointId);
    if (!point || need.requirements.length === 0) return [];
    const topic = topics.get(pointId);
    const siblings = (topic?.points ?? []).filter(({ id }) => id !== pointId);
    const documents = listHeldEvidence(point, siblings, ground.rateClaims);
    return [
      {
        pointId,
        statement: point.statement,
        nature: point.nature,
        topic: topic?.title ?? "",
        grade: need.grade,
        requirementIds: [...new Set(need.requirements.map(({ requirementId }) => requirementId))],
        requirements: need.requirements,
        unlocks: need.requirements.filter(({ isLifted }) => isLifted).length,
        elsewhere: need.elsewhere,
        value: need.value,
        ...composeAdvice(point, documents, used),
        typicalEvidence: { ...point.evidence },
        documents,
        alternatives: listAlternatives(need.insteadOf, ground.points),
        analyser: composer,
        promptVersion: null,
      },
    ];
  });
  return gaps.toSorted(compareGaps);
}

function compareGaps(a: Gap, b: Gap): number {
  return (
    b.unlocks - a.unlocks ||
    b.value - a.value ||
    efforts.indexOf(a.effort) - efforts.indexOf(b.effort) ||
    a.pointId.localeCompare(b.pointId)
  );
}

function listNeeds({ coverages, frameworkId }: GapGround): Map<string, Need> {
  const needs = new Map<string, Need>();
  for (const { framework, floor, requirements } of coverages) {
    const isAsked = frameworkId === null || framework === frameworkId;
    for (const { requirementId, points } of requirements) {
      const open = listOpenDemands(points, floor);
      const shares = new Map<string, number>();
      for (const demand of open) {
        for (const { pointId, grade } of demand) {
          const need = needs.get(pointId) ?? buildNeed(grade);
          needs.set(pointId, need);
          shares.set(pointId, (shares.get(pointId) ?? 0) + 1 / open.length);
          if (isAsked) countAlternatives(need, pointId, demand);
        }
      }
      for (const [pointId, share] of shares) {
        const need = needs.get(pointId) ?? buildNeed("none");
        if (!isAsked) need.elsewhere += 1;
        else {
          need.requirements.push({ framework, requirementId, isLifted: share > 1 - 1e-9 });
          need.value += share;
        }
      }
    }
  }
  return needs;
}

function buildNeed(grade: Grade): Need {
  return { grade, requirements: [], elsewhere: 0, value: 0, insteadOf: new Map() };
}

function countAlternatives(need: Need, pointId: string, demand: readonly PointCoverage[]): void {
  for (const other of demand) {
    if (other.pointId !== pointId)
      need.insteadOf.set(other.pointId, (need.insteadOf.get(other.pointId) ?? 0) + 1);
  }
}

function listAlternatives(
  insteadOf: ReadonlyMap<string, number>,
  points: ReadonlyMap<string, Point>,
): Gap["alternatives"] {
  return [...insteadOf]
    .map(([pointId, requirementCount]) => ({
      pointId,
      statement: points.get(pointId)?.statement ?? "",
      requirementCount,
    }))
    .toSorted((a, b) => b.requirementCount - a.requirementCount || a.pointId.localeCompare(b.pointId));
}

/** Demands that no point meets at the floor, each with the points of which one would. */
export function listOpenDemands(linked: readonly PointCoverage[], floor: Grade): PointCoverage[][] {
  const byId = new Map(linked.map((one) => [one.pointId, one]));
  return listDemands({ links: linked.map((one) => ({ ...one, point: one.pointId })) })
    .map((ids) => ids.flatMap((id) => byId.get(id) ?? []))
    .filter((points) => points.every(({ grade }) => !isAtLeast(grade, floor)));
}

/** Documents that stand at a moment: what was not there yet, or had given way, is left out. */
export function listStanding(documents: readonly Document[], asOf: Date): Document[] {
  return documents.filter(
    ({ stage, uploadedAt, supersededAt }) =>
      stage === "done" && uploadedAt <= asOf && (supersededAt === null || supersededAt > asOf),
  );
}

function listUsedKinds(documents: readonly Document[], asOf: Date): Set<Kind> {
  return new Set(listStanding(documents, asOf).flatMap(({ kind }) => kind ?? []));
}
