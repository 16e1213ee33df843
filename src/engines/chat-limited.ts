// Bounds what an organization asks of a model: how much at the same time, and how much in a day.
import type { ChatSubject } from "../domain/chat.ts";
import type { Chat } from "./chat.ts";

type Lane = { running: number; waiting: (() => void)[] };

/**
 * At most `concurrency` questions of an organization at a time; the others wait in their order, and no organization
 * waits for another. `admit` is asked when a question's turn has come, and throws Fault `over_budget`.
 */
export function buildLimitedChat(
  chat: Chat,
  concurrency: number,
  admit: (subject: ChatSubject) => Promise<void>,
): Chat {
  const lanes = new Map<string, Lane>();
  return {
    ...chat,
    ask: async (question) => {
      const leave = await enter(lanes, question.subject.organizationId, concurrency);
      try {
        await admit(question.subject);
        return await chat.ask(question);
      } finally {
        leave();
      }
    },
  };
}

/** Resolves when it is the caller's turn, to the function that gives the place to the next one. */
async function enter(
  lanes: Map<string, Lane>,
  organizationId: string,
  concurrency: number,
): Promise<() => void> {
  const lane = lanes.get(organizationId) ?? { running: 0, waiting: [] };
  lanes.set(organizationId, lane);
  // Whoever leaves hands its place over, so that nobody can slip in between.
  if (lane.running < concurrency) lane.running += 1;
  else await new Promise<void>((resolve) => lane.waiting.push(resolve));
  return () => {
    const next = lane.waiting.shift();
    if (next) next();
    else lane.running -= 1;
    if (lane.running === 0) lanes.delete(organizationId);
  };
}
