// The assess graph: retrieve → judge → verify → challenge → score → triage.
import { type BaseCheckpointSaver, END, START, StateGraph } from "@langchain/langgraph";
import type { Prompt } from "../../src/domain/prompt.ts";
import { readPrompt } from "../prompt.ts";
import { buildChallengeClaims } from "./nodes/challenge-claims.ts";
import { buildJudgeClaims } from "./nodes/judge-claims.ts";
import { buildRetrievePoints } from "./nodes/retrieve-points.ts";
import { buildScoreClaims } from "./nodes/score-claims.ts";
import { buildTriageClaims } from "./nodes/triage-claims.ts";
import { buildVerifyQuotes } from "./nodes/verify-quotes.ts";
import { assessState } from "./state.ts";
import type { AssessTools } from "./tools.ts";

export type AssessPrompts = { judge: Prompt; challenge: Prompt };

/** Throws Fault `not_found`, `broken_prompt`. */
export async function readAssessPrompts(): Promise<AssessPrompts> {
  return { judge: await readPrompt("judge-claims"), challenge: await readPrompt("challenge-claims") };
}

export function buildAssess(
  tools: AssessTools,
  settings: { checkpointer: BaseCheckpointSaver; prompts: AssessPrompts },
) {
  const { judge, challenge } = settings.prompts;
  return new StateGraph(assessState)
    .addNode("retrievePoints", buildRetrievePoints(tools))
    .addNode("judgeClaims", buildJudgeClaims(tools, judge))
    .addNode("verifyQuotes", buildVerifyQuotes(tools))
    .addNode("challengeClaims", buildChallengeClaims(tools, challenge))
    .addNode("scoreClaims", buildScoreClaims(tools))
    .addNode("triageClaims", buildTriageClaims(tools))
    .addEdge(START, "retrievePoints")
    .addEdge("retrievePoints", "judgeClaims")
    .addEdge("judgeClaims", "verifyQuotes")
    .addEdge("verifyQuotes", "challengeClaims")
    .addEdge("challengeClaims", "scoreClaims")
    .addEdge("scoreClaims", "triageClaims")
    .addEdge("triageClaims", END)
    .compile({ checkpointer: settings.checkpointer });
}
