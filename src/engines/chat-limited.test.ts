import { describe, expect, it } from "vitest";
import { Fault } from "../fault.ts";
import { buildQuestion, verdict } from "./chat.contract.ts";
import { buildLimitedChat } from "./chat-limited.ts";
import { buildScriptedChat } from "./chat-scripted.ts";

const [acme, other] = ["a", "b"].map((digit) => ({
  organizationId: `00000000-0000-4000-8000-00000000000${digit}`,
  documentId: null,
})) as [ReturnType<typeof buildQuestion>["subject"], ReturnType<typeof buildQuestion>["subject"]];

/** A chat whose questions stay open until they are let go, in the order of their names. */
function buildHeldChat(concurrency: number) {
  const open = new Map<string, () => void>();
  const started: string[] = [];
  const inner = buildScriptedChat({
    answer: async ({ prompt }) => {
      started.push(prompt.user);
      await new Promise<void>((resolve) => open.set(prompt.user, resolve));
      return verdict;
    },
  });
  const chat = buildLimitedChat(inner, concurrency, async () => undefined);
  const ask = (user: string, subject = acme) =>
    chat.ask(buildQuestion({ subject, prompt: { ...buildQuestion().prompt, user } }));
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return { ask, started, letGo: (user: string) => open.get(user)?.(), settle };
}

describe("the limit of an organization", () => {
  it("lets so many questions run and the others wait for their turn, first come, first served", async () => {
    const { ask, started, letGo, settle } = buildHeldChat(2);
    const all = ["1", "2", "3", "4"].map((name) => ask(name));
    await settle();
    expect(started).toEqual(["1", "2"]);
    letGo("2");
    await settle();
    all.push(ask("5"));
    await settle();
    expect(started).toEqual(["1", "2", "3"]);
    for (const [done, next] of [
      ["1", "4"],
      ["3", "5"],
    ] as const) {
      letGo(done);
      await settle();
      expect(started.at(-1)).toBe(next);
    }
    letGo("4");
    letGo("5");
    await expect(Promise.all(all)).resolves.toHaveLength(5);
    expect(started).toEqual(["1", "2", "3", "4", "5"]);
  });

  it("holds nobody else up", async () => {
    const { ask, started, letGo, settle } = buildHeldChat(1);
    const all = [ask("1"), ask("2"), ask("theirs", other)];
    await settle();
    expect(started).toEqual(["1", "theirs"]);
    letGo("1");
    await settle();
    letGo("2");
    letGo("theirs");
    await Promise.all(all);
  });

  it("gives the place of a question that failed to the next one", async () => {
    let count = 0;
    const inner = buildScriptedChat({
      answer: () => {
        count += 1;
        if (count === 1) throw new Fault("unavailable", "not now");
        return verdict;
      },
    });
    const chat = buildLimitedChat(inner, 1, async () => undefined);
    const [first, second] = await Promise.allSettled([chat.ask(buildQuestion()), chat.ask(buildQuestion())]);
    expect([first?.status, second?.status]).toEqual(["rejected", "fulfilled"]);
  });

  it("lets the budget be looked at when a question's turn has come, and asks nothing beyond it", async () => {
    let admitted = 0;
    const inner = buildScriptedChat({ answer: () => verdict });
    const chat = buildLimitedChat(inner, 1, async () => {
      admitted += 1;
      if (admitted > 2) throw new Fault("over_budget", "used up");
    });
    const asked = await Promise.allSettled([1, 2, 3, 4].map(() => chat.ask(buildQuestion())));
    expect(asked.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "rejected"]);
    expect(inner.asked).toHaveLength(2);
  });
});
