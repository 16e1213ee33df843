// A document: one uploaded file version, what kind of evidence it is, and when it is valid.
import { z } from "zod";
import { warningSchema } from "./suspicion.ts";

export const kinds = ["policy", "procedure", "screenshot", "record", "report", "attestation"] as const;
export const kindSchema = z.enum(kinds);
export type Kind = z.infer<typeof kindSchema>;

export const natures = ["design", "operation"] as const;
export const natureSchema = z.enum(natures);
export type Nature = z.infer<typeof natureSchema>;

/** Stages in their order; `failed` can follow any of them. */
export const stages = [
  "received",
  "reading",
  "splitting",
  "embedding",
  "describing",
  "assessing",
  "done",
  "failed",
] as const;
export const stageSchema = z.enum(stages);
export type Stage = z.infer<typeof stageSchema>;

/** ISO calendar day, `YYYY-MM-DD`. */
export const daySchema = z.iso.date();

export const integrityFailureSchema = z.enum(["changed", "missing"]);
export type IntegrityFailure = z.infer<typeof integrityFailureSchema>;

export const documentSchema = z.object({
  id: z.uuid(),
  organizationId: z.uuid(),
  sha256: z.string().length(64),
  fileName: z.string(),
  mediaType: z.string().nullable(),
  sizeBytes: z.number().int().nonnegative(),
  kind: kindSchema.nullable(),
  title: z.string().nullable(),
  lineageId: z.uuid(),
  uploadedBy: z.uuid(),
  uploadedAt: z.date(),
  effectiveFrom: daySchema.nullable(),
  effectiveTo: daySchema.nullable(),
  capturedAt: daySchema.nullable(),
  periodStart: daySchema.nullable(),
  periodEnd: daySchema.nullable(),
  version: z.string().nullable(),
  owner: z.string().nullable(),
  approver: z.string().nullable(),
  sourceUrl: z.string().nullable(),
  /** What a screenshot shows, as far as it was described. */
  product: z.string().nullable(),
  /** Of its words, to know copies by; null for what was read before there were any. */
  fingerprint: z.array(z.number().int()).nullable(),
  stage: stageSchema,
  stageStartedAt: z.date().nullable(),
  progressDone: z.number().int(),
  progressTotal: z.number().int(),
  failureReason: z.string().nullable(),
  /** Why and until when its work waits, although nothing failed. */
  waitingReason: z.string().nullable(),
  waitingUntil: z.date().nullable(),
  pageCount: z.number().int(),
  passageCount: z.number().int(),
  /** What people should know before they trust it: hidden text, instructions to the analyser. */
  warnings: z.array(warningSchema),
  /** The older version that this one replaces, and the one it seems to replace: a person decides on that. */
  supersedesId: z.uuid().nullable(),
  supersedesSince: z.date().nullable(),
  proposedSupersedesId: z.uuid().nullable(),
  supersededAt: z.date().nullable(),
  /** 0 for what was uploaded, 1 for what was inside it, and so on. */
  depth: z.number().int().nonnegative(),
  /** The uploaded document that this one was inside; null for what was uploaded itself. */
  rootId: z.uuid().nullable(),
  /** Its stored bytes are not, or not any more, those that were uploaded. */
  integrityFailedAt: z.date().nullable(),
  integrityFailure: integrityFailureSchema.nullable(),
  updatedAt: z.date(),
});
export type Document = z.infer<typeof documentSchema>;

export const archiveType = "application/zip";
export const messageType = "message/rfc822";

/** Formats whose files hold other files, which become documents of their own. */
export function isContainer(mediaType: string | null): boolean {
  return mediaType === archiveType || mediaType === messageType;
}

/** Kind caps nature: what this kind of document can prove. */
export function listProvableNatures(kind: Kind): readonly Nature[] {
  if (kind === "policy" || kind === "procedure") return ["design"];
  if (kind === "screenshot" || kind === "record") return ["operation"];
  return natures;
}
