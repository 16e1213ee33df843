// Flow: a person decides an open review, or a validator confirms what another person approved.
import type { Context } from "../context.ts";
import type { Sql } from "../db/sql.ts";
import { type Claim, isStandingClaim } from "../domain/claim.ts";
import type { Document } from "../domain/document.ts";
import { type EffectiveGrade, effectiveGrade } from "../domain/grade.ts";
import { canDecide, type Principal } from "../domain/principal.ts";
import type { Action, Decision } from "../domain/review.ts";
import { Fault } from "../fault.ts";
import { findClaim, listClaims } from "../store/claims.ts";
import { resolveContradictionsOf, settleContradictionReviews } from "../store/contradictions.ts";
import { findDocument } from "../store/documents.ts";
import { appendEntry } from "../store/ledger.ts";
import {
  closeReview,
  findReviewForUpdate,
  insertDecision,
  insertReviews,
  listDecisions,
} from "../store/reviews.ts";

export type DecisionRequest = { action: Action; rationale: string | null };
export type Decided = { decision: Decision; grade: EffectiveGrade };

/**
 * Records a decision on the claim of an open review and returns the claim's new grade. The decider is the
 * authenticated principal. Throws Fault `forbidden` (a machine, no role, second eyes are the same eyes),
 * `invalid_input` (a rationale is missing), `not_found`, `conflict` (already decided, claim no longer stands).
 */
export async function decideReview(
  context: Context,
  principal: Principal,
  reviewId: string,
  request: DecisionRequest,
): Promise<Decided> {
  checkRequest(principal, request);
  return context.database.asOrganization(principal.organizationId, async (sql) => {
    const review = await findReviewForUpdate(sql, reviewId);
    if (!review) throw new Fault("not_found", "There is no such review.");
    if (review.closedAt !== null)
      throw new Fault("conflict", "This review was decided already: take the next one.");
    const claim = await getStandingClaim(sql, review.claimId);
    const document = await findDocument(sql, claim.documentId);
    if (!document) throw new Fault("not_found", "The document of this claim does not exist any more.");
    const earlier = await listDecisions(sql, [claim.id]);
    const decision = buildDecision(
      context,
      principal,
      claim,
      request,
      findRole(principal, document, earlier, request),
    );
    await insertDecision(sql, principal.organizationId, decision, review.id);
    await closeReview(sql, review.id, decision.decidedAt);
    const freed = decision.action === "approve" ? [] : await closeContradictions(sql, principal, decision);
    const grade = await findGradeNow(context, sql, claim, decision.decidedAt);
    await openSecondReview(context, sql, principal.organizationId, decision, grade);
    await context.announceOpened(sql, {
      organizationId: principal.organizationId,
      at: decision.decidedAt,
    });
    await appendEntry(sql, {
      organizationId: principal.organizationId,
      kind: "claim_decided",
      subjectId: claim.id,
      principalId: principal.id,
      at: decision.decidedAt,
      body: {
        decisionId: decision.id,
        action: request.action,
        asRole: decision.asRole,
        rationale: request.rationale,
        ...grade,
      },
    });
    await context.projectGrades(sql, principal.organizationId, [claim.pointId, ...freed], {
      kind: "claim_decided",
      subjectId: claim.id,
      principalId: principal.id,
    });
    return { decision, grade };
  });
}

function checkRequest(principal: Principal, request: DecisionRequest): void {
  if (principal.kind !== "person")
    throw new Fault("forbidden", "People decide: this key belongs to a machine.");
  if (!canDecide(principal)) throw new Fault("forbidden", "Deciding needs the role reviewer or validator.");
  if (request.action !== "approve" && !request.rationale?.trim()) {
    throw new Fault("invalid_input", "Say why: a rationale is needed for everything but a plain approval.");
  }
}

/**
 * An approval of what already stands approved is a validation, by a validator who is neither the uploader nor
 * anybody who decided before. Everything else is a reviewer's decision, save that a validator may take an
 * approval back.
 */
