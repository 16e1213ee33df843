// Step 6: of what the rules read and what a model said, which stands; both are kept.
import { chooseFacts as chooseBest } from "../../../src/domain/fact-choice.ts";
import type { IngestState } from "../state.ts";
import type { IngestTools } from "../tools.ts";

export function buildChooseFacts(tools: IngestTools) {
  return async function chooseFacts(state: IngestState): Promise<Pick<IngestState, "facts">> {
    const [reading, { fileName }] = [await tools.getReading(state), await tools.getUpload(state)];
    const { facts: said, screen, record } = state.told;
    const facts = chooseBest(reading, fileName, state.readFacts, said);
    await tools.saveDescription(state, { facts, screen, record });
    return { facts: facts.standing };
  };
}
