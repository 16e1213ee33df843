// Step 2: the text cut into passages.
import { splitPassages as splitReading } from "../../../src/domain/passage.ts";
import type { IngestState } from "../state.ts";
import type { IngestTools } from "../tools.ts";

export function buildSplitPassages(tools: IngestTools) {
  return async function splitPassages(state: IngestState): Promise<Pick<IngestState, "passageCount">> {
    await tools.reportStage(state, "splitting");
    const spans = splitReading(await tools.getReading(state));
    return { passageCount: await tools.savePassages(state, spans) };
  };
}
