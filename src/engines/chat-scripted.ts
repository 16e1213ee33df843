// A chat whose answers are given by a function: for tests and demonstrations. It keeps every question.
import type { z } from "zod";
import type { ChatQuestion, RecordChatUse } from "../domain/chat.ts";
import { Fault } from "../fault.ts";
import { type Chat, estimateTokens } from "./chat.ts";
import { checkImages, hashQuestion } from "./chat-question.ts";
import { parseReply } from "./chat-reply.ts";

export type ScriptedChatSettings = {
  /** The value of the reply (written as JSON), or the reply itself as text. A Fault thrown here reaches the asker. */
  answer: (question: ChatQuestion<z.ZodType>) => unknown;
  record?: RecordChatUse;
  model?: string;
  canSee?: boolean;
  clock?: () => Date;
};

export type ScriptedChat = Chat & { readonly asked: ChatQuestion<z.ZodType>[] };

/** Tokens are estimated, prices unknown. A reply of the wrong form is never repaired. */
export function buildScriptedChat(settings: ScriptedChatSettings): ScriptedChat {
  const { answer, record, model = "scripted", canSee = true, clock = () => new Date() } = settings;
  const determinants = { model, temperature: 0, seed: 0 };
  const asked: ChatQuestion<z.ZodType>[] = [];
  return {
    determinants,
    canSee,
    asked,
    ask: async (question) => {
      checkImages(question, canSee);
      asked.push(question);
      const said = await answer(question);
      const reply = typeof said === "string" ? said : JSON.stringify(said);
      const { prompt, schema, subject } = question;
      const usage = {
        promptTokens: estimateTokens(prompt.system) + estimateTokens(prompt.user),
        completionTokens: estimateTokens(reply),
      };
      const questionSha256 = hashQuestion(question, determinants);
      await record?.({
        ...subject,
        ...usage,
        purpose: prompt.name,
        promptVersion: prompt.version,
        model,
        costMicros: null,
        isCached: false,
        questionSha256,
        at: clock(),
      });
      const parsed = parseReply(reply, schema);
      if (parsed.isParsed) return { ...parsed, model, usage, isCached: false, repairs: 0, questionSha256 };
      throw new Fault("unusable_reply", "The model's reply has not the form that was asked for.", {
        details: { reason: "unparsable", reply: reply.slice(0, 2_000), mistakes: parsed.mistakes },
      });
    },
    close: async () => undefined,
  };
}
