// SQL of evidence requests: what was asked of uploaders, and what they answered.
import type { Sql } from "../db/sql.ts";
import { type EvidenceRequest, evidenceRequestSchema } from "../domain/evidence-request.ts";

const name = (alias: string, column = "name") =>
  `case when ${alias}.id is null then null else jsonb_build_object('id', ${alias}.id, '${
    column === "name" ? "name" : "fileName"
  }', ${alias}.${column}) end`;

const selected = `select evidence_request.id, evidence_request.review_id as "reviewId", claim.id as "claimId",
    claim.point_id as "pointId", document.id as "documentId", document.file_name as "fileName",
    decision_id as "decisionId", question, asked_at as "askedAt", ${name("asker")} as "askedBy",
    ${name("asked")} as "askedOf", ${name("answerer")} as "answeredBy", answered_at as "answeredAt", note,
    ${name("given", "file_name")} as given, evidence_request.closed_at as "closedAt"
  from evidence_request
    join decision on decision.id = decision_id join principal asker on asker.id = decision.principal_id
    join claim on claim.id = decision.claim_id join document on document.id = claim.document_id
    join principal asked on asked.id = asked_of left join principal answerer on answerer.id = answered_by
    left join document given on given.id = answer_document_id`;

/** All of the organization, oldest first. */
export function listEvidenceRequests(sql: Sql): Promise<EvidenceRequest[]> {
  return sql.list(evidenceRequestSchema, `${selected} order by asked_at, evidence_request.id`);
}

/** Those of some reviews, oldest first. */
export function listEvidenceRequestsOf(sql: Sql, reviewIds: readonly string[]): Promise<EvidenceRequest[]> {
  return sql.list(
    evidenceRequestSchema,
    `${selected} where evidence_request.review_id = any ($1) order by asked_at, evidence_request.id`,
    [reviewIds],
  );
}

export function findEvidenceRequest(sql: Sql, id: string): Promise<EvidenceRequest | null> {
  return sql.find(evidenceRequestSchema, `${selected} where evidence_request.id = $1`, [id]);
}

export function insertEvidenceRequest(
  sql: Sql,
  request: {
    id: string;
    organizationId: string;
    reviewId: string;
    decisionId: string;
    askedOf: string;
    question: string;
    askedAt: Date;
  },
): Promise<number> {
  return sql.run(
    `insert into evidence_request (id, organization_id, review_id, decision_id, asked_of, question, asked_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      request.id,
      request.organizationId,
      request.reviewId,
      request.decisionId,
      request.askedOf,
      request.question,
      request.askedAt,
    ],
  );
}

export type EvidenceAnswer = { by: string; at: Date; note: string | null; documentId: string | null };

/** Returns 0 when it was answered before, or needs no answer any more. */
export function answerEvidenceRequest(sql: Sql, id: string, answer: EvidenceAnswer): Promise<number> {
  return sql.run(
    `update evidence_request set answered_by = $2, answered_at = $3, note = $4, answer_document_id = $5
     where id = $1 and answered_at is null and closed_at is null`,
    [id, answer.by, answer.at, answer.note, answer.documentId],
  );
}

/** A review that is decided, or asks anew, needs no earlier answer any more. */
export function closeEvidenceRequests(sql: Sql, reviewId: string, at: Date): Promise<number> {
  return sql.run(`update evidence_request set closed_at = $2 where review_id = $1 and closed_at is null`, [
    reviewId,
    at,
  ]);
}

/** A decision was taken back: what it asked needs no answer, what it closed is open again. */
export async function undoEvidenceRequests(
  sql: Sql,
  { reviewId, decisionId, decidedAt }: { reviewId: string; decisionId: string; decidedAt: Date },
  at: Date,
): Promise<void> {
  await sql.run(`update evidence_request set closed_at = $2 where decision_id = $1 and closed_at is null`, [
    decisionId,
    at,
  ]);
  await sql.run(
    `update evidence_request set closed_at = null
     where review_id = $1 and closed_at = $2 and decision_id <> $3`,
    [reviewId, decidedAt, decisionId],
  );
}
