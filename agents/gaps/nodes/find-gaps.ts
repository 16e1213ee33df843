// Step 1: the gaps with what the organization has, and advice composed from the catalogue.
import type { GapsState } from "../state.ts";
import type { GapsTools } from "../tools.ts";

export function buildFindGaps(tools: GapsTools) {
  return async function findGaps(state: GapsState): Promise<Pick<GapsState, "found">> {
    return { found: await tools.findGaps(state) };
  };
}
