// Flow: a person decides an open review, several on one point at once, or takes back what stands without a review.
import type { Context } from "../context.ts";
import type { Sql } from "../db/sql.ts";
import type { Amendment } from "../domain/amendment.ts";
import { type Claim, isStandingClaim } from "../domain/claim.ts";
import { findSeat } from "../domain/decider.ts";
import { findEvidence } from "../domain/evidence-request.ts";
import { type EffectiveGrade, effectiveGrade } from "../domain/grade.ts";
import { canDecide, type Principal } from "../domain/principal.ts";
import type { GradeChange } from "../domain/projection.ts";
import { findGradeOf } from "../domain/rating.ts";
import {
  type Action,
  type Decision,
  findOtherLease,
  isStandingDecision,
  type Review,
} from "../domain/review.ts";
import { buildShown, listShownChanges, parseVersion, type ReviewState, type Shown } from "../domain/shown.ts";
import { Fault } from "../fault.ts";
import { findClaim } from "../store/claims.ts";
import { listContradictionsOf } from "../store/contradictions.ts";
import { findDocument } from "../store/documents.ts";
import { listEvidenceRequestsOf } from "../store/evidence-requests.ts";
import { appendEntry, lockLedger } from "../store/ledger.ts";
import { findPrincipalName } from "../store/organizations.ts";
import { findOpenReviewOf, findReviewForUpdate, insertDecision, listReviewsOf } from "../store/reviews.ts";

export type DecisionRequest = {
  /** Of what was shown. */
  version: string;
  action: Action;
  rationale: string | null;
  amendment: Amendment | null;
};
export type Decided = {
  decision: Decision;
  /** Of the claim, or of the amendment that stands in its place. */
  grade: EffectiveGrade;
  changes: GradeChange[];
  amendmentId: string | null;
};

type Known = Awaited<ReturnType<Context["getCatalogue"]>>;

/**
 * Records a decision on the claim of an open review and returns what it changed. The decider is the authenticated
 * principal. Throws Fault `forbidden` (a machine, no role, second eyes are the same eyes), `invalid_input` (a rationale
 * is missing, an amendment cannot be), `not_found`, `conflict` with `changes` when what was shown is not what there is,
 * and while somebody else holds the review.
 */
export async function decideReview(
  context: Context,
  principal: Principal,
  reviewId: string,
  request: DecisionRequest,
): Promise<Decided> {
  checkPerson(principal);
  checkRequest(request);
  const seen = parseVersion(request.version);
  if (!seen) throw new Fault("invalid_input", "The version is not one of a review: send it as it was shown.");
  const known = await context.getCatalogue(principal.organizationId);
  if (request.action === "approve") await refuseChangedBytes(context, principal, seen.claimId);
  const decided = await context.database.asOrganization(principal.organizationId, async (sql) => {
    const review = await findReviewForUpdate(sql, reviewId);
    if (!review) throw new Fault("not_found", "There is no such review.");
    if (seen.claimId !== review.claimId)
      throw new Fault("invalid_input", "The version is of another review: send the one that was shown.");
    // Whoever changes a grade does it before or after: what is compared here is what is decided on.
    await lockLedger(sql, principal.organizationId);
    const at = context.clock();
    const state = await readState(context, sql, review.claimId, review);
    refuseChanged(review, state, seen, at);
    await refuseHeld(sql, review, principal, at);
    const taken = await take(context, sql, principal, { known, state, review, seen, request, at });
    await context.announceOpened(sql, { organizationId: principal.organizationId, at });
    return taken;
  });
  await context.heedDecision(principal.organizationId, decided.decision);
  return decided;
}

/** Who confirms says that it is proven by these bytes: they are read first, outside of any transaction. */
async function refuseChangedBytes(
  context: Context,
  { organizationId, roles }: Principal,
  claimId: string,
): Promise<void> {
  if (!roles.includes("validator")) return;
  const document = await context.database.asOrganization(organizationId, async (sql) =>
    findDocument(sql, (await findClaim(sql, claimId))?.documentId ?? claimId),
  );
  if (document && (await context.checkBytes(document)) !== "intact")
    throw new Fault("conflict", `The stored file "${document.fileName}" is not what was uploaded.`);
}

export type BulkItem = Pick<DecisionRequest, "version"> & { id: string };
export type BulkDecided = {
  approved: { id: string; decisionId: string; claimId: string; grade: EffectiveGrade }[];
  refused: { id: string; reason: string }[];
};

/** Each is recorded singly, and one that is refused stops no other. Throws Fault `invalid_input` for several points. */
export async function approveTogether(
  context: Context,
  principal: Principal,
  items: readonly BulkItem[],
): Promise<BulkDecided> {
  checkPerson(principal);
  await refuseMixed(context, principal, items);
  const done: BulkDecided = { approved: [], refused: [] };
  for (const { id, version } of items) {
    const request = { version, action: "approve" as const, rationale: null, amendment: null };
    try {
      const { decision, grade } = await decideReview(context, principal, id, request);
      done.approved.push({ id, decisionId: decision.id, claimId: decision.claimId, grade });
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      done.refused.push({ id, reason: error.message });
    }
  }
  return done;
}

async function refuseMixed(
  context: Context,
  { organizationId }: Principal,
  items: readonly BulkItem[],
): Promise<void> {
  const wanted = items.map(({ id }) => id);
  const abouts = await context.database.asOrganization(organizationId, async (sql) => {
    const ids = (await listReviewsOf(sql, wanted)).map(({ claimId }) => claimId);
    const subjects = await context.listSubjects(sql, { ids });
    return new Set(subjects.map(({ claim, document }) => `${claim.pointId} ${document.lineageId}`));
  });
  if (abouts.size > 1)
    throw new Fault(
      "invalid_input",
      "Only what is about the same point in the same document or its versions can be approved together.",
    );
}

