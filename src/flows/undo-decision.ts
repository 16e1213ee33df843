// Flow: whoever decided takes it back at once. What was true in between stays true of that moment.
import type { Context } from "../context.ts";
import type { Sql } from "../db/sql.ts";
import type { Claim } from "../domain/claim.ts";
import { type Contradiction, reopen } from "../domain/contradiction.ts";
import type { EffectiveGrade } from "../domain/grade.ts";
import type { Principal } from "../domain/principal.ts";
import { findGradeOf } from "../domain/rating.ts";
import {
  type Decision,
  findDueAt,
  isStandingDecision,
  leaseMs,
  type Review,
  type ReviewReason,
  undoMs,
} from "../domain/review.ts";
import { Fault } from "../fault.ts";
import { listCarriedClaims } from "../store/carry-over.ts";
import { findClaim, listClaims, retireClaims, updateReplacedBy } from "../store/claims.ts";
import {
  insertContradictions,
  listContradictionsOf,
  openContradictionReviews,
  resolveContradictionsOf,
  settleContradictionReviews,
} from "../store/contradictions.ts";
import { listEvidenceRequestsOf, undoEvidenceRequests } from "../store/evidence-requests.ts";
import { appendEntry, lockLedger } from "../store/ledger.ts";
import {
  closeReview,
  findDecision,
  findOpenReviewOf,
  findReviewForUpdate,
  insertReviews,
  listDecisions,
  undoDecision as markUndone,
  reopenReview,
  type TakenDecision,
  updateQuestion,
} from "../store/reviews.ts";

export type Undone = { claimId: string; reviewId: string | null; grade: EffectiveGrade };

/**
 * Takes a decision back, and with it what followed from it: the review is open again, held by who took it back. Throws
 * Fault `not_found`, `forbidden` for somebody else's, `conflict` when it is too late, done already, or something else was
 * decided since.
 */
export async function undoDecision(
  context: Context,
  principal: Principal,
  decisionId: string,
): Promise<Undone> {
  const { organizationId, id: principalId } = principal;
  return context.database.asOrganization(organizationId, async (sql) => {
    const given = await findDecision(sql, decisionId);
    if (!given) throw new Fault("not_found", "There is no such decision.");
    const review = given.reviewId === null ? null : await findReviewForUpdate(sql, given.reviewId);
    await lockLedger(sql, organizationId);
    const at = context.clock();
    const taken = await readTaken(sql, given);
    checkUndo(principal, taken, at);
    for (const { id } of taken.decisions) await markUndone(sql, id, at);
    const points = await restore(context, sql, principal, { ...taken, review, at });
    if (review) await askAgain(context, sql, principal, { ...taken, review, at });
    const { decision, claim } = taken;
    await appendEntry(sql, {
      organizationId,
      kind: "decision_undone",
      subjectId: claim.id,
      principalId,
      at,
      body: { decisionId: decision.id, action: decision.action },
    });
    const cause = { kind: "decision_undone" as const, subjectId: claim.id, principalId };
    await context.projectGrades(sql, organizationId, points, cause);
    await context.announceOpened(sql, { organizationId, at });
    return {
      claimId: claim.id,
      reviewId: review?.id ?? null,
      grade: await getGrade(context, sql, claim, at),
    };
  });
}

type Undoing = {
  /** What the person did, and the claim it was done to. */
  decision: Decision;
  claim: Claim;
  amendment: Claim | null;
  /** The decision, and the approval of the amendment when it was one. */
  decisions: Decision[];
  /** All on the claim and its amendment. */
  all: Decision[];
};

