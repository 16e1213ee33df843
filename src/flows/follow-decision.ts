// Flow: what follows from a decision, in its transaction: reviews close and open, contradictions end, uploaders are
// asked, an amendment takes its place.
import type { Context } from "../context.ts";
import type { Sql } from "../db/sql.ts";
import { buildAmendment } from "../domain/amendment.ts";
import type { Claim } from "../domain/claim.ts";
import { type Contradiction, reopen } from "../domain/contradiction.ts";
import type { Passage } from "../domain/passage.ts";
import type { Principal } from "../domain/principal.ts";
import {
  type Decision,
  type Followed,
  findDueAt,
  type Review,
  type ReviewReason,
  type Taken,
} from "../domain/review.ts";
import { Fault } from "../fault.ts";
import { insertClaims, listClaims, updateReplacedBy } from "../store/claims.ts";
import {
  insertContradictions,
  openContradictionReviews,
  resolveContradictionsOf,
  settleContradictionReviews,
} from "../store/contradictions.ts";
import { findReading } from "../store/documents.ts";
import { closeEvidenceRequests, insertEvidenceRequest } from "../store/evidence-requests.ts";
import { appendEntry } from "../store/ledger.ts";
import { listPassagesOf } from "../store/passages.ts";
import { closeReview, insertDecision, insertReviews, updateQuestion } from "../store/reviews.ts";

type Tools = Pick<Context, "newId" | "jobs">;

export function buildFollower(tools: Tools): Pick<Context, "followDecision"> {
  return {
    followDecision: async (sql, principal, taken) => {
      const { decision, review, claim, isConfirming } = taken;
      const { action, decidedAt: at } = decision;
      if (action === "request_evidence") await askUploader(tools, sql, principal, taken);
      else if (action === "escalate") await passOn(sql, taken);
      else if (review) {
        await closeReview(sql, review.id, at);
        await closeEvidenceRequests(sql, review.id, at);
      }
      if (action === "approve" && !isConfirming) await openSecondReview(tools, sql, principal, claim.id, at);
      if (action === "amend") return amend(tools, sql, principal, taken);
      const isRefused = action === "reject" || action === "withdraw";
      return { pointIds: isRefused ? await refuse(sql, principal, decision) : [], amended: null };
    },
  };
}

/** What one person approved waits for the second pair of eyes. */
async function openSecondReview(
  { newId }: Tools,
  sql: Sql,
  { organizationId }: Principal,
  claimId: string,
  openedAt: Date,
): Promise<void> {
  const reasons: ReviewReason[] = ["second_person"];
  await insertReviews(sql, organizationId, [{ id: newId(), claimId, reasons, value: 0.1, openedAt }]);
}

/** The review stays open, and waits until the uploader has answered. */
async function askUploader(
  { newId }: Tools,
  sql: Sql,
  { organizationId }: Principal,
  { decision, review, document }: Taken,
): Promise<void> {
  if (!review) return;
  const { id: decisionId, decidedAt: askedAt, rationale } = decision;
  await closeEvidenceRequests(sql, review.id, askedAt);
  await insertEvidenceRequest(sql, {
    id: newId(),
    organizationId,
    reviewId: review.id,
    decisionId,
    askedOf: document.uploadedBy,
    question: rationale ?? "",
    askedAt,
  });
  await updateQuestion(sql, review.id, { ...review, reasons: addReason(review, "evidence_requested") });
}

/** The review stays open for a validator, more urgent than before. */
async function passOn(sql: Sql, { decision, review }: Taken): Promise<void> {
  if (!review) return;
  const dueAt = findDueAt(["escalated"], decision.decidedAt).getTime();
  await closeEvidenceRequests(sql, review.id, decision.decidedAt);
  await updateQuestion(sql, review.id, {
    reasons: addReason(review, "escalated"),
    dueAt: new Date(Math.min(dueAt, review.dueAt.getTime())),
    assigneeId: null,
  });
}

function addReason({ reasons }: Review, reason: ReviewReason): ReviewReason[] {
  return reasons.includes(reason) ? reasons : [...reasons, reason];
}

/** What a person refused contradicts nothing any more: the other side is free of it. Returns the points of both. */
async function refuse(sql: Sql, principal: Principal, decision: Decision): Promise<string[]> {
  const { claimId: refusedId, action, rationale, decidedAt: at } = decision;
  const word = { resolution: "refused" as const, at, by: principal.id, rationale };
  const closed = await resolveContradictionsOf(sql, refusedId, word);
  await tellResolved(sql, principal, closed, { resolution: "refused", refusedId, action, rationale }, at);
  return freeSides(sql, closed, at);
}

/**
 * The amendment stands in the claim's place, approved by who amended. What was contradicted in a passage that it still
 * quotes from contradicts it too; what else does is looked for.
 */
