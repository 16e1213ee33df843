// Runs a checkpointed graph for one thread: from the start, or from where an interrupted run stopped.
import type { CompiledStateGraph } from "@langchain/langgraph";

// The graphs differ in their state only, which LangGraph's own type parameters cannot express in common.
type Runnable<State> = Pick<CompiledStateGraph<State, Partial<State>, string>, "invoke" | "getState">;

type ChainStart = [
  chain: unknown,
  inputs: unknown,
  runId: string,
  parentRunId?: string,
  tags?: string[],
  metadata?: Record<string, unknown>,
  runType?: string,
  name?: string,
];

/** Told of every step before it begins. */
type OnNode = (node: string) => void;

/**
 * Runs the thread to its end and returns the last state. A thread that was killed goes on with the first step
 * that had not finished; a thread that had finished is not run again.
 */
export async function runThread<State extends object>(
  graph: Runnable<State>,
  threadId: string,
  input: Partial<State>,
  onNode: OnNode,
): Promise<State> {
  const settings = { configurable: { thread_id: threadId }, durability: "sync" as const };
  const snapshot = await graph.getState(settings);
  const isStarted = Object.keys(snapshot.values).length > 0;
  // `next` is empty too when a step's result was written and what follows from it was not yet.
  if (isStarted && snapshot.tasks.length === 0) return snapshot.values as State;
  const callbacks = [buildWatcher(onNode)];
  return (await graph.invoke(isStarted ? null : input, { ...settings, callbacks })) as State;
}

function buildWatcher(onNode: OnNode) {
  return {
    // Or it would be told some time later.
    awaitHandlers: true,
    handleChainStart: (...[, , , , , metadata, , name]: ChainStart): void => {
      const isNode = name !== undefined && name === metadata?.["langgraph_node"];
      if (isNode && !name.startsWith("__")) onNode(name);
    },
  };
}