/** An amendment is two decisions at once: either of them stands for both. */
async function readTaken(sql: Sql, given: TakenDecision): Promise<Undoing> {
  const own = await findClaim(sql, given.claimId);
  const amended = own?.amends ? await findClaim(sql, own.amends) : null;
  const isOfAmendment = (decision: Decision) =>
    decision.action === "amend" && decision.decidedAt.getTime() === given.decidedAt.getTime();
  const parents = amended ? await listDecisions(sql, [amended.id]) : [];
  const parent = given.action === "approve" ? parents.find(isOfAmendment) : undefined;
  const claim = parent ? amended : own;
  if (!claim) throw new Fault("not_found", "The claim of this decision does not exist any more.");
  const decision = parent ?? given;
  const amendment =
    decision.action === "amend" && claim.replacedBy !== null ? await findClaim(sql, claim.replacedBy) : null;
  const all = await listDecisions(sql, amendment ? [claim.id, amendment.id] : [claim.id]);
  const isSame = (one: Decision) =>
    one.id === decision.id ||
    (one.claimId === amendment?.id && one.decidedAt.getTime() === decision.decidedAt.getTime());
  return { decision, claim, amendment, decisions: all.filter(isSame), all };
}

function checkUndo(
  { id }: Principal,
  { decision, claim, amendment, decisions, all }: Undoing,
  at: Date,
): void {
  if (decision.principalId !== id) throw new Fault("forbidden", "Only who decided can take it back.");
  if (decision.undoneAt !== null) throw new Fault("conflict", "This decision was taken back already.");
  if (at.getTime() > decision.decidedAt.getTime() + undoMs)
    throw new Fault(
      "conflict",
      `A decision can be taken back for ${undoMs / 1000} seconds: decide again instead.`,
    );
  const later = all.filter(
    (one) => isStandingDecision(one) && one.decidedAt >= decision.decidedAt && !decisions.includes(one),
  );
  if (later.length > 0) throw new Fault("conflict", "Somebody decided on it since: it cannot be taken back.");
  const standing = decision.action === "amend" ? amendment : claim;
  if (!standing || standing.retiredAt !== null || standing.replacedBy !== null)
    throw new Fault("conflict", "The claim was replaced by a newer assessment: it cannot be taken back.");
}

type Restoring = Undoing & { review: Review | null; at: Date };

/** Returns the points whose grades it may have moved. */
async function restore(
  context: Context,
  sql: Sql,
  principal: Principal,
  undoing: Restoring,
): Promise<string[]> {
  const { decision, claim, amendment, review, at } = undoing;
  if (decision.action === "request_evidence" || decision.action === "escalate") {
    if (review) await restoreQuestion(sql, undoing, review);
    return [claim.pointId];
  }
  // What opened because of the decision gives way to the question that it answered.
  const second = await findOpenReviewOf(sql, amendment?.id ?? claim.id);
  if (second) await closeReview(sql, second.id, at);
  if (amendment) {
    await retireClaims(sql, [amendment.id], at);
    await updateReplacedBy(sql, claim.id, null);
  }
  if (review) {
    await reopenReview(sql, review.id, { by: principal.id, until: new Date(at.getTime() + leaseMs) });
    await undoEvidenceRequests(sql, describeEvidence(decision, review), at);
  }
  return [claim.pointId, ...(await restoreContradictions(context, sql, principal, undoing))];
}

/** On newer versions that went on with it the question that it answered is open too. */
async function askAgain(
  { newId }: Pick<Context, "newId">,
  sql: Sql,
  { organizationId }: Principal,
  { decision, review, at }: Undoing & { review: Review; at: Date },
): Promise<void> {
  const asked = (await findReviewForUpdate(sql, review.id)) ?? review;
  const { reasons, value } = asked;
  for (const claimId of await listCarriedClaims(sql, decision.id)) {
    const open = await findOpenReviewOf(sql, claimId);
    if (open)
      await updateQuestion(sql, open.id, {
        reasons,
        dueAt: findDueAt(reasons, open.openedAt),
        assigneeId: open.assigneeId,
      });
    else await insertReviews(sql, organizationId, [{ id: newId(), claimId, reasons, value, openedAt: at }]);
  }
}

