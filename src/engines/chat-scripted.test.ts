import { describe, expect, it } from "vitest";
import type { ChatUse } from "../domain/chat.ts";
import { buildQuestion, describeChat, verdict } from "./chat.contract.ts";
import { buildScriptedChat } from "./chat-scripted.ts";

describe("the scripted chat", () => {
  describeChat(() => ({
    seeing: buildScriptedChat({ answer: () => verdict }),
    blind: buildScriptedChat({ answer: () => verdict, canSee: false }),
  }));

  it("keeps what it was asked, and tells what it would have used", async () => {
    const uses: ChatUse[] = [];
    const chat = buildScriptedChat({
      answer: ({ prompt }) => (prompt.user === "twice" ? [verdict, verdict] : verdict),
      record: async (use) => {
        uses.push(use);
      },
    });
    await chat.ask(buildQuestion());
    await expect(
      chat.ask(buildQuestion({ prompt: { ...buildQuestion().prompt, user: "twice" } })),
    ).rejects.toMatchObject({ code: "unusable_reply" });
    expect(chat.asked.map(({ prompt }) => prompt.user)).toEqual([
      "Restores are tested every quarter.",
      "twice",
    ]);
    expect(uses).toMatchObject([
      { purpose: "judge-claims", promptVersion: "1", costMicros: null, isCached: false },
      { purpose: "judge-claims" },
    ]);
  });
});