/** Takes back a claim that no review is open of. Throws as `decideReview`, and `conflict` when a review of it is open. */
export async function withdrawClaim(
  context: Context,
  principal: Principal,
  claimId: string,
  rationale: string,
): Promise<Decided> {
  checkPerson(principal);
  const request = { action: "withdraw" as const, rationale, amendment: null };
  checkRequest(request);
  const known = await context.getCatalogue(principal.organizationId);
  return context.database.asOrganization(principal.organizationId, async (sql) => {
    const claim = await findClaim(sql, claimId);
    if (!claim) throw new Fault("not_found", "There is no such claim.");
    if (await findOpenReviewOf(sql, claimId))
      throw new Fault("conflict", "A review of this claim is open: decide that one.");
    await lockLedger(sql, principal.organizationId);
    const at = context.clock();
    const state = await readState(context, sql, claimId, null);
    const { grade } = effectiveGrade(state.subject, state.peers, at);
    if (grade === "none")
      throw new Fault("conflict", "This claim counts for nothing already: there is nothing to take back.");
    return take(context, sql, principal, { known, state, review: null, seen: null, request, at });
  });
}

function checkPerson(principal: Principal): void {
  if (principal.kind !== "person")
    throw new Fault("forbidden", "People decide: this key belongs to a machine.");
  if (!canDecide(principal)) throw new Fault("forbidden", "Deciding needs the role reviewer or validator.");
}

function checkRequest({ action, rationale, amendment }: Omit<DecisionRequest, "version">): void {
  if (action !== "approve" && !rationale?.trim())
    throw new Fault("invalid_input", "Say why: a rationale is needed for everything but a plain approval.");
  if ((action === "amend") !== (amendment !== null))
    throw new Fault("invalid_input", "An amendment says what is to be different, and nothing else does.");
}

async function readState(
  context: Context,
  sql: Sql,
  claimId: string,
  review: Review | null,
): Promise<ReviewState> {
  const pointId = (await findClaim(sql, claimId))?.pointId;
  const peers = pointId === undefined ? [] : await context.listSubjects(sql, { pointId });
  const subject = peers.find(({ claim }) => claim.id === claimId);
  if (!subject) throw new Fault("not_found", "The claim does not exist any more.");
  return {
    review: review ?? { reasons: [], closedAt: null },
    subject,
    peers,
    contradictions: await listContradictionsOf(sql, [claimId]),
    evidence: findEvidence(review ? await listEvidenceRequestsOf(sql, [review.id]) : []),
  };
}

function refuseChanged(review: Review, state: ReviewState, seen: Shown, at: Date): void {
  const changes = listShownChanges(seen, buildShown(state, at), state);
  const isStanding = isStandingClaim(state.subject.claim);
  if (review.closedAt === null && isStanding && changes.length === 0) return;
  const message =
    review.closedAt !== null
      ? "This review is closed: it was decided already, or a newer assessment took its place."
      : isStanding
        ? "What you were shown has changed meanwhile: look at the difference and decide again."
        : "The claim was replaced by a newer assessment: take the next review.";
  throw new Fault("conflict", message, { details: { changes } });
}

async function refuseHeld(sql: Sql, review: Review, { id }: Principal, at: Date): Promise<void> {
  const lease = findOtherLease(review, id, at);
  if (!lease) return;
  const holder = (await findPrincipalName(sql, lease.by)) ?? { id: lease.by, name: "Somebody" };
  const until = lease.until.toISOString();
  const details = { lease: { holder, until } };
  throw new Fault("conflict", `${holder.name} is working on this review until ${until}.`, { details });
}

type Taking = {
  known: Known;
  state: ReviewState;
  review: Review | null;
  seen: Shown | null;
  request: Omit<DecisionRequest, "version">;
  at: Date;
};

async function take(
  context: Context,
  sql: Sql,
  principal: Principal,
  { known, state, review, seen, request, at }: Taking,
): Promise<Decided> {
  const { organizationId, id: principalId, name: principalName, kind: principalKind } = principal;
  const { claim, document, decisions } = state.subject;
  const { action, rationale } = request;
  const earlier = decisions.filter(isStandingDecision);
  const seat = findSeat(principal, { uploadedBy: document.uploadedBy, earlier }, action);
  if ("refusal" in seat) throw new Fault("forbidden", seat.refusal);
  const { asRole, isConfirming } = seat;
  const decision: Decision = {
    id: context.newId(),
    claimId: claim.id,
    principalId,
    principalName,
    principalKind,
    asRole,
    action,
    rationale,
    decidedAt: at,
    undoneAt: null,
    carriedFrom: null,
  };
  await insertDecision(sql, organizationId, decision, review?.id ?? null, seen);
  const amendment = request.amendment && {
    change: request.amendment,
    point: known.points.get(request.amendment.pointId ?? claim.pointId),
    catalogueVersion: known.catalogue.version,
  };
  const taken = { decision, review, claim, document, isConfirming, amendment };
  const { pointIds, amended } = await context.followDecision(sql, principal, taken);
  const grade = await getGrade(context, sql, amended ?? claim, at);
  const amendmentId = amended?.id ?? null;
  await appendEntry(sql, {
    organizationId,
    kind: "claim_decided",
    subjectId: claim.id,
    principalId,
    at,
    body: {
      decisionId: decision.id,
      action,
      asRole,
      rationale,
      ...(amendmentId && { amendmentId }),
      ...grade,
    },
  });
  const cause = { kind: "claim_decided" as const, subjectId: claim.id, principalId };
  const changes = await context.projectGrades(sql, organizationId, [claim.pointId, ...pointIds], cause);
  return { decision, grade, changes, amendmentId };
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
