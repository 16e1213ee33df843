// The queue: open questions in the order of what an answer is worth, and who can be given which.
import { z } from "zod";
import type { Framework, Point } from "./catalogue.ts";
import { featuresSchema, stanceSchema } from "./claim.ts";
import { findSeat } from "./decider.ts";
import { natureSchema } from "./document.ts";
import { groupBy } from "./grouping.ts";
import type { Principal } from "./principal.ts";
import { actionSchema, type ReviewReason, reviewReasonSchema } from "./review.ts";
import type { Score } from "./scoring.ts";
import {
  buildLifter,
  gradePoints,
  measureClaimLift,
  measureWorth,
  type PointClaim,
  type Worth,
} from "./worth.ts";

const personSchema = z.object({ id: z.uuid(), name: z.string() });

/** An open review with what orders it; no quotes, so that ten thousand of them are read at once. */
export const queuedSchema = z.object({
  id: z.uuid(),
  claimId: z.uuid(),
  reasons: z.array(reviewReasonSchema),
  openedAt: z.date(),
  dueAt: z.date(),
  assignee: personSchema.nullable(),
  holder: personSchema.nullable(),
  leasedUntil: z.date().nullable(),
  /** The uploader was asked for more, and there is still time to answer. */
  isWaiting: z.boolean(),
  pointId: z.string(),
  stance: stanceSchema,
  nature: natureSchema,
  probability: z.number(),
  threshold: z.number(),
  features: featuresSchema,
  /** Who inferred it: claims of one source are scored by the same scorer. */
  source: z.string(),
  documentId: z.uuid(),
  fileName: z.string(),
  lineageId: z.uuid(),
  uploadedBy: z.uuid(),
});
export type Queued = z.infer<typeof queuedSchema>;

/** A standing decision on a claim that is in the queue. */
export const queuedDecisionSchema = z.object({
  claimId: z.uuid(),
  principalId: z.uuid(),
  action: actionSchema,
});
export type QueuedDecision = z.infer<typeof queuedDecisionSchema>;

export type Ranked = Queued & { worth: Worth; score: Score };

export type QueueGround = {
  queued: readonly Queued[];
  /** Of all claims that are worth anything. */
  grades: readonly PointClaim[];
  points: ReadonlyMap<string, Point>;
  /** In scope, each with what applies of it. */
  frameworks: readonly Framework[];
  findScore: (queued: Queued) => Score;
};

/** The most valuable first. */
export function rankQueue(
  { queued, grades, points, frameworks, findScore }: QueueGround,
  asOf: Date,
): Ranked[] {
  const lift = buildLifter(frameworks, gradePoints(grades, points));
  return queued
    .map((one): Ranked => {
      const score = findScore(one);
      const requirements = measureClaimLift(one, one.reasons, points.get(one.pointId), lift);
      return { ...one, score, worth: measureWorth({ ...one, ...score, requirements }, asOf) };
    })
    .toSorted((a, b) => b.worth.value - a.worth.value || (a.id < b.id ? -1 : 1));
}

export const queueStates = ["open", "waiting", "late", "held"] as const;

export type QueueFilter = {
  frameworkId?: string | undefined;
  documentId?: string | undefined;
  pointId?: string | undefined;
  reason?: ReviewReason | undefined;
  /** The id of a person, or `none`. */
  assigneeId?: string | undefined;
  /** `open`: can be decided now. `held`: by who asks. All of them without it. */
  state?: (typeof queueStates)[number] | undefined;
};

/** @param served the points that serve the framework of the filter. */
export function isInQueue(
  one: Queued,
  filter: QueueFilter,
  { served, asOf, askedBy }: { served: ReadonlySet<string> | null; asOf: Date; askedBy: string },
): boolean {
  const { documentId, pointId, reason, assigneeId, state } = filter;
  return (
    (served === null || served.has(one.pointId)) &&
    (documentId === undefined || one.documentId === documentId) &&
    (pointId === undefined || one.pointId === pointId) &&
    (reason === undefined || one.reasons.includes(reason)) &&
    (assigneeId === undefined || (one.assignee?.id ?? "none") === assigneeId) &&
    (state === undefined || isInState(one, state, asOf, askedBy))
  );
}

