// Step 5: a probability for every claim, from observable features only; never from what a model says of its own certainty.
import { analyserVersion } from "../../../src/domain/analyser.ts";
import type { Features, Guard, ProposedClaim } from "../../../src/domain/claim.ts";
import { conservativeThreshold } from "../../../src/domain/triage.ts";
import type { AssessState, Challenged } from "../state.ts";
import type { AssessTools } from "../tools.ts";

export function buildScoreClaims(tools: AssessTools) {
  return async function scoreClaims(state: AssessState): Promise<Pick<AssessState, "claims">> {
    return { claims: state.challenged.map((one) => buildClaim(one, state.documentId, tools)) };
  };
}

function buildClaim(challenged: Challenged, documentId: string, tools: AssessTools): ProposedClaim {
  const { pointId, stance, nature, quotes, objection, by } = challenged;
  const features = addVerdicts(challenged);
  const isDoubted = objection !== null && objection.objection !== "none";
  const guards: Guard[] = isDoubted ? [...challenged.guards, "doubted"] : challenged.guards;
  return {
    documentId,
    pointId,
    stance,
    nature,
    probability: tools.findProbability(features),
    features,
    guards,
    threshold: conservativeThreshold,
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