async function amend(tools: Tools, sql: Sql, principal: Principal, taken: Taken): Promise<Followed> {
  const { decision, review, claim } = taken;
  const { organizationId } = principal;
  const { decidedAt: at, rationale } = decision;
  const { amendment, passages } = await readAmendment(tools, sql, taken);
  await updateReplacedBy(sql, claim.id, amendment.id);
  await insertClaims(sql, organizationId, [amendment]);
  const approval = { ...decision, id: tools.newId(), claimId: amendment.id, action: "approve" as const };
  await insertDecision(sql, organizationId, approval, review?.id ?? null);
  await openSecondReview(tools, sql, principal, amendment.id, at);
  const word = { resolution: "gone" as const, at, by: principal.id, rationale };
  const closed = await resolveContradictionsOf(sql, claim.id, word);
  await tellResolved(sql, principal, closed, { resolution: "gone", amendedBy: amendment.id, rationale }, at);
  const kept = closed
    .filter((one) => isStillSaid(one, claim.id, amendment, passages))
    .map((one) => moveSide(one, { from: claim.id, to: amendment.id, id: tools.newId(), at }));
  if (kept.length > 0) {
    await insertContradictions(sql, organizationId, kept);
    const question = { id: tools.newId(), claimId: amendment.id, value: review?.value ?? 0, openedAt: at };
    await openContradictionReviews(sql, organizationId, [question]);
  }
  for (const { id, claimId, otherClaimId, subject, reason } of kept)
    await appendEntry(sql, {
      organizationId,
      kind: "contradiction_found",
      subjectId: id,
      principalId: principal.id,
      at,
      body: { claimId, otherClaimId, subject, reason },
    });
  await tools.jobs.enqueue(sql, "assess", { organizationId, documentId: claim.documentId });
  const pointIds = [amendment.pointId, ...(await freeSides(sql, closed, at))];
  return { pointIds, amended: amendment };
}

async function readAmendment(
  { newId }: Tools,
  sql: Sql,
  { claim, document, amendment, decision }: Taken,
): Promise<{ amendment: Claim; passages: Passage[] }> {
  const reading = await findReading(sql, claim.documentId);
  if (!reading || !amendment)
    throw new Fault("invalid_input", "There is nothing to amend: say what is to be different.");
  const passageIds = claim.quotes.map(({ passageId }) => passageId);
  const passages = await listPassagesOf(sql, passageIds);
  const { change, ...about } = amendment;
  const ground = { claim, document, reading, passages, ...about, id: newId(), at: decision.decidedAt };
  const amended = buildAmendment(change, ground);
  if ("problem" in amended) throw new Fault("invalid_input", amended.problem);
  const { documentId, pointId, nature } = amended;
  const standing = await listClaims(sql, { documentId, pointId, isStanding: true });
  if (standing.some((one) => one.nature === nature && one.id !== claim.id))
    throw new Fault(
      "conflict",
      "Another claim of this document is about that point already: decide that one, and reject this one.",
    );
  return { amendment: amended, passages };
}

function isStillSaid(
  one: Contradiction,
  claimId: string,
  { quotes }: Claim,
  passages: readonly Passage[],
): boolean {
  const said = one.claimId === claimId ? one.quote : one.otherQuote;
  return passages
    .filter(({ id }) => quotes.some(({ passageId }) => passageId === id))
    .some(({ start, end }) => start < said.end && said.start < end);
}

function moveSide(
  one: Contradiction,
  { from, to, id, at }: { from: string; to: string; id: string; at: Date },
): Contradiction {
  const [claimId = "", otherClaimId = ""] = [one.claimId, one.otherClaimId].map((side) =>
    side === from ? to : side,
  );
  return { ...reopen(one, id, at), claimId, otherClaimId };
}

async function tellResolved(
  sql: Sql,
  { organizationId, id: principalId }: Principal,
  closed: readonly Contradiction[],
  why: Record<string, unknown>,
  at: Date,
): Promise<void> {
  for (const { id, claimId, otherClaimId } of closed)
    await appendEntry(sql, {
      organizationId,
      kind: "contradiction_resolved",
      subjectId: id,
      principalId,
      at,
      body: { claimId, otherClaimId, ...why },
    });
}

/** Questions that were only about a contradiction that is closed need no answer. Returns the points of its sides. */
async function freeSides(sql: Sql, closed: readonly Contradiction[], at: Date): Promise<string[]> {
  const ids = closed.flatMap(({ claimId, otherClaimId }) => [claimId, otherClaimId]);
  await settleContradictionReviews(sql, ids, at);
  return (await listClaims(sql, { ids })).map(({ pointId }) => pointId);
}
