// An evidence request: what a reviewer needs to know before deciding, asked of who brought the document.
import { z } from "zod";

const nameSchema = z.object({ id: z.uuid(), name: z.string() });

export const evidenceRequestSchema = z.object({
  id: z.uuid(),
  reviewId: z.uuid(),
  claimId: z.uuid(),
  pointId: z.string(),
  documentId: z.uuid(),
  fileName: z.string(),
  decisionId: z.uuid(),
  question: z.string(),
  askedBy: nameSchema,
  askedOf: nameSchema,
  askedAt: z.date(),
  answeredBy: nameSchema.nullable(),
  answeredAt: z.date().nullable(),
  note: z.string().nullable(),
  /** Another document that was given as an answer. */
  given: z.object({ id: z.uuid(), fileName: z.string() }).nullable(),
  /** Since when the review needs no answer any more. */
  closedAt: z.date().nullable(),
});
export type EvidenceRequest = z.infer<typeof evidenceRequestSchema>;

/** How long a review waits for an answer before it is in the queue without one. */
export const answerMs = 14 * 86_400_000;

export const evidenceStates = ["open", "answered", "closed"] as const;
export type EvidenceState = (typeof evidenceStates)[number];

export function findEvidenceState({ answeredAt, closedAt }: EvidenceRequest): EvidenceState {
  if (closedAt !== null) return "closed";
  return answeredAt === null ? "open" : "answered";
}

/** What the last request of a review is to whoever decides. */
export function findEvidence(requests: readonly EvidenceRequest[]): "none" | "asked" | "answered" {
  const last = requests.at(-1);
  if (!last) return "none";
  if (last.answeredAt !== null) return "answered";
  return last.closedAt === null ? "asked" : "none";
}
