// The evidence gradient: the one place that says where a claim stands, and why.
import { z } from "zod";
import type { Claim } from "./claim.ts";
import { type Contradiction, isOpen } from "./contradiction.ts";
import { type DatedWords, type DocumentHistory, findDocumentAsOf, findWords } from "./dated.ts";
import { type Document, listProvableNatures } from "./document.ts";
import { areIndependent } from "./independence.ts";
import type { Decision } from "./review.ts";
import { findScore, type Scoring } from "./scoring.ts";
import { findClaimValidity, isEarly, isStale } from "./validity.ts";

/** Raised whenever the same inputs may give another grade than before: stored grades are then worked out anew. */
export const gradeRules = 2;

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
  "amended",
  "low_probability",
  "guarded",
  "contradicts",
  "inferred_unseen",
  "independent_agreement",
  "approved_by_person",
  "amended_by_person",
  "carried_over",
  "confirmed_by_second_person",
  "evidence_requested",
  "escalated",
  "not_yet_valid",
  "stale",
  "contradicted",
  "point_changed",
  "kind_changed",
]);
export type GradeReason = z.infer<typeof gradeReasonSchema>;

export type EffectiveGrade = { grade: Grade; reasons: GradeReason[] };

/** Everything the grade of one claim depends on, with the moment at which each of it came to be. */
export type GradeSubject = DocumentHistory & {
  claim: Claim;
  decisions: readonly Decision[];
  /** The words of its point, oldest first. */
  wordings: readonly DatedWords[];
  /** Those that the claim is a side of, resolved ones too. */
  contradictions: readonly Pick<Contradiction, "foundAt" | "resolvedAt">[];
  /** Of its source, oldest first. */
  scorings: readonly Scoring[];
};

/** A claim as it stands by itself, without the others on its point. */
type Standing = { subject: GradeSubject; document: Document; own: EffectiveGrade };

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
 * or contradict it). Pure: the same input gives the same answer for any `asOf`, and what comes to be later changes
 * nothing about an earlier `asOf`.
 */
export function effectiveGrade(
  subject: GradeSubject,
  peers: readonly GradeSubject[],
  asOf: Date,
): EffectiveGrade {
  const others = peers.filter((peer) => peer.claim.id !== subject.claim.id);
  return weigh(standAlone(subject, asOf), listStanding(others, asOf), asOf);
}

/** The effective grades of all claims on one point, in their order: the same function, each claim looked at once. */
export function gradeGroup(group: readonly GradeSubject[], asOf: Date): EffectiveGrade[] {
  const alone = group.map((subject) => standAlone(subject, asOf));
  const standing = alone.filter(({ own }) => own.grade !== "none");
  return alone.map((one) => weigh(one, standing, asOf));
}

function listStanding(subjects: readonly GradeSubject[], asOf: Date): Standing[] {
  return subjects.map((subject) => standAlone(subject, asOf)).filter(({ own }) => own.grade !== "none");
}

/** What the others on the point make of a claim. `standing` may hold the claim itself. */
function weigh(one: Standing, standing: readonly Standing[], asOf: Date): EffectiveGrade {
  const { subject, own } = one;
  if (own.grade === "none" || subject.claim.stance === "contradicts") return own;
  const isOther = (peer: Standing) => peer.subject.claim.id !== subject.claim.id;
  if (isContradicted(subject, asOf) || standing.some((peer) => isCredibleDoubt(peer) && isOther(peer)))
    return capGrade(own, "inferred", "contradicted");
  const isCorroborated =
    own.grade === "inferred" &&
    isOnWordsOfNow(one) &&
    standing.some(
      (peer) =>
        isAtLeast(peer.own.grade, "inferred") &&
        isOnWordsOfNow(peer) &&
        isOther(peer) &&
        !isContradicted(peer.subject, asOf) &&
        areIndependent(
          { document: one.document, quotes: subject.claim.quotes },
          { document: peer.document, quotes: peer.subject.claim.quotes },
        ),
    );
  return isCorroborated ? { grade: "corroborated", reasons: [...own.reasons, "independent_agreement"] } : own;
}

/** A file that talks to the analyser lowers no other file's claims until a person has looked at it. */
function isCredibleDoubt({ subject: { claim }, own }: Standing): boolean {
  return (
    claim.stance === "contradicts" &&
    (!claim.guards.includes("injection") || isAtLeast(own.grade, "reviewed"))
  );
}

/** Two claims agree on a point only while both were made on the words that it has. */
function isOnWordsOfNow({ own }: Standing): boolean {
  return !own.reasons.includes("point_changed");
}

