// A claim: "this document, at these quotes, supports (partly supports, contradicts) this point".
import { z } from "zod";
import { daySchema, natureSchema } from "./document.ts";
import { objectionSchema } from "./judgement.ts";
import { quoteSchema } from "./quote.ts";

export const stanceSchema = z.enum(["supports", "partly", "contradicts"]);
export type Stance = z.infer<typeof stanceSchema>;

/** Why a claim goes to a person whatever its probability. */
export const guardSchema = z.enum([
  "negated",
  "planned",
  "optional",
  "exception",
  "restated",
  "promotional",
  "injection",
  "unreliable_text",
  "contradiction",
  "generic_point",
  "doubted",
]);
export type Guard = z.infer<typeof guardSchema>;

/** What the scorer saw; numbers only, so that a probability can be computed again. */
export const featuresSchema = z.record(z.string(), z.number());
export type Features = z.infer<typeof featuresSchema>;

export const claimSchema = z.object({
  id: z.uuid(),
  documentId: z.uuid(),
  pointId: z.string(),
  pointWords: z.string(),
  catalogueVersion: z.string(),
  stance: stanceSchema,
  nature: natureSchema,
  probability: z.number().min(0).max(1),
  features: featuresSchema,
  guards: z.array(guardSchema),
  threshold: z.number(),
  analyser: z.string(),
  analyserVersion: z.string(),
  /** The model as its server names it; null for the local judge. */
  model: z.string().nullable(),
  promptVersion: z.string().nullable(),
  /** Ties the claim to what was paid for it. */
  questionSha256: z.string().nullable(),
  /** What the sceptic made of it; null when nobody was asked to doubt it. */
  objection: objectionSchema.nullable(),
  quotes: z.array(quoteSchema).min(1),
  createdAt: z.date(),
  retiredAt: z.date().nullable(),
  /** The claim that a person amended to make this one, and the one of the older version that it goes on with. */
  amends: z.uuid().nullable(),
  carriedFrom: z.uuid().nullable(),
  /** The amendment that stands in its place. */
  replacedBy: z.uuid().nullable(),
  /** When its evidence counts, by the word of who amended it; null leaves it to the dates of the document. */
  validFrom: daySchema.nullable(),
  validTo: daySchema.nullable(),
});
export type Claim = z.infer<typeof claimSchema>;

/** Whether nothing has taken its place yet. */
export function isStandingClaim({ retiredAt, replacedBy }: Pick<Claim, "retiredAt" | "replacedBy">): boolean {
  return retiredAt === null && replacedBy === null;
}

/** A claim before it is stored. */
export type ProposedClaim = Omit<
  Claim,
  | "id"
  | "createdAt"
  | "retiredAt"
  | "pointWords"
  | "catalogueVersion"
  | "amends"
  | "carriedFrom"
  | "replacedBy"
  | "validFrom"
  | "validTo"
>;

/** What a claim is that no person has amended and no older version stands behind. */
export const unamended = {
  amends: null,
  carriedFrom: null,
  replacedBy: null,
  validFrom: null,
  validTo: null,
} as const;

/** Which claims are wanted; everything that is given has to hold. */
export type ClaimFilter = {
  documentId?: string | undefined;
  documentIds?: readonly string[] | undefined;
  pointId?: string | undefined;
  pointIds?: readonly string[] | undefined;
  ids?: readonly string[] | undefined;
  /** Without those that were retired or amended. */
  isStanding?: boolean | undefined;
};
