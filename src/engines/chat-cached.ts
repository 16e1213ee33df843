// Asks a model only what it was not asked before: a repeated or resumed run pays nothing twice.
import type { z } from "zod";
import type { ChatQuestion, ChatReply, KeptReply, RecordChatUse } from "../domain/chat.ts";
import type { Chat } from "./chat.ts";
import { hashQuestion } from "./chat-question.ts";
import { parseReply } from "./chat-reply.ts";

/** Where replies are kept, per organization. */
export type ChatMemory = {
  findReply(organizationId: string, questionSha256: string): Promise<KeptReply | null>;
  keepReply(organizationId: string, questionSha256: string, reply: KeptReply): Promise<void>;
  /** Told of replies that were found, which cost nothing. */
  record: RecordChatUse;
};

/**
 * Replies are kept as soon as they are there. Questions that are asked at the same time by this process are asked once.
 * Unusable replies are not kept: what made them so may be mended.
 */
export function buildCachedChat(chat: Chat, memory: ChatMemory, clock: () => Date): Chat {
  const open = new Map<string, Promise<unknown>>();
  return {
    ...chat,
    ask: async (question) => {
      const { organizationId } = question.subject;
      const questionSha256 = hashQuestion(question, chat.determinants);
      const place = `${organizationId} ${questionSha256}`;
      for (;;) {
        const pending = open.get(place);
        if (pending === undefined) break;
        await pending.catch(() => undefined);
        // Its asker failed: perhaps this one does not.
      }
      const asking = askOnce(chat, memory, question, questionSha256, clock);
      open.set(place, asking);
      try {
        return await asking;
      } finally {
        open.delete(place);
      }
    },
  };
}

async function askOnce<Schema extends z.ZodType>(
  chat: Chat,
  memory: ChatMemory,
  question: ChatQuestion<Schema>,
  questionSha256: string,
  clock: () => Date,
): Promise<ChatReply<z.output<Schema>>> {
  const { subject, prompt, schema } = question;
  const kept = await memory.findReply(subject.organizationId, questionSha256);
  // A check in code may have become stricter than the schema that stands in the hash.
  const parsed = kept && parseReply(kept.text, schema);
  if (!kept || !parsed?.isParsed) {
    const reply = await chat.ask(question);
    const { text, model, usage, repairs } = reply;
    await memory.keepReply(subject.organizationId, questionSha256, { text, model, ...usage, repairs });
    return reply;
  }
  const { model, repairs, promptTokens, completionTokens } = kept;
  await memory.record({
    ...subject,
    purpose: prompt.name,
    promptVersion: prompt.version,
    model,
    promptTokens,
    completionTokens,
    costMicros: 0,
    isCached: true,
    questionSha256,
    at: clock(),
  });
  return {
    ...parsed,
    model,
    usage: { promptTokens, completionTokens },
    isCached: true,
    repairs,
    questionSha256,
  };
}
