// The model of the crash bench: it answers by words, slowly, and knows when each of its answers was given.
import { startChatServer } from "../../src/engines/fixtures/chat-server.fixture.ts";
import { answerByWords } from "./word-judge.ts";

/** Long enough that most kills find questions on their way. */
export const replyMs = 150;
export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

export type Model = Awaited<ReturnType<typeof startModel>>;

export async function startModel() {
  const answered = new Map<string, { askedAt: number; answeredAt: number }[]>();
  const server = await startChatServer({
    answer: async ({ messages }) => {
      const askedAt = performance.now();
      await pause(replyMs);
      const content = JSON.stringify(messages);
      const times = { askedAt, answeredAt: performance.now() };
      answered.set(content, [...(answered.get(content) ?? []), times]);
      const user = messages.at(-1)?.content;
      return answerByWords(typeof user === "string" ? user : "") ?? {};
    },
  });
  return {
    url: server.url,
    close: server.close,
    countAsked: () => server.asked.length,
    countPaid: () => server.paid,
    isAsked: () => server.openConnections > 0,
    startCounting: () => {
      server.behave("honest");
      answered.clear();
    },
    /**
     * For every answer that was given again: how long the one before it had been out when the kill came, in
     * milliseconds; 0 when the kill came before it was out.
     */
    listRepeated: (killedAt: readonly number[]): number[] =>
      [...answered.values()].flatMap((list) =>
        list.slice(0, -1).map(({ askedAt, answeredAt }) => {
          const kill = killedAt.find((at) => at >= askedAt) ?? Number.POSITIVE_INFINITY;
          return Math.max(0, kill - answeredAt);
        }),
      ),
  };
}
