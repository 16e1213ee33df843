// Step 1: the file's pages and words.
import type { IngestState } from "../state.ts";
import type { IngestTools } from "../tools.ts";

export function buildReadPages(tools: IngestTools) {
  return async function readPages(state: IngestState): Promise<Pick<IngestState, "pageCount">> {
    await tools.reportStage(state, "reading");
    const reading = await tools.readPages(state);
    return { pageCount: reading.pages.length };
  };
}