/** The question is asked as before: nobody has to answer for it, nobody else was given it. */
async function restoreQuestion(sql: Sql, { decision, all, at }: Restoring, review: Review): Promise<void> {
  const { action, principalId } = decision;
  const reason: ReviewReason = action === "escalate" ? "escalated" : "evidence_requested";
  const isKept = all.some(
    (one) => one.id !== decision.id && one.action === action && isStandingDecision(one),
  );
  const reasons = isKept ? review.reasons : review.reasons.filter((one) => one !== reason);
  const requests = await listEvidenceRequestsOf(sql, [review.id]);
  if (requests.some((one) => one.decisionId === decision.id && one.answeredAt !== null))
    throw new Fault("conflict", "The uploader has answered already: it cannot be taken back.");
  await undoEvidenceRequests(sql, describeEvidence(decision, review), at);
  const { assigneeId, openedAt } = review;
  await updateQuestion(sql, review.id, { reasons, dueAt: findDueAt(reasons, openedAt), assigneeId });
  await reopenReview(sql, review.id, { by: principalId, until: new Date(at.getTime() + leaseMs) });
}

function describeEvidence({ id: decisionId, decidedAt }: Decision, { id: reviewId }: Review) {
  return { reviewId, decisionId, decidedAt };
}

/**
 * What the decision closed is open again, as a new contradiction: between the decision and now there was none. What the
 * amendment contradicted goes with it.
 */
async function restoreContradictions(
  context: Context,
  sql: Sql,
  principal: Principal,
  { decision, claim, amendment, at }: Restoring,
): Promise<string[]> {
  const { organizationId, id: by } = principal;
  const word = { resolution: "gone" as const, at, by, rationale: null };
  const gone = amendment ? await resolveContradictionsOf(sql, amendment.id, word) : [];
  const closed = (await listContradictionsOf(sql, [claim.id])).filter(
    ({ resolvedAt }) => resolvedAt?.getTime() === decision.decidedAt.getTime(),
  );
  const again = decision.action === "approve" ? [] : closed.map((one) => reopen(one, context.newId(), at));
  await insertContradictions(sql, organizationId, again);
  for (const one of gone) await tell(sql, principal, "contradiction_resolved", one, at);
  for (const one of again) await tell(sql, principal, "contradiction_found", one, at);
  const open = (await listContradictionsOf(sql, [claim.id])).filter(({ resolvedAt }) => resolvedAt === null);
  const sides = new Set(again.flatMap(({ claimId, otherClaimId }) => [claimId, otherClaimId]));
  if (open.length > 0) sides.add(claim.id);
  const questions = [...sides].map((claimId) => ({ id: context.newId(), claimId, value: 1, openedAt: at }));
  await openContradictionReviews(sql, organizationId, questions);
  const others = gone.flatMap(({ claimId, otherClaimId }) => [claimId, otherClaimId]);
  await settleContradictionReviews(sql, others, at);
  const ids = [...sides, ...others];
  const points = ids.length === 0 ? [] : (await listClaims(sql, { ids })).map(({ pointId }) => pointId);
  return amendment ? [amendment.pointId, ...points] : points;
}

async function tell(
  sql: Sql,
  { organizationId, id: principalId }: Principal,
  kind: "contradiction_found" | "contradiction_resolved",
  { id, claimId, otherClaimId, subject, reason }: Contradiction,
  at: Date,
): Promise<void> {
  const body = { claimId, otherClaimId, subject, reason };
  await appendEntry(sql, { organizationId, kind, subjectId: id, principalId, at, body });
}

async function getGrade(
  context: Context,
  sql: Sql,
  { id, pointId }: Claim,
  at: Date,
): Promise<EffectiveGrade> {
  const grade = findGradeOf(await context.listSubjects(sql, { pointId }), id, at);
  if (!grade) throw new Fault("not_found", "There is no such claim.");
  return grade;
}
