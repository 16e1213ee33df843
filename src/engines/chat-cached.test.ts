import { describe, expect, it } from "vitest";
import type { z } from "zod";
import type { ChatUse, KeptReply } from "../domain/chat.ts";
import { Fault } from "../fault.ts";
import { buildQuestion, describeChat, verdict, verdictSchema } from "./chat.contract.ts";
import { buildCachedChat } from "./chat-cached.ts";
import { buildScriptedChat, type ScriptedChatSettings } from "./chat-scripted.ts";

const other = { organizationId: "00000000-0000-4000-8000-00000000000b", documentId: null };

function build(settings: Partial<ScriptedChatSettings> = {}) {
  const kept = new Map<string, KeptReply>();
  const uses: ChatUse[] = [];
  const inner = buildScriptedChat({ answer: () => verdict, ...settings });
  const memory = {
    findReply: async (organizationId: string, sha256: string) =>
      kept.get(`${organizationId} ${sha256}`) ?? null,
    keepReply: async (organizationId: string, sha256: string, reply: KeptReply) => {
      kept.set(`${organizationId} ${sha256}`, reply);
    },
    record: async (use: ChatUse) => {
      uses.push(use);
    },
  };
  return { inner, uses, chat: buildCachedChat(inner, memory, () => new Date()) };
}

describe("the chat that remembers", () => {
  describeChat(() => ({ seeing: build().chat, blind: build({ canSee: false }).chat }));

  it("asks a question once, and says that the second reply cost nothing", async () => {
    const { chat, inner, uses } = build();
    const first = await chat.ask(buildQuestion());
    const second = await chat.ask(buildQuestion());
    expect(inner.asked).toHaveLength(1);
    expect(second).toEqual({ ...first, isCached: true });
    expect(uses).toMatchObject([{ isCached: true, costMicros: 0, purpose: "judge-claims" }]);
  });

  it("asks a question once, however many ask it at the same moment", async () => {
    const { chat, inner } = build();
    const replies = await Promise.all(Array.from({ length: 5 }, () => chat.ask(buildQuestion())));
    expect(inner.asked).toHaveLength(1);
    expect(replies.filter(({ isCached }) => !isCached)).toHaveLength(1);
  });

  it("remembers for each organization apart", async () => {
    const { chat, inner } = build();
    await chat.ask(buildQuestion());
    await chat.ask(buildQuestion({ subject: other }));
    expect(inner.asked).toHaveLength(2);
  });

  it("does not remember failures, and lets those who waited for one try themselves", async () => {
    let count = 0;
    const answer = () => {
      count += 1;
      if (count === 1) throw new Fault("unavailable", "not now");
      return verdict;
    };
    const { chat } = build({ answer });
    const asked = await Promise.allSettled([chat.ask(buildQuestion()), chat.ask(buildQuestion())]);
    expect(asked.map(({ status }) => status)).toEqual(["rejected", "fulfilled"]);
  });

  it("asks again when the kept reply does not pass a check that was added since", async () => {
    const { chat, inner } = build();
    await chat.ask(buildQuestion());
    const stricter = verdictSchema.refine(() => inner.asked.length > 1, "added since");
    const { value } = await chat.ask({ ...buildQuestion(), schema: stricter as unknown as z.ZodType });
    expect(value).toEqual(verdict);
    expect(inner.asked).toHaveLength(2);
  });
});
