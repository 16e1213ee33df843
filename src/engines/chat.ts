// The port of language models: a prompt and a schema in, a value of that schema out.
import type { AskChat, ChatUsage } from "../domain/chat.ts";

/** What, beside the question itself, determines a reply. */
export type ChatDeterminants = { model: string; temperature: number; seed: number };

export interface Chat {
  readonly determinants: ChatDeterminants;
  /** Whether pictures may be shown to it. */
  readonly canSee: boolean;
  /**
   * Asks until the reply fits the schema: at most one repair.
   * Throws Fault `unusable_reply` with `details.reason` refused, filtered, truncated, too_large or unparsable (and
   * then `details.reply`, cut), `unavailable`, `timed_out`, `over_budget`, `too_large` for a question that is longer
   * than the model can take, and `invalid_input` for one that the server refuses.
   */
  readonly ask: AskChat;
  close(): Promise<void>;
}

/** About how many tokens a text has, for servers that do not tell. */
export function estimateTokens(text: string): number {
  return Math.ceil(text.length / 4);
}

export function addUsage(one: ChatUsage, other: ChatUsage): ChatUsage {
  return {
    promptTokens: one.promptTokens + other.promptTokens,
    completionTokens: one.completionTokens + other.completionTokens,
  };
}
