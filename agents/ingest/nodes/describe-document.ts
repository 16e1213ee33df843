// Step 4: what kind of evidence the document is, and which dates it carries.
import { describeReading } from "../../../src/domain/description.ts";
import type { IngestState } from "../state.ts";
import type { IngestTools } from "../tools.ts";

export function buildDescribeDocument(tools: IngestTools) {
  return async function describeDocument(state: IngestState): Promise<Pick<IngestState, "facts">> {
    await tools.reportStage(state, "describing");
    const facts = describeReading(await tools.getReading(state), await tools.getUpload(state));
    await tools.saveFacts(state, facts);
    return { facts };
  };
}
