// Step 1: for every passage the points it may speak of; for every point its few best passages.
import type { AssessState, Candidate } from "../state.ts";
import type { AssessTools } from "../tools.ts";

const pointsPerPassage = 20;
const passagesPerPoint = 3;

export function buildRetrievePoints(tools: AssessTools) {
  return async function retrievePoints(state: AssessState): Promise<Pick<AssessState, "candidates">> {
    const passages = await tools.listPassages(state);
    const document = await tools.getDocument(state);
    const ranked = await tools.rankPoints(state, document, passages, pointsPerPassage);
    const found = passages.flatMap((passage, index): Candidate[] =>
      (ranked[index] ?? []).map((scored) => ({ passageId: passage.id, ...scored })),
    );
    return { candidates: keepBest(found, tools) };
  };
}

function keepBest(candidates: readonly Candidate[], tools: AssessTools): Candidate[] {
  const byPoint = new Map<string, { candidate: Candidate; probability: number }[]>();
  for (const candidate of candidates) {
    const group = byPoint.get(candidate.pointId) ?? [];
    group.push({ candidate, probability: tools.findProbability(candidate.features) });
    byPoint.set(candidate.pointId, group);
  }
  return [...byPoint.values()].flatMap((group) =>
    group
      .toSorted((a, b) => b.probability - a.probability)
      .slice(0, passagesPerPoint)
      .map(({ candidate }) => candidate),
  );
}
