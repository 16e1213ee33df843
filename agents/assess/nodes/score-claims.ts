// Step 5: a probability for every claim, from observable features only; never from what a model says of its own certainty.
import { analyserVersion } from "../../../src/domain/analyser.ts";
import type { Features, Guard, ProposedClaim } from "../../../src/domain/claim.ts";
import { builtInScorer, findProbability } from "../../../src/domain/scorer.ts";
import { findNewestScoring } from "../../../src/domain/scoring.ts";
import { conservativeThreshold } from "../../../src/domain/triage.ts";
import type { AssessState, Challenged } from "../state.ts";
import type { AssessTools } from "../tools.ts";

export function buildScoreClaims(tools: AssessTools) {
  return async function scoreClaims(state: AssessState): Promise<Pick<AssessState, "claims">> {
    const { scorings } = await tools.getLearned(state);
    return {
      claims: state.challenged.map((one) => {
        const claim = buildClaim(one, state.documentId);
        const { scorer, threshold } = findNewestScoring(scorings, claim) ?? builtIn;
        return { ...claim, probability: findProbability(scorer, claim.features), threshold };
      }),
    };
  };
}

const builtIn = { scorer: builtInScorer, threshold: conservativeThreshold };

function buildClaim(
  challenged: Challenged,
  documentId: string,
): Omit<ProposedClaim, "probability" | "threshold"> {
  const { pointId, stance, nature, quotes, objection, by } = challenged;
  const features = addVerdicts(challenged);
  const isDoubted = objection !== null && objection.objection !== "none";
  const guards: Guard[] = isDoubted ? [...challenged.guards, "doubted"] : challenged.guards;
  return {
    documentId,
    pointId,
    stance,
    nature,
    features,
    guards,
    analyser: by.analyser,
    analyserVersion,
    model: by.model,
    promptVersion: by.promptVersion,
    questionSha256: by.questionSha256,
    objection,
    quotes,
  };
}

/** Whether judge and sceptic agree; both 0 where no model was asked. */
function addVerdicts({ features, stance, objection, by }: Challenged): Features {
  if (by.analyser !== "chat" || objection === null || stance !== "supports") return features;
  return objection.objection === "none" ? { ...features, agreed: 1 } : { ...features, doubted: 1 };
}
