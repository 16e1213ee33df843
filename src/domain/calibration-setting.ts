// What an organization demands of its calibration: a person's word, dated.
import { z } from "zod";
import { sampleShare } from "./triage.ts";

export const targetSchema = z.number().min(0.01).max(0.5);
export const sampleShareSchema = z.number().min(0.05).max(1);

export const calibrationSettingSchema = z.object({
  /** How much of what goes unseen may be wrong. */
  target: targetSchema,
  /** How much of what would go unseen people check anyway. */
  sampleShare: sampleShareSchema,
  principalName: z.string().nullable(),
  decidedAt: z.date().nullable(),
});
export type CalibrationSetting = z.infer<typeof calibrationSettingSchema>;

/** Until somebody decides. */
export const defaultSetting: CalibrationSetting = {
  target: 0.1,
  sampleShare,
  principalName: null,
  decidedAt: null,
};
