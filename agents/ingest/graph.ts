// The ingest graph: read → split → embed → describe → ask a model, where there is one → choose.
import { type BaseCheckpointSaver, END, START, StateGraph } from "@langchain/langgraph";
import { buildAskDescription } from "./nodes/ask-description.ts";
import { buildChooseFacts } from "./nodes/choose-facts.ts";
import { buildDescribeDocument } from "./nodes/describe-document.ts";
import { buildEmbedPassages } from "./nodes/embed-passages.ts";
import { buildReadPages } from "./nodes/read-pages.ts";
import { buildSplitPassages } from "./nodes/split-passages.ts";
import { ingestState } from "./state.ts";
import type { IngestTools } from "./tools.ts";

export function buildIngest(tools: IngestTools, settings: { checkpointer: BaseCheckpointSaver }) {
  return new StateGraph(ingestState)
    .addNode("readPages", buildReadPages(tools))
    .addNode("splitPassages", buildSplitPassages(tools))
    .addNode("embedPassages", buildEmbedPassages(tools))
    .addNode("describeDocument", buildDescribeDocument(tools))
    .addNode("askDescription", buildAskDescription(tools))
    .addNode("chooseFacts", buildChooseFacts(tools))
    .addEdge(START, "readPages")
    .addEdge("readPages", "splitPassages")
    .addEdge("splitPassages", "embedPassages")
    .addEdge("embedPassages", "describeDocument")
    .addEdge("describeDocument", "askDescription")
    .addEdge("askDescription", "chooseFacts")
    .addEdge("chooseFacts", END)
    .compile({ checkpointer: settings.checkpointer });
}
