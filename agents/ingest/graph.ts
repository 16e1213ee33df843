// The ingest graph: read → split → embed → describe.
import { type BaseCheckpointSaver, END, START, StateGraph } from "@langchain/langgraph";
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
    .addEdge(START, "readPages")
    .addEdge("readPages", "splitPassages")
    .addEdge("splitPassages", "embedPassages")
    .addEdge("embedPassages", "describeDocument")
    .addEdge("describeDocument", END)
    .compile({ checkpointer: settings.checkpointer });
}
