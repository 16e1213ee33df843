// Step 4: a probability for every claim, from observable features only.
import { analyserName, analyserVersion } from "../../../src/domain/analyser.ts";
import type { ProposedClaim } from "../../../src/domain/claim.ts";
import { conservativeThreshold } from "../../../src/domain/triage.ts";
import type { AssessState, Finding } from "../state.ts";
import type { AssessTools } from "../tools.ts";

export function buildScoreClaims(tools: AssessTools) {
  return async function scoreClaims(state: AssessState): Promise<Pick<AssessState, "claims">> {
    return { claims: state.findings.kept.map((finding) => buildClaim(finding, state.documentId, tools)) };
  };
}

function buildClaim(finding: Finding, documentId: string, tools: AssessTools): ProposedClaim {
  return {
    documentId,
    pointId: finding.pointId,
    stance: finding.stance,
    nature: finding.nature,
    probability: tools.findProbability(finding.features),
    features: finding.features,
    guards: finding.guards,
    threshold: conservativeThreshold,
    analyser: analyserName,
    analyserVersion,
    promptVersion: null,
    quotes: finding.quotes,
  };
}
