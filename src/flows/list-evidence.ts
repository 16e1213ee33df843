// Flow: documents, passages and claims as people and clients read them.
import type { Context } from "../context.ts";
import type { Sql } from "../db/sql.ts";
import type { Framework } from "../domain/catalogue.ts";
import type { Claim } from "../domain/claim.ts";
import type { Document } from "../domain/document.ts";
import type { Grade, GradeReason } from "../domain/grade.ts";
import { buildGradedClaims, type GradedClaim } from "../domain/graded-claim.ts";
import type { Passage } from "../domain/passage.ts";
import { Fault } from "../fault.ts";
import { listContradictionsOf } from "../store/contradictions.ts";
import { findDocument, listDocumentsOf } from "../store/documents.ts";
import { listClaimedPoints } from "../store/grades.ts";
import { listEntries } from "../store/ledger.ts";
import { listPassagePage } from "../store/passages.ts";

export type ClaimQuestion = {
  documentId?: string | undefined;
  documentIds?: readonly string[] | undefined;
  pointId?: string | undefined;
  frameworkId?: string | undefined;
  requirementId?: string | undefined;
  grade?: Grade | undefined;
  reason?: GradeReason | undefined;
};

/** Claims that match, in the order in which they were made, with retired ones left out. */
export async function listGradedClaims(
  context: Context,
  organizationId: string,
  question: ClaimQuestion,
): Promise<GradedClaim[]> {
  const { catalogue, points } = await context.getCatalogue(organizationId);
  const evidence = await context.database.asOrganization(organizationId, async (sql) => {
    const pointIds = await listWantedPoints(sql, question, catalogue.frameworks);
    const subjects = await context.listSubjects(sql, { pointIds });
    const wanted = subjects.filter(({ claim }) => isWanted(claim, question));
    const contradictions = await listContradictionsOf(
      sql,
      wanted.map(({ claim }) => claim.id),
    );
    const sides = contradictions.flatMap(({ quote, otherQuote }) => [
      quote.documentId,
      otherQuote.documentId,
    ]);
    return { subjects, contradictions, documents: await listDocumentsOf(sql, sides) };
  });
  return buildGradedClaims(evidence, { frameworks: catalogue.frameworks, points }, context.clock(), (claim) =>
    isWanted(claim, question),
  ).filter((claim) => isServing(claim, question));
}

/** The points that an answer can be about: what a claim is worth depends on the others on its point alone. */
async function listWantedPoints(
  sql: Sql,
  { documentId, documentIds, pointId, ...part }: ClaimQuestion,
  frameworks: readonly Framework[],
): Promise<string[]> {
  const ids = documentId === undefined ? documentIds : [documentId];
  const claimed = await listClaimedPoints(sql, ids);
  const serving =
    part.frameworkId === undefined && part.requirementId === undefined
      ? null
      : new Set(
          frameworks
            .filter(({ id }) => part.frameworkId === undefined || id === part.frameworkId)
            .flatMap(({ requirements }) => requirements)
            .filter(({ id }) => part.requirementId === undefined || id === part.requirementId)
            .flatMap(({ links }) => links.map(({ point }) => point)),
        );
  return claimed.filter(
    (id) => (pointId === undefined || id === pointId) && (serving === null || serving.has(id)),
  );
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
  if (question.reason !== undefined && !claim.reasons.includes(question.reason)) return false;
  if (question.frameworkId === undefined && question.requirementId === undefined) return true;
  return claim.requirements.some(
    ({ frameworkId, requirementId }) =>
      (question.frameworkId === undefined || frameworkId === question.frameworkId) &&
      (question.requirementId === undefined || requirementId === question.requirementId),
  );
}

/** Throws Fault `not_found`. */
export async function getDocument(context: Context, organizationId: string, id: string): Promise<Document> {
  const document = await context.database.asOrganization(organizationId, (sql) => findDocument(sql, id));
  if (!document) throw new Fault("not_found", "There is no such document.");
  return document;
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

/** Everything that changed a grade, in the order in which it happened. */
export function listLedger(context: Context, organizationId: string) {
  return context.database.asOrganization(organizationId, (sql) => listEntries(sql));
}
