// The features of a score in plain words, and what each of them did to it.
import type { Features } from "./claim.ts";
import { type FeatureName, featureNames, type Scorer } from "./scorer.ts";

const labels: Record<FeatureName, string> = {
  lexical: "Rare words shared with the point",
  dense: "Closer in meaning to this point than to others",
  cosine: "Close in meaning to the point",
  margin: "Ahead of the next best point",
  topRank: "Rank of the point for this passage",
  keywordHits: "Keywords of the point found",
  statementOverlap: "Words of the point's statement found",
  headingMatch: "The heading speaks of the point",
  kindFit: "This kind of document is typical evidence",
  natureFit: "This kind of document can prove the point",
  quoteMatch: "The quoted sentence resembles what proves the point",
  agreed: "The judge says yes and the sceptic found nothing against it",
  doubted: "The sceptic doubts it",
};

export type Contribution = { name: FeatureName; label: string; value: number; contribution: number };

/** Weight × value of each feature, the largest first; those that did nothing are left out. */
export function listContributions(scorer: Scorer, features: Features): Contribution[] {
  return featureNames
    .map((name) => {
      const value = features[name] ?? 0;
      return { name, label: labels[name], value, contribution: scorer.weights[name] * value };
    })
    .filter(({ contribution }) => contribution !== 0)
    .toSorted((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
}
