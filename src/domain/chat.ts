// A chat with a language model: what is asked, what comes back, what it used and what that cost.
import { z } from "zod";

/** A prompt whose slots are filled. Name and version say which words made a claim. */
export type ChatPrompt = { name: string; version: string; system: string; user: string };

/** On whose behalf a model is asked, and about which document. */
export type ChatSubject = { organizationId: string; documentId: string | null };

export type ChatQuestion<Schema extends z.ZodType> = {
  prompt: ChatPrompt;
  /** An object, whose fields are all required: say `nullable` where there may be nothing. */
  schema: Schema;
  /** Pictures as `data:image/(png|jpeg|webp);base64,` URLs, for models that can see. */
  images?: readonly string[];
  subject: ChatSubject;
};

export type ChatUsage = { promptTokens: number; completionTokens: number };

export type ChatReply<Value> = {
  value: Value;
  /** The JSON that the value was parsed from. */
  text: string;
  /** The model as the server names it. */
  model: string;
  /** All calls of this question together; what they used when they were paid, for a reply from the cache. */
  usage: ChatUsage;
  isCached: boolean;
  /** Calls that were needed because a reply could not be parsed. */
  repairs: number;
  /** Ties what follows from the reply to what was paid for it. */
  questionSha256: string;
};

export type AskChat = <Schema extends z.ZodType>(
  question: ChatQuestion<Schema>,
) => Promise<ChatReply<z.output<Schema>>>;

/**
 * A reply, or why none can be used however often the model is asked. What may go away by itself (no answer now, no
 * budget left today) is thrown.
 */
export type TriedReply<Value> = { reply: ChatReply<Value> } | { reason: string };
export type TryChat = <Schema extends z.ZodType>(
  question: ChatQuestion<Schema>,
) => Promise<TriedReply<z.output<Schema>>>;

/** Currency units per million tokens; null is unknown. */
export type ChatPrices = { prompt: number | null; completion: number | null };

/** One paid call, or one reply that was found in the cache and cost nothing. */
export const chatUseSchema = z.object({
  organizationId: z.uuid(),
  documentId: z.uuid().nullable(),
  /** What it was for: the prompt's name. */
  purpose: z.string(),
  promptVersion: z.string(),
  model: z.string(),
  promptTokens: z.number().int().nonnegative(),
  completionTokens: z.number().int().nonnegative(),
  /** Millionths of the prices' currency; null when a price is unknown, which is not the same as 0. */
  costMicros: z.number().int().nonnegative().nullable(),
  isCached: z.boolean(),
  /** Under which the reply is kept. */
  questionSha256: z.string().length(64),
  at: z.date(),
});
export type ChatUse = z.infer<typeof chatUseSchema>;
export type RecordChatUse = (use: ChatUse) => Promise<void>;

/** What is kept of a reply, so that nobody pays for it again. */
export const keptReplySchema = z.object({
  text: z.string(),
  model: z.string(),
  promptTokens: z.number().int().nonnegative(),
  completionTokens: z.number().int().nonnegative(),
  repairs: z.number().int().nonnegative(),
});
export type KeptReply = z.infer<typeof keptReplySchema>;

/** Null when a price that matters is unknown. A price per million tokens is one per token in millionths. */
export function measureCostMicros(usage: ChatUsage, prices: ChatPrices): number | null {
  if (prices.prompt === null || prices.completion === null) return null;
  return Math.round(usage.promptTokens * prices.prompt + usage.completionTokens * prices.completion);
}

/** The day that a budget counts: from midnight to midnight, UTC. */
export function findBudgetDay(at: Date): { from: Date; to: Date } {
  const from = new Date(at);
  from.setUTCHours(0, 0, 0, 0);
  const to = new Date(from);
  to.setUTCDate(to.getUTCDate() + 1);
  return { from, to };
}
