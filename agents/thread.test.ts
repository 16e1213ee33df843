import type { RunnableConfig } from "@langchain/core/runnables";
import { Annotation, END, MemorySaver, START, StateGraph } from "@langchain/langgraph";
import { describe, expect, it } from "vitest";
import { runThread } from "./thread.ts";

const state = Annotation.Root({
  start: Annotation<number>,
  one: Annotation<number>,
  two: Annotation<number>,
  three: Annotation<number>,
});

/** Remembers what a process wrote until it died: the step after which nothing of it arrives any more. */
class MortalSaver extends MemorySaver {
  left = Number.POSITIVE_INFINITY;
  written = 0;

  private write<Result>(act: () => Promise<Result>): Promise<Result> {
    if (this.left <= 0) return Promise.reject(new TypeError("The process is dead."));
    this.left -= 1;
    this.written += 1;
    return act();
  }

  override put(...what: Parameters<MemorySaver["put"]>): Promise<RunnableConfig> {
    return this.write(() => super.put(...what));
  }

  override putWrites(...what: Parameters<MemorySaver["putWrites"]>): Promise<void> {
    return this.write(() => super.putWrites(...what));
  }
}

function build(checkpointer: MemorySaver, ran: string[]) {
  const step =
    <Name extends "one" | "two" | "three">(name: Name, from: "start" | "one" | "two") =>
    async (known: typeof state.State) => {
      ran.push(name);
      return { [name]: known[from] + 1 };
    };
  return new StateGraph(state)
    .addNode("first", step("one", "start"))
    .addNode("second", step("two", "one"))
    .addNode("third", step("three", "two"))
    .addEdge(START, "first")
    .addEdge("first", "second")
    .addEdge("second", "third")
    .addEdge("third", END)
    .compile({ checkpointer });
}

const whole = { start: 1, one: 2, two: 3, three: 4 };
const run = (checkpointer: MemorySaver, ran: string[] = []) =>
  runThread<typeof state.State>(build(checkpointer, ran), "t", { start: 1 }, () => undefined);

describe("a thread", () => {
  it("that had finished is not run again", async () => {
    const saver = new MortalSaver();
    const ran: string[] = [];
    expect(await run(saver, ran)).toEqual(whole);
    expect(await run(saver, ran)).toEqual(whole);
    expect(ran).toEqual(["one", "two", "three"]);
  });

  it("ends whole, whatever it wrote last before its process died, and whatever it wrote after that", async () => {
    const calm = new MortalSaver();
    await run(calm);
    expect(calm.written).toBeGreaterThan(6);
    for (let first = 0; first < calm.written; first += 1) {
      for (let second = 0; second <= calm.written; second += 1) {
        const saver = new MortalSaver();
        const ran: string[] = [];
        for (const left of [first, second]) {
          saver.left = left;
          await run(saver, ran).catch(() => undefined);
        }
        saver.left = Number.POSITIVE_INFINITY;
        expect(await run(saver, ran), `died after ${first}, then after ${second} writes`).toEqual(whole);
        expect([...new Set(ran)]).toEqual(["one", "two", "three"]);
      }
    }
  });
});
