// Step 3: a vector for every passage.
import type { IngestState } from "../state.ts";
import type { IngestTools } from "../tools.ts";

export function buildEmbedPassages(tools: IngestTools) {
  return async function embedPassages(state: IngestState): Promise<Pick<IngestState, "embeddedCount">> {
    await tools.reportStage(state, "embedding");
    return { embeddedCount: await tools.embedPassages(state) };
  };
}
