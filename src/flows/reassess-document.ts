// Flow: a document is assessed again because somebody asks for it, never by itself; and what each assessment changed.
import { z } from "zod";
import type { Context } from "../context.ts";
import type { Sql } from "../db/sql.ts";
import { type Assessment, type AssessmentEntry, tellAssessment } from "../domain/assessment.ts";
import { type Assessor, buildAssessor, type Difference, listDifferences } from "../domain/assessor.ts";
import type { DescriptionRecord } from "../domain/description-record.ts";
import { archiveType, type Document } from "../domain/document.ts";
import type { Principal } from "../domain/principal.ts";
import { buildScreen, type Screen } from "../domain/screen.ts";
import { Fault } from "../fault.ts";
import { listClaims } from "../store/claims.ts";
import {
  findDocument,
  listAllDocuments,
  listAssessedBy,
  updateAssessedBy,
  updateStage,
} from "../store/documents.ts";
import { appendEntry, listEntriesOf } from "../store/ledger.ts";
import { findDescription, listScreenFacts } from "../store/screens.ts";

/** By what a document was assessed, and what is newer now. Nothing is assessed again because of it. */
export type AssessmentState = { assessedBy: string | null; isOutdated: boolean; differs: Difference[] };
export type DocumentDetail = Document & {
  /** What a screenshot shows; null for other documents, and where no model described it. */
  description: Screen | null;
  described: DescriptionRecord | null;
  assessment: AssessmentState;
};

/**
 * Assesses a document again by what there is now: analyser, catalogue, model and prompts. What comes out the same
 * stays; what people decided on stays. Throws Fault `not_found`, `conflict` while it is being processed.
 */
export async function requestAssessment(
  context: Context,
  { id: principalId, organizationId }: Pick<Principal, "id" | "organizationId">,
  documentId: string,
): Promise<Document> {
  return context.database.asOrganization(organizationId, async (sql) => {
    const document = await getDocument(sql, documentId);
    if (document.stage !== "done")
      throw new Fault("conflict", "The document is not processed yet: wait until its stage is `done`.");
    if (document.mediaType === archiveType)
      throw new Fault(
        "conflict",
        "An archive proves nothing itself: have the files inside it assessed again.",
      );
    const at = context.clock();
    const before = (await listAssessedBy(sql, [documentId])).get(documentId) ?? null;
    await updateAssessedBy(sql, documentId, null);
    await updateStage(sql, documentId, "assessing", at);
    await appendEntry(sql, {
      organizationId,
      kind: requestKind,
      subjectId: documentId,
      principalId,
      at,
      body: { assessedBy: before },
    });
    await context.jobs.enqueue(sql, "assess", { organizationId, documentId });
    return { ...document, stage: "assessing" };
  });
}

const requestKind = "assessment_requested";
const assessedKind = "document_assessed";
const assessedBodySchema = z.looseObject({ assessedBy: z.string() });

/** Every assessment of a document, oldest first, with what it changed. Throws Fault `not_found`. */
export async function listAssessments(
  context: Context,
  organizationId: string,
  documentId: string,
): Promise<Assessment[]> {
  return context.database.asOrganization(organizationId, async (sql) => {
    await getDocument(sql, documentId);
    const own = await listClaims(sql, { documentId });
    const pointIds = [...new Set(own.map(({ pointId }) => pointId))];
    const subjects = await context.listSubjects(sql, { pointIds });
    return (await listAssessmentEntries(sql, documentId)).map((entry) =>
      tellAssessment(documentId, entry, subjects),
    );
  });
}

async function listAssessmentEntries(sql: Sql, documentId: string): Promise<AssessmentEntry[]> {
  const assessments: AssessmentEntry[] = [];
  let requestedBy: string | null = null;
  for (const { kind, at, body, principalId } of await listEntriesOf(sql, documentId, [
    requestKind,
    assessedKind,
  ])) {
    if (kind === requestKind) requestedBy = principalId;
    else {
      assessments.push({ at, assessedBy: assessedBodySchema.parse(body).assessedBy, requestedBy });
      requestedBy = null;
    }
  }
  return assessments;
}

/** A document with what it shows, who described it, and whether it was assessed by what there is now. */
export async function getDocumentDetail(
  context: Context,
  organizationId: string,
  documentId: string,
): Promise<DocumentDetail> {
  const assessor = await findAssessor(context, organizationId);
  return context.database.asOrganization(organizationId, async (sql) => {
    const document = await getDocument(sql, documentId);
    const assessedBy = (await listAssessedBy(sql, [documentId])).get(documentId) ?? null;
    return {
      ...document,
      description: buildScreen(await listScreenFacts(sql, documentId)),
      described: await findDescription(sql, documentId),
      assessment: buildState(assessedBy, assessor),
    };
  });
}

/** By document id, for documents that were assessed. */
export async function listAssessmentStates(
  context: Context,
  organizationId: string,
  documentIds: readonly string[],
): Promise<Map<string, AssessmentState>> {
  const assessor = await findAssessor(context, organizationId);
  const assessed = await context.database.asOrganization(organizationId, (sql) =>
    listAssessedBy(sql, documentIds),
  );
  return new Map([...assessed].map(([id, assessedBy]) => [id, buildState(assessedBy, assessor)]));
}

export type ReassessableDocument = { document: Document; state: AssessmentState };

/** The documents that can be assessed again: processed to the end, not replaced by a newer version, no archives. */
export async function listReassessable(
  context: Context,
  organizationId: string,
): Promise<ReassessableDocument[]> {
  const assessor = await findAssessor(context, organizationId);
  return context.database.asOrganization(organizationId, async (sql) => {
    const documents = (await listAllDocuments(sql)).filter(
      ({ stage, supersededAt, mediaType }) =>
        stage === "done" && supersededAt === null && mediaType !== archiveType,
    );
    const assessed = await listAssessedBy(
      sql,
      documents.map(({ id }) => id),
    );
    return documents.map((document) => ({
      document,
      state: buildState(assessed.get(document.id) ?? null, assessor),
    }));
  });
}

function buildState(assessedBy: string | null, now: Assessor): AssessmentState {
  const differs = listDifferences(assessedBy, now);
  return { assessedBy, isOutdated: differs.length > 0, differs };
}

/** What a document would be assessed by now: as `assessDocument` writes it down. */
async function findAssessor(context: Context, organizationId: string): Promise<Assessor> {
  const { catalogue } = await context.getCatalogue(organizationId);
  return buildAssessor(context.embedder.model, catalogue.version, context.agents.judgedBy);
}

async function getDocument(sql: Sql, documentId: string): Promise<Document> {
  const document = await findDocument(sql, documentId);
  if (!document) throw new Fault("not_found", "There is no such document.");
  return document;
}