function findRole(
  principal: Principal,
  document: Document,
  earlier: readonly Decision[],
  request: DecisionRequest,
): Decision["asRole"] {
  const isApproved = earlier.at(-1)?.action === "approve";
  if (isApproved && request.action === "approve") {
    checkFourEyes(principal, document, earlier);
    return "validator";
  }
  if (principal.roles.includes("reviewer")) return "reviewer";
  if (isApproved) return "validator";
  throw new Fault("forbidden", "The first decision on a claim needs the role reviewer.");
}

function checkFourEyes(principal: Principal, document: Document, earlier: readonly Decision[]): void {
  if (!principal.roles.includes("validator"))
    throw new Fault("forbidden", "Confirming an approval needs the role validator.");
  if (earlier.some((decision) => decision.principalId === principal.id))
    throw new Fault("forbidden", "Four eyes: somebody other than the first reviewer has to confirm this.");
  if (document.uploadedBy === principal.id)
    throw new Fault("forbidden", "Four eyes: somebody other than the uploader has to confirm this.");
}

async function getStandingClaim(sql: Sql, claimId: string): Promise<Claim> {
  const claim = await findClaim(sql, claimId);
  if (!claim || !isStandingClaim(claim)) {
    throw new Fault("conflict", "The claim was replaced by a newer assessment: take the next review.");
  }
  return claim;
}

function buildDecision(
  context: Context,
  principal: Principal,
  claim: Claim,
  request: DecisionRequest,
  asRole: Decision["asRole"],
): Decision {
  return {
    id: context.newId(),
    claimId: claim.id,
    principalId: principal.id,
    principalName: principal.name,
    principalKind: principal.kind,
    asRole,
    action: request.action,
    rationale: request.rationale,
    decidedAt: context.clock(),
    undoneAt: null,
    carriedFrom: null,
  };
}

/** What a person refused contradicts nothing any more: the other side is free of it. Returns the points of both. */
async function closeContradictions(
  sql: Sql,
  { organizationId, id: principalId }: Principal,
  { claimId: refusedId, action, rationale, decidedAt: at }: Decision,
): Promise<string[]> {
  const word = { resolution: "refused" as const, at, by: principalId, rationale };
  const closed = await resolveContradictionsOf(sql, refusedId, word);
  const claimIds = closed.flatMap(({ claimId, otherClaimId }) => [claimId, otherClaimId]);
  await settleContradictionReviews(sql, claimIds, at);
  for (const { id, claimId, otherClaimId } of closed)
    await appendEntry(sql, {
      organizationId,
      kind: "contradiction_resolved",
      subjectId: id,
      principalId,
      at,
      body: { claimId, otherClaimId, resolution: "refused", refusedId, action, rationale },
    });
  return (await listClaims(sql, { ids: claimIds })).map(({ pointId }) => pointId);
}

async function findGradeNow(
  context: Context,
  sql: Sql,
  { id, pointId }: Claim,
  at: Date,
): Promise<EffectiveGrade> {
  const subjects = await context.listSubjects(sql, { pointId });
  const subject = subjects.find((one) => one.claim.id === id);
  if (!subject) throw new Fault("not_found", "There is no such claim.");
  return effectiveGrade(subject, subjects, at);
}

/** What one person approved waits for the second pair of eyes. */
async function openSecondReview(
  context: Context,
  sql: Sql,
  organizationId: string,
  decision: Decision,
  grade: EffectiveGrade,
): Promise<void> {
  if (decision.action !== "approve" || grade.grade === "validated" || decision.asRole === "validator") return;
  await insertReviews(sql, organizationId, [
    {
      id: context.newId(),
      claimId: decision.claimId,
      reasons: ["second_person"],
      value: 0.1,
      openedAt: decision.decidedAt,
    },
  ]);
}
