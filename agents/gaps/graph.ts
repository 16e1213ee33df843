// The gaps graph: find → write → check. It changes nothing and answers a reader who waits: no checkpoints; what was
// paid for is in the cache of replies when it is asked again.
import { END, START, StateGraph } from "@langchain/langgraph";
import type { Prompt } from "../../src/domain/prompt.ts";
import { readPrompt } from "../prompt.ts";
import { buildCheckAdvice } from "./nodes/check-advice.ts";
import { buildFindGaps } from "./nodes/find-gaps.ts";
import { buildWriteAdvice } from "./nodes/write-advice.ts";
import { gapsState } from "./state.ts";
import type { GapsTools } from "./tools.ts";

export type GapsSettings = {
  prompt: Prompt;
  gapsPerQuestion: number;
  /** Gaps whose advice a model writes, of one answer. */
  mostWritten: number;
};

/** The words for the model. Throws Fault `not_found`, `broken_prompt`. */
export function readGapsPrompt(): Promise<Prompt> {
  return readPrompt("write-gaps");
}

export function buildGaps(tools: GapsTools, settings: GapsSettings) {
  return new StateGraph(gapsState)
    .addNode("findGaps", buildFindGaps(tools))
    .addNode("writeAdvice", buildWriteAdvice(tools, settings))
    .addNode("checkAdvice", buildCheckAdvice())
    .addEdge(START, "findGaps")
    .addEdge("findGaps", "writeAdvice")
    .addEdge("writeAdvice", "checkAdvice")
    .addEdge("checkAdvice", END)
    .compile();
}
