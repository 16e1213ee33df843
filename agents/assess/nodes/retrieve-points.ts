// Step 1: for every passage the points it may speak of; for every point its few best passages.
import { findSuspects } from "../../../src/domain/suspicion.ts";
import type { AssessState, Candidate } from "../state.ts";
import type { AssessTools } from "../tools.ts";

const pointsPerPassage = 20;
const passagesPerPoint = 3;

export function buildRetrievePoints(tools: AssessTools) {
  return async function retrievePoints(state: AssessState): Promise<Pick<AssessState, "candidates">> {
    const passages = await tools.listPassages(state);
    const document = await tools.getDocument(state);
    const ranked = await tools.rankPoints(state, document, passages, pointsPerPassage);
    const suspects = findSuspects(document, await tools.getReading(state), passages);
    const found = passages.flatMap((passage, index): Candidate[] =>
      (ranked[index] ?? []).map((scored) => ({
        passageId: passage.id,
        ...scored,
        isSuspect: suspects.has(passage.id),
      })),
    );
    return { candidates: keepBest(found, tools) };
  };
}

/** Suspect passages take no place from the others: with and without them, the same clean ones are judged. */
function keepBest(candidates: readonly Candidate[], tools: AssessTools): Candidate[] {
  const groups = new Map<string, { candidate: Candidate; probability: number }[]>();
  for (const candidate of candidates) {
    const key = `${candidate.pointId} ${candidate.isSuspect}`;
    const group = groups.get(key) ?? [];
    group.push({ candidate, probability: tools.findProbability(candidate.features) });
    groups.set(key, group);
  }
  return [...groups.values()].flatMap((group) =>
    group
      .toSorted((a, b) => b.probability - a.probability)
      .slice(0, passagesPerPoint)
      .map(({ candidate }) => candidate),
  );
}
