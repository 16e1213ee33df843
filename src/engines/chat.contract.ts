// What every chat must do.
import { expect, it } from "vitest";
import { z } from "zod";
import type { ChatQuestion } from "../domain/chat.ts";
import type { Chat } from "./chat.ts";

export const verdictSchema = z.object({
  verdicts: z.array(
    z.object({
      pointId: z.string(),
      stance: z.enum(["says_nothing", "supports", "partly", "contradicts"]),
      quotes: z.array(z.string()),
    }),
  ),
});

export const verdict: z.output<typeof verdictSchema> = {
  verdicts: [
    { pointId: "backup-restore-tested", stance: "supports", quotes: ["Restores are tested every quarter."] },
  ],
};

const pixel =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

export function buildQuestion(
  changes: Partial<ChatQuestion<typeof verdictSchema>> = {},
): ChatQuestion<typeof verdictSchema> {
  return {
    prompt: {
      name: "judge-claims",
      version: "1",
      system: "Judge.",
      user: "Restores are tested every quarter.",
    },
    schema: verdictSchema,
    subject: { organizationId: "00000000-0000-4000-8000-00000000000a", documentId: null },
    ...changes,
  };
}

/** Chats that answer every question with the verdict above; one that can see and one that cannot. */
export function describeChat(get: () => { seeing: Chat; blind: Chat }): void {
  it("gives a value of the schema, the JSON it came from, the model and what was used", async () => {
    const reply = await get().seeing.ask(buildQuestion());
    expect(reply).toMatchObject({ value: verdict, isCached: false, repairs: 0 });
    expect(JSON.parse(reply.text)).toEqual(verdict);
    expect(reply.model).toMatch(/./);
    expect(reply.questionSha256).toMatch(/^[0-9a-f]{64}$/);
    expect(reply.usage.promptTokens).toBeGreaterThan(0);
    expect(reply.usage.completionTokens).toBeGreaterThan(0);
  });

  it("gives what the schema makes of the reply", async () => {
    const counting = z.object({ verdicts: z.array(z.unknown()).transform((all) => all.length) });
    const reply = await get().seeing.ask({ ...buildQuestion(), schema: counting });
    expect(reply.value).toEqual({ verdicts: 1 });
  });

  it("looks at pictures when it can, and says so when it cannot", async () => {
    const question = buildQuestion({ images: [pixel] });
    expect((await get().seeing.ask(question)).value).toEqual(verdict);
    expect([get().seeing.canSee, get().blind.canSee]).toEqual([true, false]);
    await expect(get().blind.ask(question)).rejects.toMatchObject({ code: "invalid_input" });
  });

  it("refuses pictures that its server would have to fetch", async () => {
    for (const image of ["https://example.test/a.png", "data:text/html;base64,AAAA", "file:///etc/passwd"])
      await expect(get().seeing.ask(buildQuestion({ images: [image] }))).rejects.toMatchObject({
        code: "invalid_input",
      });
  });

  it("carries a reply that does not fit, cut, in a fault", async () => {
    const impossible = z.object({ verdicts: z.array(z.object({ pointId: z.number() })) });
    await expect(get().seeing.ask({ ...buildQuestion(), schema: impossible })).rejects.toMatchObject({
      code: "unusable_reply",
      details: {
        reason: "unparsable",
        reply: expect.stringContaining("backup-restore-tested"),
        mistakes: [expect.stringContaining("verdicts.0.pointId")],
      },
    });
  });
}
