// A review as people see it in a list: what it asks, what answering is worth, who has it, and its claim as it stands.
import type { Contradiction } from "./contradiction.ts";
import { type EvidenceRequest, findEvidence } from "./evidence-request.ts";
import type { GradeSubject } from "./grade.ts";
import type { GradedClaim } from "./graded-claim.ts";
import { isHeld, isLate, type Ranked } from "./queue.ts";
import type { ReviewReason } from "./review.ts";
import { buildShown, type ReviewState, writeVersion } from "./shown.ts";

type Person = { id: string; name: string };

export type ReviewItem = {
  id: string;
  /** Of what is shown here; a decision sends it back. */
  version: string;
  claimId: string;
  reasons: ReviewReason[];
  value: number;
  worth: { requirements: number; uncertainty: number; ageDays: number };
  openedAt: Date;
  dueAt: Date;
  isLate: boolean;
  isWaiting: boolean;
  isEscalated: boolean;
  assignee: Person | null;
  lease: { holder: Person; until: Date; isMine: boolean } | null;
  claim: GradedClaim;
};

export type ItemGround = {
  /** All claims on the points of the claims. */
  subjects: readonly GradeSubject[];
  contradictions: readonly Contradiction[];
  requests: readonly EvidenceRequest[];
  claims: readonly GradedClaim[];
};

export function buildState(
  { id, claimId, reasons }: Pick<Ranked, "id" | "claimId" | "reasons">,
  { subjects, contradictions, requests }: Omit<ItemGround, "claims">,
): ReviewState | null {
  const subject = subjects.find(({ claim }) => claim.id === claimId);
  if (!subject) return null;
  return {
    review: { reasons, closedAt: null },
    subject,
    peers: subjects.filter(({ claim }) => claim.pointId === subject.claim.pointId),
    contradictions: contradictions.filter((one) => [one.claimId, one.otherClaimId].includes(claimId)),
    evidence: findEvidence(requests.filter(({ reviewId }) => reviewId === id)),
  };
}

/** In the order of the queue. */
export function buildReviewItems(
  ranked: readonly Ranked[],
  ground: ItemGround,
  { asOf, askedBy }: { asOf: Date; askedBy: string },
): ReviewItem[] {
  const claims = new Map(ground.claims.map((claim) => [claim.id, claim]));
  return ranked.flatMap((one): ReviewItem[] => {
    const claim = claims.get(one.claimId);
    const state = buildState(one, ground);
    if (!claim || !state) return [];
    const { id, claimId, reasons, openedAt, dueAt, isWaiting, assignee, holder, leasedUntil } = one;
    const { value, ...worth } = one.worth;
    return [
      {
        id,
        version: writeVersion(buildShown(state, asOf)),
        claimId,
        reasons,
        value,
        worth,
        openedAt,
        dueAt,
        isLate: isLate(one, asOf),
        isWaiting,
        isEscalated: reasons.includes("escalated"),
        assignee,
        lease:
          holder && leasedUntil && isHeld(one, asOf)
            ? { holder, until: leasedUntil, isMine: holder.id === askedBy }
            : null,
        claim,
      },
    ];
  });
}
