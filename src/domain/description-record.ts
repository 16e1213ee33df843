// How a document was described: by the rules alone or with a model, and what of the model's reply did not hold.
import { z } from "zod";
import { dropReasons } from "./tie.ts";

export const descriptionRecordSchema = z.object({
  /** The local rules, or a model and the prompt it was asked with. */
  describedBy: z.string(),
  /** Why the local rules stand alone although there is a model; null otherwise. */
  fallbackReason: z.string().nullable(),
  /** What the model said that was not kept, counted by reason. */
  dropped: z.partialRecord(z.enum(dropReasons), z.number().int().positive()),
});
export type DescriptionRecord = z.infer<typeof descriptionRecordSchema>;
