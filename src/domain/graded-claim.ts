// A claim as people read it: its grade and why, who decided what, what contradicts it, and the requirements it serves.
import type { Framework, Point } from "./catalogue.ts";
import { type Claim, isStandingClaim } from "./claim.ts";
import { type Contradiction, isOpen, type SideQuote } from "./contradiction.ts";
import type { Document } from "./document.ts";
import { type Grade, type GradeReason, type GradeSubject, gradeGroup, listDecisionsUntil } from "./grade.ts";
import { groupBy } from "./grouping.ts";
import type { Decision } from "./review.ts";
import { findClaimValidity, type Validity } from "./validity.ts";

/** A claim as it stands now: with its grade, why, and who decided what. */
export type GradedClaim = Claim & {
  grade: Grade;
  reasons: GradeReason[];
  decisions: Decision[];
  document: {
    id: string;
    fileName: string;
    title: string | null;
    kind: Document["kind"];
    validity: Validity;
  };
  /** What is open: the quote of this claim's document, and the one that it cannot be kept with. */
  contradictions: {
    id: string;
    otherClaimId: string;
    document: { id: string; fileName: string; title: string | null };
    quote: SideQuote;
    ownQuote: SideQuote;
    subject: string;
    reason: string;
  }[];
  statement: string;
  requirements: { frameworkId: string; requirementId: string }[];
};

type Read = {
  /** All claims on each point that one is wanted of. */
  subjects: readonly GradeSubject[];
  contradictions: readonly Contradiction[];
  /** At least those on the other side of a contradiction. */
  documents: readonly Document[];
};

/** Standing claims that are wanted, in their order. */
export function buildGradedClaims(
  { subjects, contradictions, documents }: Read,
  { frameworks, points }: { frameworks: readonly Framework[]; points: ReadonlyMap<string, Point> },
  asOf: Date,
  isWanted: (claim: Claim) => boolean,
): GradedClaim[] {
  const served = findServedRequirements(frameworks);
  const grades = new Map(
    [...groupBy(subjects, ({ claim }) => claim.pointId).values()].flatMap((group) => {
      const graded = gradeGroup(group, asOf);
      return group.map(({ claim }, index) => [claim.id, graded[index]] as const);
    }),
  );
  return subjects.flatMap((subject): GradedClaim[] => {
    const { claim, document } = subject;
    const graded = grades.get(claim.id);
    if (!graded || !isStandingClaim(claim) || !isWanted(claim)) return [];
    const { id, fileName, title, kind } = document;
    return [
      {
        ...claim,
        ...graded,
        decisions: listDecisionsUntil(subject, asOf),
        document: { id, fileName, title, kind, validity: findClaimValidity(claim, document) },
        contradictions: listOwnContradictions(claim, contradictions, documents, asOf),
        statement: describeStatement(points, claim),
        requirements: served.get(claim.pointId) ?? [],
      },
    ];
  });
}

function listOwnContradictions(
  { id: claimId }: Claim,
  contradictions: readonly Contradiction[],
  documents: readonly Document[],
  asOf: Date,
): GradedClaim["contradictions"] {
  return contradictions.flatMap((one) => {
    const isFirst = one.claimId === claimId;
    if (!isOpen(one, asOf) || (!isFirst && one.otherClaimId !== claimId)) return [];
    const [ownQuote, quote] = isFirst ? [one.quote, one.otherQuote] : [one.otherQuote, one.quote];
    const document = documents.find(({ id }) => id === quote.documentId);
    if (!document) return [];
    const { id, subject, reason } = one;
    const { fileName, title } = document;
    const otherClaimId = isFirst ? one.otherClaimId : one.claimId;
    return [
      { id, otherClaimId, document: { id: document.id, fileName, title }, quote, ownQuote, subject, reason },
    ];
  });
}

function describeStatement(points: ReadonlyMap<string, Point>, claim: Claim): string {
  return points.get(claim.pointId)?.statement ?? claim.pointWords;
}

function findServedRequirements(
  frameworks: readonly {
    id: string;
    requirements: readonly { id: string; links: readonly { point: string }[] }[];
  }[],
): Map<string, { frameworkId: string; requirementId: string }[]> {
  const served = new Map<string, { frameworkId: string; requirementId: string }[]>();
  for (const framework of frameworks) {
    for (const requirement of framework.requirements) {
      for (const { point } of requirement.links) {
        const list = served.get(point) ?? [];
        list.push({ frameworkId: framework.id, requirementId: requirement.id });
        served.set(point, list);
      }
    }
  }
  return served;
}
