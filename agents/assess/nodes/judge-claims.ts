// Step 2: the local judge chooses the words that speak for a point and hears the warnings in and around them.
import type { Point } from "../../../src/domain/catalogue.ts";
import type { Guard, Stance } from "../../../src/domain/claim.ts";
import { type Kind, listProvableNatures, type Nature } from "../../../src/domain/document.ts";
import { findGuards } from "../../../src/domain/guards.ts";
import type { Passage } from "../../../src/domain/passage.ts";
import { candidateFloor } from "../../../src/domain/triage.ts";
import type { ChosenWords } from "../../../src/domain/words.ts";
import type { AssessState, Candidate, Verdict } from "../state.ts";
import type { AssessTools } from "../tools.ts";

export function buildJudgeClaims(tools: AssessTools) {
  return async function judgeClaims(state: AssessState): Promise<Pick<AssessState, "verdicts">> {
    const document = await tools.getDocument(state);
    const passages = new Map((await tools.listPassages(state)).map((passage) => [passage.id, passage]));
    const likely = state.candidates.filter(
      (candidate) => tools.findProbability(candidate.features) >= candidateFloor,
    );
    const analyser = await tools.getAnalyser(state);
    const verdicts = likely.flatMap((candidate) => {
      const passage = passages.get(candidate.passageId);
      const point = analyser.points.get(candidate.pointId);
      if (!passage || !point) return [];
      return [judge(candidate, passage, point, document.kind, analyser.chooseWords(passage.text, point.id))];
    });
    return { verdicts };
  };
}

function judge(
  candidate: Candidate,
  passage: Passage,
  point: Point,
  kind: Kind,
  { words, isOpposed }: ChosenWords,
): Verdict {
  const surroundings = `${passage.headingPath.join("\n")}\n${passage.text}`;
  const heard = findGuards(words, surroundings, point.statement);
  const guards: Guard[] =
    candidate.isSuspect && !heard.includes("injection") ? [...heard, "injection"] : heard;
  const nature = findNature(kind, point.nature);
  return { ...candidate, stance: findStance(point, nature, isOpposed), nature, words, guards };
}

/** A document that can prove the point's nature does; a rule without its execution is at most a part. */
function findNature(kind: Kind, wanted: Nature): Nature {
  const provable = listProvableNatures(kind);
  return provable.includes(wanted) ? wanted : (provable[0] ?? "design");
}

/** What a screen or a record shows can contradict a point, and a rule as well: it is not kept. */
function findStance(point: Point, nature: Nature, isOpposed: boolean): Stance {
  if (nature === "operation" && isOpposed) return "contradicts";
  return nature === point.nature ? "supports" : "partly";
}
