// A webhook: an endpoint of somebody else's that is told what happens. Its secret is no part of what is shown of it.
import { z } from "zod";
import { announcementTypeSchema } from "./announcement.ts";

export const webhookSchema = z.object({
  id: z.uuid(),
  url: z.string(),
  description: z.string().nullable(),
  events: z.array(announcementTypeSchema).min(1),
  /** Null when it was made at the machine's own terminal. */
  createdBy: z.uuid().nullable(),
  createdAt: z.date(),
  disabledAt: z.date().nullable(),
  disabledReason: z.string().nullable(),
  /** Since when every attempt failed; null when the last one was delivered. */
  failingSince: z.date().nullable(),
  /** Until when it is left alone. */
  quietUntil: z.date().nullable(),
});
export type Webhook = z.infer<typeof webhookSchema>;

/** More would turn one change into a flood of requests. */
export const mostWebhooks = 20;

/** How long a secret that was replaced goes on signing, so that the receiver can change over. */
export const secretGraceHours = 24;

/** An endpoint that failed for so long, and never did anything else, is not tried any more. */
const failingDays = 5;

export function isHopeless(failingSince: Date, at: Date): boolean {
  return at.getTime() - failingSince.getTime() >= failingDays * 24 * 3_600_000;
}
