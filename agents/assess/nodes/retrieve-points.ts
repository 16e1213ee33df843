// Step 1: for every passage the points it may speak of, and for every point the passages that may speak of it.
import { findSuspects } from "../../../src/domain/suspicion.ts";
import type { AssessState, Candidate } from "../state.ts";
import type { AssessTools } from "../tools.ts";

/** So many points of a passage are its own; further down, a passage is looked at only as the best one of a point. */
const pointsPerPassage = 20;
const depth = 60;
const passagesPerPoint = 3;

export function buildRetrievePoints(tools: AssessTools) {
  return async function retrievePoints(state: AssessState): Promise<Pick<AssessState, "retrieved">> {
    const passages = await tools.listPassages(state);
    const document = await tools.getDocument(state);
    const { points } = await tools.getAnalyser(state);
    const ranked = await tools.rankPoints(state, document, passages, depth);
    const suspects = findSuspects(document, await tools.getReading(state), passages);
    const found = passages.flatMap((passage, index) =>
      (ranked[index] ?? []).map((scored, rank) => ({
        candidate: { passageId: passage.id, ...scored, isSuspect: suspects.has(passage.id) },
        isOwn: rank < pointsPerPassage,
      })),
    );
    const own = found.flatMap(({ candidate, isOwn }) => (isOwn ? [candidate] : []));
    const claimed = new Set(own.map(({ pointId }) => pointId));
    const others = found.flatMap(({ candidate }) => (claimed.has(candidate.pointId) ? [] : [candidate]));
    const spoken = new Set(found.map(({ candidate }) => candidate.pointId));
    return {
      retrieved: {
        candidates: [...keepBest(own, tools, passagesPerPoint), ...keepBest(others, tools, 1)],
        absentPoints: [...points.keys()].filter((pointId) => !spoken.has(pointId)).length,
      },
    };
  };
}

/** Suspect passages take no place from the others: with and without them, the same clean ones are judged. */
function keepBest(candidates: readonly Candidate[], tools: AssessTools, count: number): Candidate[] {
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
      .slice(0, count)
      .map(({ candidate }) => candidate),
  );
}
