// Flow: documents, passages, claims and reviews as people and clients read them.
import type { Context } from "../context.ts";
import type { Point } from "../domain/catalogue.ts";
import { type Claim, isStandingClaim } from "../domain/claim.ts";
import { type Contradiction, isOpen, type SideQuote } from "../domain/contradiction.ts";
import type { Document } from "../domain/document.ts";
import { effectiveGrade, type Grade, type GradeReason, listDecisionsUntil } from "../domain/grade.ts";
import { groupBy } from "../domain/grouping.ts";
import type { Passage } from "../domain/passage.ts";
import type { Decision, Review } from "../domain/review.ts";
import { findClaimValidity, type Validity } from "../domain/validity.ts";
import { Fault } from "../fault.ts";
import { listContradictions } from "../store/contradictions.ts";
import { findDocument, listAllDocuments, listDocuments } from "../store/documents.ts";
import { listEntries } from "../store/ledger.ts";
import { listPassagePage } from "../store/passages.ts";
import { listOpenReviews } from "../store/reviews.ts";

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

export type ClaimQuestion = {
  documentId?: string | undefined;
  documentIds?: readonly string[] | undefined;
  pointId?: string | undefined;
  frameworkId?: string | undefined;
  requirementId?: string | undefined;
  grade?: Grade | undefined;
};

/** Claims that match, in the order in which they were made, with retired ones left out. */
export async function listGradedClaims(
  context: Context,
  organizationId: string,
  question: ClaimQuestion,
): Promise<GradedClaim[]> {
  const { catalogue, points } = await context.getCatalogue(organizationId);
  const { subjects, contradictions, documents } = await context.database.asOrganization(
    organizationId,
    async (sql) => {
      const documents = await listAllDocuments(sql);
      const contradictions = await listContradictions(sql);
      const subjects = await context.listSubjects(sql, {});
      return { subjects, contradictions, documents };
    },
  );
  const asOf = context.clock();
  const served = findServedRequirements(catalogue.frameworks);
  const byPoint = groupBy(subjects, ({ claim }) => claim.pointId);
  return subjects
    .filter(({ claim }) => isStandingClaim(claim) && isWanted(claim, question))
    .map((subject): GradedClaim => {
      const { claim, document } = subject;
      const { id, fileName, title, kind } = document;
      return {
        ...claim,
        ...effectiveGrade(subject, byPoint.get(claim.pointId) ?? [], asOf),
        decisions: listDecisionsUntil(subject, asOf),
        document: { id, fileName, title, kind, validity: findClaimValidity(claim, document) },
        contradictions: listOwnContradictions(claim, contradictions, documents, asOf),
        statement: describeStatement(points, claim),
        requirements: served.get(claim.pointId) ?? [],
      };
    })
    .filter((claim) => isServing(claim, question));
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

function isWanted(claim: Claim, question: ClaimQuestion): boolean {
  return (
    (question.documentId === undefined || claim.documentId === question.documentId) &&
    (question.documentIds === undefined || question.documentIds.includes(claim.documentId)) &&
    (question.pointId === undefined || claim.pointId === question.pointId)
  );
}

function isServing(claim: GradedClaim, question: ClaimQuestion): boolean {
  if (question.grade !== undefined && claim.grade !== question.grade) return false;
  if (question.frameworkId === undefined && question.requirementId === undefined) return true;
  return claim.requirements.some(
    ({ frameworkId, requirementId }) =>
      (question.frameworkId === undefined || frameworkId === question.frameworkId) &&
      (question.requirementId === undefined || requirementId === question.requirementId),
  );
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

/** Throws Fault `not_found`. */
export async function getDocument(context: Context, organizationId: string, id: string): Promise<Document> {
  const document = await context.database.asOrganization(organizationId, (sql) => findDocument(sql, id));
  if (!document) throw new Fault("not_found", "There is no such document.");
  return document;
}

export function listDocumentPage(
  context: Context,
  organizationId: string,
  page: { afterAt: Date | null; afterId: string | null; limit: number },
): Promise<Document[]> {
  return context.database.asOrganization(organizationId, (sql) => listDocuments(sql, page));
}

export async function listDocumentPassages(
  context: Context,
  organizationId: string,
  id: string,
  page: { after: number; limit: number },
): Promise<Passage[]> {
  await getDocument(context, organizationId, id);
  return context.database.asOrganization(organizationId, (sql) =>
    listPassagePage(sql, id, page.after, page.limit),
  );
}

export type ReviewItem = Review & { claim: GradedClaim | null };

/** Open reviews, the most valuable first, each with its claim. */
export async function listReviewPage(
  context: Context,
  organizationId: string,
  page: { afterValue: number | null; afterId: string | null; limit: number },
): Promise<ReviewItem[]> {
  const reviews = await context.database.asOrganization(organizationId, (sql) => listOpenReviews(sql, page));
  const claims = new Map(
    (await listGradedClaims(context, organizationId, {})).map((claim) => [claim.id, claim]),
  );
  return reviews.map((review) => ({ ...review, claim: claims.get(review.claimId) ?? null }));
}

/** Everything that changed a grade, in the order in which it happened. */
export function listLedger(context: Context, organizationId: string) {
  return context.database.asOrganization(organizationId, (sql) => listEntries(sql));
}
