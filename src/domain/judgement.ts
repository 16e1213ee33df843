// What a judge and a sceptic say of points and quotes, and the trace that a judgement leaves.
import { z } from "zod";
import { natureSchema } from "./document.ts";

/** Which judge made a verdict: the local rules, or a model with the words it was given. */
export const judgeSchema = z.object({
  analyser: z.enum(["local", "chat"]),
  /** As the model's server names it. */
  model: z.string().nullable(),
  /** Names and versions of the prompts. */
  promptVersion: z.string().nullable(),
  /** Ties the verdict to what was paid for it. */
  questionSha256: z.string().nullable(),
});
export type Judge = z.infer<typeof judgeSchema>;

export const localJudge: Judge = {
  analyser: "local",
  model: null,
  promptVersion: null,
  questionSha256: null,
};

/** The reply to the prompt judge-claims. */
export const judgeReplySchema = z.object({
  verdicts: z.array(
    z.object({
      pointId: z.string(),
      stance: z.enum(["says_nothing", "supports", "partly", "contradicts"]),
      nature: natureSchema,
      quotes: z.array(z.string()),
    }),
  ),
});

export const objectionKinds = [
  "none",
  "wrong_scope",
  "planned",
  "exception",
  "restated_requirement",
  "expired",
  "not_shown",
] as const;

/** Why a quote does not show its point, as the sceptic sees it; `none` after having looked for a reason. */
export const objectionSchema = z.object({
  objection: z.enum(objectionKinds),
  because: z.string(),
  words: z.string().nullable(),
});
export type Objection = z.infer<typeof objectionSchema>;

/** The reply to the prompt challenge-claims; claims are named by their point. */
export const challengeReplySchema = z.object({
  objections: z.array(objectionSchema.extend({ claimId: z.string() })),
});

/** What happened with one section: how many points were asked about, and what came back. */
export const sectionTraceSchema = z.object({
  headings: z.array(z.string()),
  start: z.number().int(),
  end: z.number().int(),
  by: judgeSchema,
  asked: z.number().int(),
  saysNothing: z.number().int(),
  shown: z.number().int(),
  /** Answers about points that were not asked about. */
  unknown: z.number().int(),
  unanswered: z.number().int(),
  promptTokens: z.number().int(),
  completionTokens: z.number().int(),
  isCached: z.boolean(),
  /** Why the local judge stood in for the model. */
  fallback: z.string().nullable(),
});
export type SectionTrace = z.infer<typeof sectionTraceSchema>;

export const traceSchema = z.object({
  /** Points of which no passage speaks at all. */
  absentPoints: z.number().int(),
  sections: z.array(sectionTraceSchema),
  /** Quotes that are not in the source. */
  dropped: z.array(z.object({ pointId: z.string(), words: z.string() })),
  challenges: z.array(
    z.object({
      pointId: z.string(),
      ...objectionSchema.shape,
    }),
  ),
});
export type Trace = z.infer<typeof traceSchema>;
