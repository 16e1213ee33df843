// The local judge: chooses the words that speak for a point and hears the warnings in and around them.
import type { Analyser } from "../../src/domain/analyser.ts";
import type { Point } from "../../src/domain/catalogue.ts";
import type { Guard, Stance } from "../../src/domain/claim.ts";
import { type Kind, listProvableNatures, type Nature } from "../../src/domain/document.ts";
import { findGuards } from "../../src/domain/guards.ts";
import { localJudge } from "../../src/domain/judgement.ts";
import type { Passage } from "../../src/domain/passage.ts";
import { candidateFloor } from "../../src/domain/triage.ts";
import type { ChosenWords } from "../../src/domain/words.ts";
import type { Candidate, Verdict } from "./state.ts";
import type { AssessTools } from "./tools.ts";

/** Verdicts on the candidates that are likely enough to be worth a person's time. */
export function judgeLocally(
  candidates: readonly Candidate[],
  passages: ReadonlyMap<string, Passage>,
  kind: Kind,
  analyser: Analyser,
  tools: AssessTools,
): Verdict[] {
  return candidates
    .filter((candidate) => tools.findProbability(candidate.features) >= candidateFloor)
    .flatMap((candidate) => {
      const passage = passages.get(candidate.passageId);
      const point = analyser.points.get(candidate.pointId);
      if (!passage || !point) return [];
      return [judge(candidate, passage, point, kind, analyser.chooseWords(passage.text, point.id))];
    });
}

function judge(
  candidate: Candidate,
  passage: Passage,
  point: Point,
  kind: Kind,
  { words, isOpposed }: ChosenWords,
): Verdict {
  const surroundings = `${passage.headingPath.join("\n")}\n${passage.text}`;
  const guards = addSuspicion(findGuards(words, surroundings, point.statement), candidate.isSuspect);
  const nature = findNature(kind, point.nature);
  const stance = nature === "operation" && isOpposed ? "contradicts" : "supports";
  return {
    ...candidate,
    stance: capStance(stance, nature, point.nature),
    nature,
    words,
    guards,
    within: { start: passage.start, end: passage.end },
    by: localJudge,
  };
}

export function addSuspicion(heard: readonly Guard[], isSuspect: boolean): Guard[] {
  return isSuspect && !heard.includes("injection") ? [...heard, "injection"] : [...heard];
}

/** A document that can prove the nature does; a rule without its execution is at most a part. */
export function findNature(kind: Kind, wanted: Nature): Nature {
  const provable = listProvableNatures(kind);
  return provable.includes(wanted) ? wanted : (provable[0] ?? "design");
}

/** What a screen or a record shows can contradict a point, and a rule as well: it is not kept. */
export function capStance(stance: Stance, nature: Nature, wanted: Nature): Stance {
  return stance === "supports" && nature !== wanted ? "partly" : stance;
}