function isContradicted({ contradictions }: GradeSubject, asOf: Date): boolean {
  return contradictions.some((one) => isOpen(one, asOf));
}

function standAlone(subject: GradeSubject, asOf: Date): Standing {
  const document = findDocumentAsOf(subject, asOf);
  return { subject, document, own: findOwnGrade(subject, document, asOf) };
}

/** The grade of a claim by itself, without the other claims on its point. */
function findOwnGrade(subject: GradeSubject, document: Document, asOf: Date): EffectiveGrade {
  const { claim } = subject;
  const voided = findVoidReason(subject, asOf);
  if (voided) return { grade: "none", reasons: [voided] };
  const decisions = listDecisionsUntil(subject, asOf);
  const last = decisions.at(-1);
  const refusal = last && refusals.get(last.action);
  if (refusal) return { grade: "none", reasons: [refusal] };
  let own = findHumanGrade(claim, document, decisions) ?? findMachineGrade(subject, asOf);
  const question = last && questions.get(last.action);
  if (question) own = capGrade(own, "suggested", question);
  if (findWords(subject.wordings, asOf) !== claim.pointWords)
    own = capGrade(own, "inferred", "point_changed");
  if (document.kind !== null && !listProvableNatures(document.kind).includes(claim.nature))
    own = capGrade(own, "suggested", "kind_changed");
  const validity = findClaimValidity(claim, document);
  if (isEarly(validity, asOf)) own = capGrade(own, "suggested", "not_yet_valid");
  if (isStale(validity, asOf)) own = capGrade(own, "suggested", "stale");
  return own;
}

const refusals = new Map<Decision["action"], GradeReason>([
  ["reject", "rejected"],
  ["withdraw", "withdrawn"],
  ["amend", "amended"],
]);

const questions = new Map<Decision["action"], GradeReason>([
  ["request_evidence", "evidence_requested"],
  ["escalate", "escalated"],
]);

function findVoidReason({ claim, document, lapses }: GradeSubject, asOf: Date): GradeReason | null {
  const isBy = (moment: Date | null) => moment !== null && moment <= asOf;
  if (claim.createdAt > asOf) return "not_yet_made";
  if (lapses.some(({ failedAt, restoredAt }) => isBy(failedAt) && !isBy(restoredAt)))
    return "integrity_failed";
  if (isBy(document.supersededAt)) return "superseded";
  return isBy(claim.retiredAt) ? "retired" : null;
}

/** Of people, not taken back by then, in the order in which they were taken. */
export function listDecisionsUntil({ claim, decisions }: GradeSubject, asOf: Date): Decision[] {
  return decisions
    .filter(
      ({ claimId, principalKind, decidedAt, undoneAt }) =>
        claimId === claim.id &&
        principalKind === "person" &&
        decidedAt <= asOf &&
        (undoneAt === null || undoneAt > asOf),
    )
    .toSorted((a, b) => a.decidedAt.getTime() - b.decidedAt.getTime());
}

/** What people made of it since the last refusal: one approval reviews it, a second person's validates it. */
function findHumanGrade(
  claim: Claim,
  { uploadedBy }: Document,
  decisions: readonly Decision[],
): EffectiveGrade | null {
  const lastRefusal = decisions.findLastIndex((decision) => decision.action !== "approve");
  const [first, ...later] = decisions.slice(lastRefusal + 1);
  if (!first) return null;
  const second = later.find(
    ({ asRole, principalId }) =>
      asRole === "validator" && principalId !== first.principalId && principalId !== uploadedBy,
  );
  const reasons: GradeReason[] = [claim.amends === null ? "approved_by_person" : "amended_by_person"];
  if (first.carriedFrom !== null) reasons.push("carried_over");
  return second
    ? { grade: "validated", reasons: [...reasons, "confirmed_by_second_person"] }
    : { grade: "reviewed", reasons };
}

function findMachineGrade({ claim, scorings }: GradeSubject, asOf: Date): EffectiveGrade {
  const { probability, threshold } = findScore(claim, scorings, asOf);
  const reasons: GradeReason[] = [];
  if (claim.stance === "contradicts") reasons.push("contradicts");
  if (claim.guards.length > 0) reasons.push("guarded");
  if (probability < threshold) reasons.push("low_probability");
  return reasons.length > 0
    ? { grade: "suggested", reasons }
    : { grade: "inferred", reasons: ["inferred_unseen"] };
}

function capGrade(own: EffectiveGrade, cap: Grade, reason: GradeReason): EffectiveGrade {
  return { grade: isAtLeast(own.grade, cap) ? cap : own.grade, reasons: [...own.reasons, reason] };
}
