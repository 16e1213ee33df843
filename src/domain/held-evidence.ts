// What an organization already has that touches a point, and why it does not count for it.
import { z } from "zod";
import type { Point } from "./catalogue.ts";
import { canProve } from "./coverage.ts";
import { kindSchema } from "./document.ts";
import { gradeSchema, grades } from "./grade.ts";
import type { RateClaims, RatedClaim } from "./rating.ts";
import { findValidity } from "./validity.ts";

/**
 * `waiting`: the analyser is not sure. `unseen`: no person has seen it. `unconfirmed`: one person approved it, a second
 * one is asked for. `not_yet_valid`: it counts from a later day on. `contradicted`: another document shows the opposite; `contradicts`: this one does. `design_only`: it
 * says what is to be done; `operation_only`: it shows that it is done, not the rule. `other_point`: it speaks for another
 * point of the same topic.
 */
export const shortfallSchema = z.enum([
  "waiting",
  "unseen",
  "unconfirmed",
  "not_yet_valid",
  "stale",
  "contradicted",
  "contradicts",
  "partly",
  "design_only",
  "operation_only",
  "point_changed",
  "other_point",
]);
export type Shortfall = z.infer<typeof shortfallSchema>;

export const heldEvidenceSchema = z.object({
  documentId: z.uuid(),
  fileName: z.string(),
  title: z.string().nullable(),
  kind: kindSchema.nullable(),
  owner: z.string().nullable(),
  /** The point that it speaks for. */
  pointId: z.string(),
  grade: gradeSchema,
  /** Calendar day after which it is stale. */
  validUntil: z.string().nullable(),
  shortfalls: z.array(shortfallSchema).min(1),
});
export type HeldEvidence = z.infer<typeof heldEvidenceSchema>;

const mostOnPoint = 5;
const mostOnOthers = 3;

/**
 * Evidence on the point itself, what could prove it first; then what proves other points of its topic. A document is
 * named once. @param siblings the other points of its topic.
 */
export function listHeldEvidence(
  point: Point,
  siblings: readonly Point[],
  rateClaims: RateClaims,
): HeldEvidence[] {
  const own = rateClaims(point.id)
    .toSorted((a, b) => Number(canStand(b, point)) - Number(canStand(a, point)))
    .map((one) => describeHeld(one, listShortfalls(one, point)));
  const others = siblings
    .flatMap((sibling) => rateClaims(sibling.id).filter((one) => canStand(one, sibling)))
    .map((one) => describeHeld(one, ["other_point"]))
    .toSorted((a, b) => grades.indexOf(b.grade) - grades.indexOf(a.grade));
  const onPoint = keepFirst(own, []).slice(0, mostOnPoint);
  return [...onPoint, ...keepFirst(others, onPoint).slice(0, mostOnOthers)];
}

function canStand({ subject }: RatedClaim, point: Point): boolean {
  return subject.claim.stance === "supports" && canProve(subject.claim, point);
}

function listShortfalls({ subject, rated }: RatedClaim, point: Point): HeldEvidence["shortfalls"] {
  const { stance, nature } = subject.claim;
  const found: Shortfall[] = [];
  if (stance === "contradicts") return ["contradicts"];
  if (nature !== point.nature) found.push(nature === "design" ? "design_only" : "operation_only");
  else if (stance === "partly") found.push("partly");
  if (rated.reasons.includes("not_yet_valid")) found.push("not_yet_valid");
  if (rated.reasons.includes("stale")) found.push("stale");
  if (rated.reasons.includes("contradicted")) found.push("contradicted");
  if (rated.reasons.includes("point_changed")) found.push("point_changed");
  if (found.length > 0) return found;
  if (rated.grade === "suggested") return ["waiting"];
  return [rated.grade === "reviewed" ? "unconfirmed" : "unseen"];
}

function describeHeld({ subject, rated }: RatedClaim, shortfalls: Shortfall[]): HeldEvidence {
  const { id, fileName, title, kind, owner } = subject.document;
  return {
    documentId: id,
    fileName,
    title,
    kind,
    owner,
    pointId: subject.claim.pointId,
    grade: rated.grade,
    validUntil: findValidity(subject.document).to,
    shortfalls,
  };
}

function keepFirst(found: readonly HeldEvidence[], named: readonly HeldEvidence[]): HeldEvidence[] {
  const seen = new Set(named.map(({ documentId }) => documentId));
  return found.filter(({ documentId }) => !seen.has(documentId) && seen.add(documentId));
}