function isInState(
  one: Queued,
  state: NonNullable<QueueFilter["state"]>,
  asOf: Date,
  askedBy: string,
): boolean {
  if (state === "waiting") return one.isWaiting;
  if (state === "open") return !one.isWaiting;
  if (state === "late") return isLate(one, asOf);
  return isHeld(one, asOf) && one.holder?.id === askedBy;
}

/** What waits for its uploader is not late. */
export function isLate({ dueAt, isWaiting }: Pick<Queued, "dueAt" | "isWaiting">, asOf: Date): boolean {
  return dueAt < asOf && !isWaiting;
}

export function isHeld({ leasedUntil }: Pick<Queued, "leasedUntil">, asOf: Date): boolean {
  return leasedUntil !== null && leasedUntil > asOf;
}

/**
 * What `next` may give to a person: what nobody holds, what waits for no answer and for nobody else unless it is late,
 * what that person's approval would count for, and nothing that the person passed on. What was escalated goes to
 * validators, and to whom it is assigned.
 */
export function listOfferable(
  ranked: readonly Ranked[],
  decisions: readonly QueuedDecision[],
  principal: Pick<Principal, "id" | "roles">,
  asOf: Date,
): Ranked[] {
  const byClaim = groupBy(decisions, ({ claimId }) => claimId);
  return ranked.filter((one) => {
    const earlier = byClaim.get(one.claimId) ?? [];
    const isOthers = one.assignee !== null && one.assignee.id !== principal.id && !isLate(one, asOf);
    if (one.isWaiting || isHeld(one, asOf) || isOthers) return false;
    if ("refusal" in findSeat(principal, { uploadedBy: one.uploadedBy, earlier }, "approve")) return false;
    if (earlier.at(-1)?.action !== "escalate") return true;
    const isPassedOn = earlier.some(
      ({ action, principalId }) => action === "escalate" && principalId === principal.id,
    );
    return !isPassedOn && (principal.roles.includes("validator") || one.assignee?.id === principal.id);
  });
}

export type QueueSummary = {
  open: number;
  late: number;
  waiting: number;
  assigned: number;
  byReason: Record<string, number>;
  byFramework: Record<string, number>;
  byDocument: { documentId: string; fileName: string; count: number }[];
};

/** `assigned`: to who asks. The counts by reason, framework and document are of all open questions. */
export function summarizeQueue(
  queued: readonly Queued[],
  frameworks: readonly Framework[],
  { asOf, askedBy }: { asOf: Date; askedBy: string },
): QueueSummary {
  const count = (keys: readonly string[]) =>
    Object.fromEntries([...groupBy(keys, (key) => key)].map(([key, group]) => [key, group.length]));
  const perPoint = groupBy(queued, ({ pointId }) => pointId);
  const byFramework = frameworks.map(({ id, requirements }) => {
    const points = new Set(requirements.flatMap(({ links }) => links.map(({ point }) => point)));
    return [id, [...points].reduce((sum, point) => sum + (perPoint.get(point)?.length ?? 0), 0)] as const;
  });
  return {
    open: queued.filter(({ isWaiting }) => !isWaiting).length,
    late: queued.filter((one) => isLate(one, asOf)).length,
    waiting: queued.filter(({ isWaiting }) => isWaiting).length,
    assigned: queued.filter(({ assignee }) => assignee?.id === askedBy).length,
    byReason: count(queued.flatMap(({ reasons }) => reasons)),
    byFramework: Object.fromEntries(byFramework),
    byDocument: [...groupBy(queued, ({ documentId }) => documentId)]
      .map(([documentId, group]) => ({ documentId, fileName: group[0]?.fileName ?? "", count: group.length }))
      .toSorted((a, b) => b.count - a.count || a.fileName.localeCompare(b.fileName)),
  };
}
