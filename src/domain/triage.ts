// Triage: which claims a person has to see, and what seeing them is worth.
import { canGoUnseen, type Guard, type ProposedClaim } from "./claim.ts";
import type { ReviewReason } from "./review.ts";

/** Until enough labels prove a lower one, only claims this sure go unseen; answers say `uncalibrated`. */
export const conservativeThreshold = 0.7;

/** Claims below this are noise: showing them would bury the reviewer. */
export const candidateFloor = 0.2;

/** Share of unqueued claims that is reviewed anyway, to keep the error bound honest. */
export const sampleShare = 0.2;

export type Triaged = {
  claim: ProposedClaim;
  reasons: ReviewReason[];
  value: number;
  /** Drawn for the random sample, whether or not it goes to people for another reason too. */
  isSample: boolean;
};

/**
 * @param draw a number from 0 to 1 that decides on sampling, the same for the same claim.
 * @param servedRequirements how many requirements the claim's point serves.
 */
export function triage(
  claim: ProposedClaim,
  draw: number,
  servedRequirements: number,
  share: number = sampleShare,
): Triaged {
  const reasons: ReviewReason[] = [...claim.guards];
  // A rule that is no execution, or the reverse, can never lift its point: only an attack is worth a look.
  if (claim.stance === "partly" && !reasons.includes("injection"))
    return { claim, reasons: [], value: 0, isSample: false };
  if (claim.stance === "contradicts" && !reasons.includes("contradiction")) reasons.push("contradiction");
  if (claim.probability < claim.threshold) reasons.push("low_probability");
  const isSample = canGoUnseen(claim) && draw < share;
  if (isSample && reasons.length === 0) reasons.push("sampled");
  const value = measureReviewValue(claim, reasons, servedRequirements, isSample);
  return { claim, reasons, value, isSample };
}

/**
 * What a decision is worth: requirements it would lift, times uncertainty, more for a contradiction. One that was drawn
 * speaks for all that go unseen, and those drawn after it wait for it: it is worth as much as the most uncertain.
 */
export function measureReviewValue(
  claim: Pick<ProposedClaim, "probability">,
  reasons: readonly ReviewReason[],
  servedRequirements: number,
  isSample = false,
): number {
  const uncertainty = isSample ? 1 : 1 - Math.abs(2 * claim.probability - 1);
  const urgent: Guard[] = ["contradiction", "injection"];
  const urgency = reasons.some((reason) => urgent.some((guard) => guard === reason)) ? 2 : 1;
  return servedRequirements * (0.2 + uncertainty) * urgency;
}
