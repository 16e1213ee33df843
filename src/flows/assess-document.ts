// Flow: an ingested document is assessed; claims, reviews and the ledger entry are stored in one transaction.
import type { AssessTools } from "../../agents/assess/tools.ts";
import type { Assessed, Context } from "../context.ts";
import type { Job } from "../db/jobs.ts";
import type { Sql } from "../db/sql.ts";
import { buildAssessor, writeAssessor } from "../domain/assessor.ts";
import { describePoint } from "../domain/catalogue.ts";
import { type Claim, isStandingClaim, unamended } from "../domain/claim.ts";
import { buildHeading } from "../domain/passage.ts";
import { reassess } from "../domain/reassessment.ts";
import { builtInScorer, findProbability } from "../domain/scorer.ts";
import { buildTryChat } from "../engines/chat-try.ts";
import { showPageToModel } from "../engines/page-picture.ts";
import { Fault } from "../fault.ts";
import { insertClaims, listClaims, retireClaims } from "../store/claims.ts";
import { findAssessedBy, findDocument, findReading, updateAssessedBy } from "../store/documents.ts";
import { appendEntry } from "../store/ledger.ts";
import { listPassages, listVectors } from "../store/passages.ts";
import { closeReviewsOfRetired, insertReviews, listDecisions } from "../store/reviews.ts";
import { insertTrace } from "../store/traces.ts";

type Known = Awaited<ReturnType<Context["getCatalogue"]>>;

/**
 * Runs the assess graph for a document that is not assessed, or of which somebody asked for it again; a newer analyser,
 * catalogue, model or prompt changes nothing by itself. Claims that come out the same, and those that people decided
 * on, stay; the others are retired.
 */
export async function assessDocument(context: Context, job: Job): Promise<void> {
  const { organizationId, documentId } = job;
  const known = await context.getCatalogue(organizationId);
  const assessedBy = writeAssessor(
    buildAssessor(context.embedder.model, known.catalogue.version, context.agents.judgedBy),
  );
  const before = await context.database.asOrganization(organizationId, (sql) =>
    findAssessedBy(sql, documentId),
  );
  const threadId = `assess:${documentId}:${assessedBy}`;
  if (before === null) {
    const result = await context.agents.runAssess(threadId, job);
    await context.database.asOrganization(organizationId, (sql) =>
      storeAssessment(context, sql, job, { assessedBy, ...known }, result),
    );
  }
  await context.agents.forgetThread(threadId);
}

async function storeAssessment(
  context: Context,
  sql: Sql,
  { organizationId, documentId }: Job,
  { assessedBy, catalogue, points }: { assessedBy: string } & Known,
  result: Assessed,
): Promise<void> {
  const at = context.clock();
  // Another worker may have stored the same assessment while this one ran.
  if ((await findAssessedBy(sql, documentId)) === assessedBy) return;
  const kept = (await listClaims(sql, { documentId })).filter(({ retiredAt }) => retiredAt === null);
  const [standing, amended] = [kept.filter(isStandingClaim), kept.filter((one) => !isStandingClaim(one))];
  const decisions = await listDecisions(
    sql,
    standing.map(({ id }) => id),
  );
  const { retired, added } = reassess(standing, decisions, result.triaged, points, amended);
  const made = added.flatMap(({ claim, reasons, value, isSample }) => {
    const point = points.get(claim.pointId);
    if (!point) return [];
    const full: Claim = {
      ...claim,
      id: context.newId(),
      pointWords: describePoint(point),
      catalogueVersion: catalogue.version,
      createdAt: at,
      retiredAt: null,
      ...unamended,
    };
    return [{ claim: full, reasons, value, isSample }];
  });
  await retireClaims(sql, retired, at);
  await closeReviewsOfRetired(sql, documentId, at);
  await insertClaims(
    sql,
    organizationId,
    made.map(({ claim }) => claim),
  );
  const reviews = made
    .filter(({ reasons }) => reasons.length > 0)
    .map(({ claim, reasons, value, isSample }) => ({
      id: context.newId(),
      claimId: claim.id,
      reasons,
      value,
      openedAt: at,
      isSample,
    }));
  await insertReviews(sql, organizationId, reviews);
  await updateAssessedBy(sql, documentId, assessedBy);
  await insertTrace(sql, organizationId, { documentId, at, assessedBy, trace: result.trace });
  // The older version stands until the newer one is assessed, so that coverage has no hole in between.
  const olderId = (await findDocument(sql, documentId))?.supersedesId ?? null;
  const known = { catalogue, points };
  if (olderId !== null)
    await context.replaceVersion(sql, {
      organizationId,
      olderId,
      newerId: documentId,
      principalId: null,
      at,
      known,
    });
  await appendEntry(sql, {
    organizationId,
    kind: "document_assessed",
    subjectId: documentId,
    principalId: null,
    at,
    body: {
      assessedBy,
      claims: made.length,
      reviews: reviews.length,
      kept: standing.length - retired.length,
      retired: retired.length,
      droppedQuotes: result.trace.dropped.length,
      asked: result.trace.sections.length,
      doubted: result.trace.challenges.filter(({ objection }) => objection !== "none").length,
    },
  });
  const touched = await listClaims(sql, { documentIds: olderId ? [documentId, olderId] : [documentId] });
  const pointIds = touched.map(({ pointId }) => pointId);
  const cause = { kind: "claim_made" as const, subjectId: documentId, principalId: null };
  await context.projectGrades(sql, organizationId, pointIds, cause);
  await context.announceOpened(sql, { organizationId, at });
}

export function buildAssessTools(context: Context): AssessTools {
  const { database } = context;
  return {
    getDocument: async ({ organizationId, documentId }) => {
      const document = await database.asOrganization(organizationId, (sql) => findDocument(sql, documentId));
      if (!document?.kind) throw new Fault("not_found", "The document was not described yet.");
      const { title, fileName, kind, sha256 } = document;
      return { title, fileName, kind, sha256 };
    },
    getReading: async ({ organizationId, documentId }) => {
      const reading = await database.asOrganization(organizationId, (sql) => findReading(sql, documentId));
      if (!reading) throw new Fault("not_found", "The document was not read yet.");
      return reading;
    },
    listPassages: ({ organizationId, documentId }) =>
      database.asOrganization(organizationId, (sql) => listPassages(sql, documentId)),
    rankPoints: async ({ organizationId, documentId }, { title, kind }, passages, limit) => {
      const analyser = await context.getAnalyser(organizationId);
      const vectors = await database.asOrganization(organizationId, (sql) =>
        listVectors(sql, documentId, context.embedder.model),
      );
      return passages.map((passage) => {
        const query = {
          heading: buildHeading(title, passage),
          text: passage.text,
          vector: vectors.get(passage.id) ?? [],
        };
        return analyser.rankPoints(query, kind, limit);
      });
    },
    getAnalyser: ({ organizationId }) => context.getAnalyser(organizationId),
    findProbability: (features) => findProbability(builtInScorer, features),
    getLearned: ({ organizationId }) => context.getLearned(organizationId),
    showPage: async ({ organizationId, documentId }, pageNumber) => {
      const [document, reading] = await database.asOrganization(organizationId, async (sql) => [
        await findDocument(sql, documentId),
        await findReading(sql, documentId),
      ]);
      return document && reading ? showPageToModel(context, document, reading.pages, pageNumber) : null;
    },
    tryChat: context.chat ? buildTryChat(context.chat) : null,
  };
}
