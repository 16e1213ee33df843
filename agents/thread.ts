// Runs a checkpointed graph for one thread: from the start, or from where an interrupted run stopped.
import type { CompiledStateGraph } from "@langchain/langgraph";

// The graphs differ in their state only, which LangGraph's own type parameters cannot express in common.
type Runnable<State> = Pick<CompiledStateGraph<State, Partial<State>, string>, "invoke" | "getState">;

/**
 * Runs the thread to its end and returns the last state. A thread that was killed goes on with the first step
 * that had not finished; a thread that had finished is not run again.
 */
export async function runThread<State extends object>(
  graph: Runnable<State>,
  threadId: string,
  input: Partial<State>,
): Promise<State> {
  const settings = { configurable: { thread_id: threadId }, durability: "sync" as const };
  const snapshot = await graph.getState(settings);
  const isStarted = Object.keys(snapshot.values).length > 0;
  if (isStarted && snapshot.next.length === 0) return snapshot.values as State;
  return (await graph.invoke(isStarted ? null : input, settings)) as State;
}
