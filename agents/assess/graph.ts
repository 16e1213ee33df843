// The assess graph: retrieve → judge → verify → score → triage.
import { type BaseCheckpointSaver, END, START, StateGraph } from "@langchain/langgraph";
import { buildJudgeClaims } from "./nodes/judge-claims.ts";
import { buildRetrievePoints } from "./nodes/retrieve-points.ts";
import { buildScoreClaims } from "./nodes/score-claims.ts";
import { buildTriageClaims } from "./nodes/triage-claims.ts";
import { buildVerifyQuotes } from "./nodes/verify-quotes.ts";
import { assessState } from "./state.ts";
import type { AssessTools } from "./tools.ts";

export function buildAssess(tools: AssessTools, settings: { checkpointer: BaseCheckpointSaver }) {
  return new StateGraph(assessState)
    .addNode("retrievePoints", buildRetrievePoints(tools))
    .addNode("judgeClaims", buildJudgeClaims(tools))
    .addNode("verifyQuotes", buildVerifyQuotes(tools))
    .addNode("scoreClaims", buildScoreClaims(tools))
    .addNode("triageClaims", buildTriageClaims(tools))
    .addEdge(START, "retrievePoints")
    .addEdge("retrievePoints", "judgeClaims")
    .addEdge("judgeClaims", "verifyQuotes")
    .addEdge("verifyQuotes", "scoreClaims")
    .addEdge("scoreClaims", "triageClaims")
    .addEdge("triageClaims", END)
    .compile({ checkpointer: settings.checkpointer });
}
