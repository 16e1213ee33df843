// A review: an open question for a person; a decision: what the person said, about which claim, and why.
import { z } from "zod";
import type { Amendment } from "./amendment.ts";
import type { Point } from "./catalogue.ts";
import { type Claim, guardSchema } from "./claim.ts";
import type { Document } from "./document.ts";
import { principalKinds } from "./principal.ts";

export const reviewReasonSchema = z.enum([
  ...guardSchema.options,
  "low_probability",
  "sampled",
  "second_person",
  "evidence_requested",
  "escalated",
]);
export type ReviewReason = z.infer<typeof reviewReasonSchema>;

export const reviewSchema = z.object({
  id: z.uuid(),
  claimId: z.uuid(),
  reasons: z.array(reviewReasonSchema).min(1),
  value: z.number(),
  openedAt: z.date(),
  closedAt: z.date().nullable(),
  dueAt: z.date(),
  assigneeId: z.uuid().nullable(),
  /** Who works on it, until when; time alone ends it. */
  leasedBy: z.uuid().nullable(),
  leasedUntil: z.date().nullable(),
});
export type Review = z.infer<typeof reviewSchema>;

/** A review when it opens: nobody has it yet. */
export type OpenedReview = Pick<Review, "id" | "claimId" | "reasons" | "value" | "openedAt">;

export const leaseMs = 10 * 60_000;
/** How long whoever decided can take it back. */
export const undoMs = 10_000;

const dayMs = 86_400_000;
/** What may be an attack, what lowers other claims, and what a person could not decide. */
const urgentReasons: readonly ReviewReason[] = ["contradiction", "injection", "escalated"];

export function isUrgent(reasons: readonly ReviewReason[]): boolean {
  return reasons.some((reason) => urgentReasons.includes(reason));
}

/** By when a question that came up then is to be answered. */
export function findDueAt(reasons: readonly ReviewReason[], from: Date): Date {
  return new Date(from.getTime() + (isUrgent(reasons) ? 2 : 7) * dayMs);
}

/**
 * `amend` stands on the claim that gave way; its amendment carries an approval. `request_evidence` and `escalate` decide
 * nothing yet: until somebody does, the claim counts for nothing.
 */
export const actionSchema = z.enum([
  "approve",
  "amend",
  "reject",
  "request_evidence",
  "escalate",
  "withdraw",
]);
export type Action = z.infer<typeof actionSchema>;

export const decisionSchema = z.object({
  id: z.uuid(),
  claimId: z.uuid(),
  principalId: z.uuid(),
  principalName: z.string(),
  principalKind: z.enum(principalKinds),
  /** The role under which it was decided: a validator's approval is the second pair of eyes. */
  asRole: z.enum(["reviewer", "validator"]),
  action: actionSchema,
  rationale: z.string().nullable(),
  decidedAt: z.date(),
  /** Whoever decided took it back at once. */
  undoneAt: z.date().nullable(),
  /** The decision on the older version of the document that this one goes on with. */
  carriedFrom: z.uuid().nullable(),
});
export type Decision = z.infer<typeof decisionSchema>;

/** A decision that nobody took back. */
export function isStandingDecision({ undoneAt }: Pick<Decision, "undoneAt">): boolean {
  return undoneAt === null;
}

/** A decision as it was taken, with what it is about. */
export type Taken = {
  decision: Decision;
  /** Null for a claim that no review is open of. */
  review: Review | null;
  claim: Claim;
  document: Pick<Document, "kind" | "uploadedBy">;
  /** What another person approved was approved once more. */
  isConfirming: boolean;
  /** What is to be different, about which point of which catalogue; null when it is no amendment. */
  amendment: { change: Amendment; point: Point | undefined; catalogueVersion: string } | null;
};

/** The points whose grades a decision may have moved, but for the claim's own; and what stands in the claim's place. */
export type Followed = { pointIds: string[]; amended: Claim | null };
