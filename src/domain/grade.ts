// The evidence gradient: the one place that says where a claim stands, and why.
import { z } from "zod";
import type { Claim } from "./claim.ts";
import { type Contradiction, isOpen } from "./contradiction.ts";
import type { Document } from "./document.ts";
import type { Decision } from "./review.ts";
import { findValidity, isStale } from "./validity.ts";

export const grades = ["none", "suggested", "inferred", "corroborated", "reviewed", "validated"] as const;
export const gradeSchema = z.enum(grades);
export type Grade = z.infer<typeof gradeSchema>;

/** People's word counts by default; a lower floor counts what no person has seen. */
export const defaultFloor: Grade = "reviewed";

export const gradeReasonSchema = z.enum([
  "not_yet_made",
  "retired",
  "integrity_failed",
  "superseded",
  "withdrawn",
  "rejected",
  "low_probability",
  "guarded",
  "contradicts",
  "inferred_unseen",
  "independent_agreement",
  "approved_by_person",
  "confirmed_by_second_person",
  "stale",
  "contradicted",
  "point_changed",
]);
export type GradeReason = z.infer<typeof gradeReasonSchema>;

export type EffectiveGrade = { grade: Grade; reasons: GradeReason[] };

/** Everything the grade of one claim depends on. `pointWords` is the point as the catalogue has it now. */
export type GradeSubject = {
  claim: Claim;
  decisions: readonly Decision[];
  document: Document;
  pointWords: string | null;
  /** Those that the claim is a side of, resolved ones too. */
  contradictions: readonly Pick<Contradiction, "foundAt" | "resolvedAt">[];
};

export function isAtLeast(grade: Grade, floor: Grade): boolean {
  return grades.indexOf(grade) >= grades.indexOf(floor);
}

export function findWeakest(found: readonly Grade[]): Grade {
  return found.reduce(
    (weakest, grade) => (isAtLeast(grade, weakest) ? weakest : grade),
    "validated" as Grade,
  );
}

export function findStrongest(found: readonly Grade[]): Grade {
  return found.reduce((best, grade) => (isAtLeast(grade, best) ? grade : best), "none" as Grade);
}

/**
 * The effective grade of a claim at a moment. `peers` are the other claims on the same point (they can corroborate
 * or contradict it). Pure: the same input gives the same answer for any `asOf`, past or present.
 */
export function effectiveGrade(
  subject: GradeSubject,
  peers: readonly GradeSubject[],
  asOf: Date,
): EffectiveGrade {
  const own = findOwnGrade(subject, asOf);
  if (own.grade === "none" || subject.claim.stance === "contradicts") return own;
  const others = peers
    .filter((peer) => peer.claim.id !== subject.claim.id)
    .map((peer) => ({ peer, own: findOwnGrade(peer, asOf) }))
    .filter(({ own: peerGrade }) => peerGrade.grade !== "none");
  if (
    isContradicted(subject, asOf) ||
    others.some(({ peer, own: peerGrade }) => isCredibleDoubt(peer, peerGrade.grade))
  )
    return capGrade(own, "inferred", "contradicted");
  const isCorroborated =
    own.grade === "inferred" &&
    others.some(
      ({ peer, own: peerGrade }) =>
        isAtLeast(peerGrade.grade, "inferred") &&
        !isContradicted(peer, asOf) &&
        areIndependent(subject, peer),
    );
  return isCorroborated ? { grade: "corroborated", reasons: [...own.reasons, "independent_agreement"] } : own;
}

/** A file that talks to the analyser lowers no other file's claims until a person has looked at it. */
function isCredibleDoubt({ claim }: GradeSubject, grade: Grade): boolean {
  return (
    claim.stance === "contradicts" && (!claim.guards.includes("injection") || isAtLeast(grade, "reviewed"))
  );
}

function isContradicted({ contradictions }: GradeSubject, asOf: Date): boolean {
  return contradictions.some((one) => isOpen(one, asOf));
}

/** The grade of a claim by itself, without the other claims on its point. */
function findOwnGrade(subject: GradeSubject, asOf: Date): EffectiveGrade {
  const voided = findVoidReason(subject, asOf);
  if (voided) return { grade: "none", reasons: [voided] };
  const decisions = listDecisionsUntil(subject, asOf);
  const last = decisions.at(-1);
  if (last?.action === "reject") return { grade: "none", reasons: ["rejected"] };
  if (last?.action === "withdraw") return { grade: "none", reasons: ["withdrawn"] };
  let own = findHumanGrade(subject, decisions) ?? findMachineGrade(subject.claim);
  if (subject.pointWords !== subject.claim.pointWords) own = capGrade(own, "inferred", "point_changed");
  if (isStale(findValidity(subject.document), asOf)) own = capGrade(own, "suggested", "stale");
  return own;
}

function findVoidReason({ claim, document }: GradeSubject, asOf: Date): GradeReason | null {
  const isBy = (moment: Date | null) => moment !== null && moment <= asOf;
  if (claim.createdAt > asOf) return "not_yet_made";
  if (isBy(document.integrityFailedAt)) return "integrity_failed";
  if (isBy(document.supersededAt)) return "superseded";
  return isBy(claim.retiredAt) ? "retired" : null;
}

function listDecisionsUntil({ claim, decisions }: GradeSubject, asOf: Date): Decision[] {
  return decisions
    .filter((decision) => decision.claimId === claim.id && decision.decidedAt <= asOf)
    .toSorted((a, b) => a.decidedAt.getTime() - b.decidedAt.getTime());
}

/** What people made of it since the last rejection: one approval reviews it, a second person's validates it. */
function findHumanGrade({ document }: GradeSubject, decisions: readonly Decision[]): EffectiveGrade | null {
  const lastRefusal = decisions.findLastIndex((decision) => decision.action !== "approve");
  const [first, ...later] = decisions.slice(lastRefusal + 1);
  if (!first) return null;
  const second = later.find(
    (decision) =>
      decision.asRole === "validator" &&
      decision.principalId !== first.principalId &&
      decision.principalId !== document.uploadedBy,
  );
  return second
    ? { grade: "validated", reasons: ["approved_by_person", "confirmed_by_second_person"] }
    : { grade: "reviewed", reasons: ["approved_by_person"] };
}

function findMachineGrade(claim: Claim): EffectiveGrade {
  const reasons: GradeReason[] = [];
  if (claim.stance === "contradicts") reasons.push("contradicts");
  if (claim.guards.length > 0) reasons.push("guarded");
  if (claim.probability < claim.threshold) reasons.push("low_probability");
  return reasons.length > 0
    ? { grade: "suggested", reasons }
    : { grade: "inferred", reasons: ["inferred_unseen"] };
}

function capGrade(own: EffectiveGrade, cap: Grade, reason: GradeReason): EffectiveGrade {
  return { grade: isAtLeast(own.grade, cap) ? cap : own.grade, reasons: [...own.reasons, reason] };
}

/** Different lineage and (different kind or different source): a copy of a file is not a second witness. */
function areIndependent(a: GradeSubject, b: GradeSubject): boolean {
  return (
    a.document.lineageId !== b.document.lineageId &&
    a.document.sha256 !== b.document.sha256 &&
    (a.document.kind !== b.document.kind || a.document.uploadedBy !== b.document.uploadedBy)
  );
}
