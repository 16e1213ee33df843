// SQL of reviews (open questions) and decisions (what people answered).
import { z } from "zod";
import type { Sql } from "../db/sql.ts";
import { type Decision, decisionSchema, type Review, reviewSchema } from "../domain/review.ts";

const reviewColumns = `id, claim_id as "claimId", reasons, value, opened_at as "openedAt", closed_at as "closedAt"`;

/** A page of open reviews, the most valuable first, after a position (value, id). */
export function listOpenReviews(
  sql: Sql,
  page: { afterValue: number | null; afterId: string | null; limit: number },
): Promise<Review[]> {
  return sql.list(
    reviewSchema,
    `select ${reviewColumns} from review
     where closed_at is null and ($1::float8 is null or value < $1 or (value = $1 and id > $2::uuid))
     order by value desc, id limit $3`,
    [page.afterValue, page.afterId, page.limit],
  );
}

const countSchema = z.object({ count: z.number() });

export async function countOpenReviews(sql: Sql): Promise<number> {
  return (
    (await sql.find(countSchema, `select count(*) as count from review where closed_at is null`))?.count ?? 0
  );
}

/** Locks the row, so that two people deciding at once are served one after the other. */
export function findReviewForUpdate(sql: Sql, id: string): Promise<Review | null> {
  return sql.find(reviewSchema, `select ${reviewColumns} from review where id = $1 for update`, [id]);
}

export async function insertReviews(
  sql: Sql,
  organizationId: string,
  reviews: readonly Omit<Review, "closedAt">[],
): Promise<void> {
  await sql.run(
    `insert into review (id, organization_id, claim_id, reasons, value, opened_at)
     select id, $1, "claimId", array(select jsonb_array_elements_text(reasons)), value, "openedAt"
     from jsonb_to_recordset($2::jsonb) as row (id uuid, "claimId" uuid, reasons jsonb, value float8, "openedAt" timestamptz)
     on conflict (claim_id) where closed_at is null do nothing`,
    [organizationId, JSON.stringify(reviews)],
  );
}

const openedSchema = z.object({
  id: reviewSchema.shape.id,
  reasons: reviewSchema.shape.reasons,
  claimId: reviewSchema.shape.claimId,
  pointId: z.string(),
  documentId: z.uuid(),
  fileName: z.string(),
});

/**
 * Reviews that this transaction opened at a moment and has not closed again, the most valuable first, with what they
 * are about. Another transaction may have opened some at the same moment: xmin tells them apart.
 */
export function listOpenedHere(sql: Sql, at: Date): Promise<z.output<typeof openedSchema>[]> {
  return sql.list(
    openedSchema,
    `select review.id, reasons, claim_id as "claimId", point_id as "pointId", document_id as "documentId",
       file_name as "fileName"
     from review join claim on claim.id = claim_id join document on document.id = document_id
     where review.xmin = pg_current_xact_id()::xid and opened_at = $1 and closed_at is null
     order by value desc, review.id`,
    [at],
  );
}

export function closeReview(sql: Sql, id: string, at: Date): Promise<number> {
  return sql.run(`update review set closed_at = $2 where id = $1 and closed_at is null`, [id, at]);
}

/** Questions about claims that no longer stand need no answer. */
export function closeReviewsOfRetired(sql: Sql, documentId: string, at: Date): Promise<number> {
  return sql.run(
    `update review set closed_at = $2
     from claim where claim.id = claim_id and claim.document_id = $1 and claim.retired_at is not null and closed_at is null`,
    [documentId, at],
  );
}

/** Decisions of the organization in the order in which they were taken. */
export function listDecisions(sql: Sql, claimIds: readonly string[] | null = null): Promise<Decision[]> {
  return sql.list(
    decisionSchema,
    `select decision.id, claim_id as "claimId", principal_id as "principalId", principal.name as "principalName",
       principal.kind as "principalKind", as_role as "asRole", action, rationale, decided_at as "decidedAt",
       undone_at as "undoneAt", decision.carried_from as "carriedFrom"
     from decision join principal on principal.id = principal_id
     where $1::uuid[] is null or claim_id = any ($1) order by decided_at, decision.id`,
    [claimIds],
  );
}

export function insertDecision(
  sql: Sql,
  organizationId: string,
  decision: Omit<Decision, "principalName" | "principalKind">,
  reviewId: string | null,
): Promise<number> {
  return sql.run(
    `insert into decision (id, organization_id, claim_id, review_id, principal_id, as_role, action, rationale, decided_at,
       carried_from)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      decision.id,
      organizationId,
      decision.claimId,
      reviewId,
      decision.principalId,
      decision.asRole,
      decision.action,
      decision.rationale,
      decision.decidedAt,
      decision.carriedFrom,
    ],
  );
}
