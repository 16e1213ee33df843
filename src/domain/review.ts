// A review: an open question for a person; a decision: what the person said, about which claim, and why.
import { z } from "zod";
import { guardSchema } from "./claim.ts";

export const reviewReasonSchema = z.enum([
  ...guardSchema.options,
  "low_probability",
  "sampled",
  "second_person",
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

export const actionSchema = z.enum(["approve", "reject", "withdraw"]);
export type Action = z.infer<typeof actionSchema>;

export const decisionSchema = z.object({
  id: z.uuid(),
  claimId: z.uuid(),
  principalId: z.uuid(),
  principalName: z.string(),
  /** The role under which it was decided: a validator's approval is the second pair of eyes. */
  asRole: z.enum(["reviewer", "validator"]),
  action: actionSchema,
  rationale: z.string().nullable(),
  decidedAt: z.date(),
});
export type Decision = z.infer<typeof decisionSchema>;
