// A review: an open question for a person; a decision: what the person said, about which claim, and why.
import { z } from "zod";
import { guardSchema } from "./claim.ts";
import { principalKinds } from "./principal.ts";

export const reviewReasonSchema = z.enum([
  ...guardSchema.options,
  "low_probability",
  "sampled",
  "second_person",
  "words_changed",
]);
export type ReviewReason = z.infer<typeof reviewReasonSchema>;

export const reviewSchema = z.object({
  id: z.uuid(),
  claimId: z.uuid(),
  reasons: z.array(reviewReasonSchema).min(1),
  value: z.number(),
  openedAt: z.date(),
  closedAt: z.date().nullable(),
});
export type Review = z.infer<typeof reviewSchema>;

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
