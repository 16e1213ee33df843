// Everything that a reviewer needs on one screen: the point, what it serves, the words around the quotes, what made the
// probability, and what else is known on the point.
import { type Framework, listDemands, type Point } from "./catalogue.ts";
import { type Claim, isStandingClaim, type Stance } from "./claim.ts";
import { findDocumentAsOf } from "./dated.ts";
import type { Document } from "./document.ts";
import { factNames } from "./fact.ts";
import { type Contribution, listContributions } from "./feature-words.ts";
import { findWeakest, type Grade, type GradeSubject, gradeGroup, listDecisionsUntil } from "./grade.ts";
import { areIndependent, type Witnessed } from "./independence.ts";
import type { Decision } from "./review.ts";
import { builtInScorer } from "./scorer.ts";
import { findScore, type Score } from "./scoring.ts";
import { findClaimValidity, isStale } from "./validity.ts";
import { gradeDemands } from "./worth.ts";

/** Characters of the text that are shown on each side of a quote. */
const contextLength = 300;

/** Every requirement that the point serves, and where it stands; those in scope first. */
export function describeRequirements(
  pointId: string,
  { frameworks, inScope }: { frameworks: readonly Framework[]; inScope: readonly Framework[] },
  pointGrades: ReadonlyMap<string, Grade>,
) {
  const counted = new Set(
    inScope.flatMap(({ id, requirements }) => requirements.map((requirement) => `${id} ${requirement.id}`)),
  );
  return frameworks
    .flatMap((framework) =>
      framework.requirements.flatMap((requirement) => {
        const link = requirement.links.find(({ point }) => point === pointId);
        if (!link) return [];
        const demands = listDemands(requirement);
        return [
          {
            frameworkId: framework.id,
            frameworkTitle: framework.title,
            requirementId: requirement.id,
            title: requirement.title,
            required: link.required,
            isInScope: counted.has(`${framework.id} ${requirement.id}`),
            grade: demands.length === 0 ? ("none" as const) : findWeakest(gradeDemands(demands, pointGrades)),
          },
        ];
      }),
    )
    .toSorted((a, b) => Number(b.isInScope) - Number(a.isInScope));
}

export function describePointWords(point: Point | undefined, claim: Claim, topic: string | null) {
  if (!point)
    return {
      id: claim.pointId,
      statement: claim.pointWords,
      nature: claim.nature,
      topic,
      doesNotProve: null,
      evidence: {},
    };
  const { id, statement, nature, doesNotProve, evidence } = point;
  return { id, statement, nature, topic, doesNotProve, evidence };
}

/** As it was known at a moment: what it says of itself, and until when it counts. */
export function describeReviewed(
  subject: GradeSubject,
  uploadedBy: { id: string; name: string },
  asOf: Date,
) {
  const document = findDocumentAsOf(subject, asOf);
  const { id, fileName, title, kind, stage, uploadedAt, warnings, supersededAt } = document;
  const validity = findClaimValidity(subject.claim, document);
  const facts = Object.fromEntries(factNames.map((name) => [name, document[name]]));
  return {
    id,
    fileName,
    title,
    kind,
    stage,
    uploadedAt,
    uploadedBy,
    facts,
    validity,
    isStale: isStale(validity, asOf),
    warnings,
    supersededAt,
  };
}

/** What stands around each quote in the document. */
export function listSurroundings(text: string, { quotes }: Pick<Claim, "quotes">) {
  return quotes.map(({ start, end }, quoteIndex) => ({
    quoteIndex,
    before: text.slice(Math.max(0, start - contextLength), start),
    after: text.slice(end, end + contextLength),
  }));
}

export function describeScore(
  { claim, scorings }: GradeSubject,
  asOf: Date,
): Score & { isCalibrated: boolean; features: Contribution[] } {
  const scoring = scorings.findLast(({ since }) => since <= asOf);
  return {
    ...findScore(claim, scorings, asOf),
    isCalibrated: scoring !== undefined,
    features: listContributions(scoring?.scorer ?? builtInScorer, claim.features),
  };
}

export type OtherClaim = {
  claimId: string;
  document: Pick<Document, "id" | "fileName" | "title" | "kind">;
  stance: Stance;
  nature: Claim["nature"];
  grade: Grade;
  quote: string;
  isIndependent: boolean;
  /** Why it is no second witness; null when it is one. */
  dependence: string | null;
};

/** Other standing claims on the point that are worth anything, those that contradict it first. */
export function listOtherClaims(
  subject: GradeSubject,
  peers: readonly GradeSubject[],
  asOf: Date,
): OtherClaim[] {
  const witness = (one: GradeSubject): Witnessed => ({
    document: findDocumentAsOf(one, asOf),
    quotes: one.claim.quotes,
  });
  const graded = gradeGroup(peers, asOf);
  return peers
    .flatMap((peer, index): OtherClaim[] => {
      const { claim, document } = peer;
      const grade = graded[index]?.grade ?? "none";
      if (claim.id === subject.claim.id || !isStandingClaim(claim) || grade === "none") return [];
      const { id, fileName, title, kind } = document;
      const dependence = describeDependence(witness(subject), witness(peer));
      return [
        {
          claimId: claim.id,
          document: { id, fileName, title, kind },
          stance: claim.stance,
          nature: claim.nature,
          grade,
          quote: claim.quotes[0]?.text ?? "",
          isIndependent: dependence === null,
          dependence,
        },
      ];
    })
    .toSorted((a, b) => Number(b.stance === "contradicts") - Number(a.stance === "contradicts"));
}

function describeDependence(one: Witnessed, other: Witnessed): string | null {
  if (areIndependent(one, other)) return null;
  const [a, b] = [one.document, other.document];
  if (a.id === b.id) return "It is the same document.";
  if (a.lineageId === b.lineageId) return "It is another version of the same document.";
  if (a.kind === b.kind && a.uploadedBy === b.uploadedBy)
    return "It is of the same kind and from the same person.";
  return "It says the same in the same words.";
}

/** What a person said last of the same point in an older version of the document; null when nobody did. */
export function findEarlier(subject: GradeSubject, peers: readonly GradeSubject[], asOf: Date) {
  for (const { id } of subject.ancestors) {
    for (const peer of peers.filter(({ document }) => document.id === id)) {
      const last = listDecisionsUntil(peer, asOf).at(-1);
      if (!last || peer.claim.nature !== subject.claim.nature) continue;
      const { action, principalName, rationale, decidedAt } = last;
      const quotes = peer.claim.quotes.map(({ text }) => text);
      return { claimId: peer.claim.id, action, principalName, rationale, decidedAt, quotes };
    }
  }
  return null;
}

/** Decisions as they were taken, those that were taken back too. */
export function describeDecisions(decisions: readonly Decision[]) {
  return decisions.map(
    ({ id, action, principalName, asRole, rationale, decidedAt, undoneAt, carriedFrom }) => ({
      id,
      action,
      principalName,
      asRole,
      rationale,
      decidedAt,
      undoneAt,
      carriedFrom,
    }),
  );
}
