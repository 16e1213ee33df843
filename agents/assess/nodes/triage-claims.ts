// Step 5: which claims a person has to see.
import { countServed } from "../../../src/domain/catalogue.ts";
import { triage } from "../../../src/domain/triage.ts";
import type { AssessState } from "../state.ts";
import type { AssessTools } from "../tools.ts";

export function buildTriageClaims(tools: AssessTools) {
  return async function triageClaims(state: AssessState): Promise<Pick<AssessState, "triaged">> {
    const { sha256 } = await tools.getDocument(state);
    const { catalogue } = await tools.getAnalyser(state);
    const { sampleShare } = await tools.getLearned(state);
    const served = countServed(catalogue);
    return {
      triaged: state.claims.map((claim) =>
        triage(claim, draw(`${sha256} ${claim.pointId}`), served.get(claim.pointId) ?? 0, sampleShare),
      ),
    };
  };
}

/** A number from 0 to 1 that is the same whenever the same claim is drawn again (FNV-1a). */
function draw(seed: string): number {
  let hash = 0x811c9dc5;
  for (const character of seed) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  // FNV's high bits hardly move on the last characters: mix them (the finalizer of MurmurHash3).
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
