// The model of the settings (CHAT=openai, CHAT_BASE_URL, CHAT_MODEL, …), asked for an evaluation; what it used is counted.
import { readConfig } from "../src/config.ts";
import type { TryChat } from "../src/domain/chat.ts";
import { buildLimitedChat } from "../src/engines/chat-limited.ts";
import { buildOpenaiChat } from "../src/engines/chat-openai.ts";
import { buildTryChat } from "../src/engines/chat-try.ts";
import { Fault } from "../src/fault.ts";

export type LiveModel = {
  tryChat: TryChat;
  used: Record<"calls" | "promptTokens" | "completionTokens" | "costMicros", number>;
};

/** Throws Fault `invalid_input` when the settings name no model. */
export function openLiveModel(): LiveModel {
  const { chat, chatLimits } = readConfig();
  if (chat.kind === "none")
    throw new Fault(
      "invalid_input",
      "--live needs a model: set CHAT=openai, CHAT_BASE_URL, CHAT_MODEL and, where it wants one, CHAT_API_KEY.",
    );
  const used = { calls: 0, promptTokens: 0, completionTokens: 0, costMicros: 0 };
  const model = buildOpenaiChat({
    ...chat,
    record: async ({ promptTokens, completionTokens, costMicros }) => {
      used.calls += 1;
      used.promptTokens += promptTokens;
      used.completionTokens += completionTokens;
      used.costMicros += costMicros ?? 0;
    },
  });
  const limited = buildLimitedChat(model, chatLimits.concurrency, async () => undefined);
  return { tryChat: buildTryChat(limited), used };
}
