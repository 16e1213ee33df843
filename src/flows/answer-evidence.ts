// Flow: what reviewers asked of uploaders, and the answer that puts the review back in the queue.
import type { Context } from "../context.ts";
import { type EvidenceRequest, type EvidenceState, findEvidenceState } from "../domain/evidence-request.ts";
import type { Principal } from "../domain/principal.ts";
import { findDueAt } from "../domain/review.ts";
import { Fault } from "../fault.ts";
import { findDocument } from "../store/documents.ts";
import {
  answerEvidenceRequest,
  findEvidenceRequest,
  listEvidenceRequests,
} from "../store/evidence-requests.ts";
import { appendEntry } from "../store/ledger.ts";
import { postponeReview } from "../store/reviews.ts";

/** Oldest first. */
export async function listAsked(
  context: Context,
  organizationId: string,
  filter: { state?: EvidenceState | undefined; askedOf?: string | undefined },
): Promise<EvidenceRequest[]> {
  const all = await context.database.asOrganization(organizationId, (sql) => listEvidenceRequests(sql));
  return all.filter(
    (one) =>
      (filter.state === undefined || findEvidenceState(one) === filter.state) &&
      (filter.askedOf === undefined || one.askedOf.id === filter.askedOf),
  );
}

/**
 * A note, another document, or both. The review has two days from then on. Throws Fault `not_found`, `invalid_input` for
 * an empty answer or the document itself, `conflict` when it needs no answer any more.
 */
export async function answerEvidence(
  context: Context,
  { organizationId, id: by }: Pick<Principal, "id" | "organizationId">,
  id: string,
  { note, documentId }: { note: string | null; documentId: string | null },
): Promise<EvidenceRequest> {
  if (note === null && documentId === null)
    throw new Fault("invalid_input", "Answer with a note, with another document, or with both.");
  return context.database.asOrganization(organizationId, async (sql) => {
    const asked = await findEvidenceRequest(sql, id);
    if (!asked) throw new Fault("not_found", "There is no such request for evidence.");
    if (documentId !== null && !(await findDocument(sql, documentId)))
      throw new Fault("not_found", "There is no such document: upload it first.");
    if (documentId === asked.documentId)
      throw new Fault("invalid_input", "This is the document that was asked about: name another one.");
    const at = context.clock();
    if ((await answerEvidenceRequest(sql, id, { by, at, note, documentId })) === 0)
      throw new Fault("conflict", "This request was answered already, or its review is decided.");
    await postponeReview(sql, asked.reviewId, findDueAt(["escalated"], at));
    await appendEntry(sql, {
      organizationId,
      kind: "evidence_answered",
      subjectId: asked.claimId,
      principalId: by,
      at,
      body: { requestId: id, note, documentId },
    });
    return (await findEvidenceRequest(sql, id)) ?? asked;
  });
}
