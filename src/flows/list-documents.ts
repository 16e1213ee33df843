// Flow: documents as lists show them: with their claims by grade, who uploaded them, their versions, how many there are.
import type { Context } from "../context.ts";
import type { Document } from "../domain/document.ts";
import { type DocumentQuestion, type DocumentState, documentStates } from "../domain/document-question.ts";
import { type Grade, grades } from "../domain/grade.ts";
import { groupBy } from "../domain/grouping.ts";
import { countClaimGrades, countDocumentStates, listUploaders } from "../store/document-lists.ts";
import { listDocuments, listVersionsOf } from "../store/documents.ts";

export type ListedDocument = Document & { uploadedByName: string; claimsByGrade: Record<Grade, number> };

export function listDocumentPage(
  context: Context,
  organizationId: string,
  page: { afterAt: Date | null; afterId: string | null; limit: number },
  question: DocumentQuestion = {},
): Promise<ListedDocument[]> {
  return context.database.asOrganization(organizationId, async (sql) => {
    const documents = await listDocuments(sql, page, question);
    const ids = documents.map(({ id }) => id);
    const counts = groupBy(await countClaimGrades(sql, ids), ({ documentId }) => documentId);
    const uploaders = new Map(
      (await listUploaders(sql, ids)).map(({ documentId, name }) => [documentId, name]),
    );
    return documents.map((document) => ({
      ...document,
      uploadedByName: uploaders.get(document.id) ?? "",
      claimsByGrade: sumGrades(counts.get(document.id) ?? []),
    }));
  });
}

function sumGrades(counts: readonly { grade: Grade; count: number }[]): Record<Grade, number> {
  const find = (grade: Grade) => counts.find((one) => one.grade === grade)?.count ?? 0;
  return Object.fromEntries(grades.map((grade) => [grade, find(grade)])) as Record<Grade, number>;
}

/** All versions of a document with the document itself, oldest first, and who uploaded it. */
export function listVersions(context: Context, organizationId: string, id: string) {
  return context.database.asOrganization(organizationId, async (sql) => {
    const [uploader] = await listUploaders(sql, [id]);
    const counts = await countClaimGrades(sql, [id]);
    return {
      uploadedByName: uploader?.name ?? "",
      claimsByGrade: sumGrades(counts),
      versions: await listVersionsOf(sql, [id]),
    };
  });
}

/** How many documents are in which state; those inside archives count too. */
export async function countDocuments(
  context: Context,
  organizationId: string,
): Promise<Record<DocumentState | "total", number>> {
  const counts = await context.database.asOrganization(organizationId, countDocumentStates);
  const find = (state: DocumentState) => counts.find((one) => one.state === state)?.count ?? 0;
  const byState = Object.fromEntries(documentStates.map((state) => [state, find(state)])) as Record<
    DocumentState,
    number
  >;
  return { total: counts.reduce((sum, { count }) => sum + count, 0), ...byState };
}
