// Step 4: what the rules read of what the document says about itself: its kind, its people, its dates.
import { describeReading } from "../../../src/domain/description.ts";
import type { IngestState } from "../state.ts";
import type { IngestTools } from "../tools.ts";

export function buildDescribeDocument(tools: IngestTools) {
  return async function describeDocument(state: IngestState): Promise<Pick<IngestState, "readFacts">> {
    await tools.reportStage(state, "describing");
    return { readFacts: describeReading(await tools.getReading(state), await tools.getUpload(state)) };
  };
}
