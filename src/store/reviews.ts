// SQL of reviews (open questions) and decisions (what people answered).
import { z } from "zod";
import type { Sql } from "../db/sql.ts";
import {
  type Decision,
  decisionSchema,
  findDueAt,
  type OpenedReview,
  type Review,
  reviewSchema,
} from "../domain/review.ts";

const reviewColumns = `id, claim_id as "claimId", reasons, value, opened_at as "openedAt", closed_at as "closedAt",
  due_at as "dueAt", assignee_id as "assigneeId", leased_by as "leasedBy", leased_until as "leasedUntil"`;

const openSchema = z.object({ pointId: z.string(), count: z.number() });

/** How many were open at a moment on each point, without those about documents that newer versions had replaced. */
export async function countOpenReviews(sql: Sql, asOf: Date): Promise<Map<string, number>> {
  const rows = await sql.list(
    openSchema,
    `select point_id as "pointId", count(*) as count
     from review join claim on claim.id = claim_id join document on document.id = document_id
     where opened_at <= $1 and (closed_at is null or closed_at > $1) and (superseded_at is null or superseded_at > $1)
     group by point_id`,
    [asOf],
  );
  return new Map(rows.map(({ pointId, count }) => [pointId, count]));
}

export function listReviewsOf(sql: Sql, ids: readonly string[]): Promise<Review[]> {
  return sql.list(reviewSchema, `select ${reviewColumns} from review where id = any ($1)`, [ids]);
}

/** Locks the row, so that two people deciding at once are served one after the other. */
export function findReviewForUpdate(sql: Sql, id: string): Promise<Review | null> {
  return sql.find(reviewSchema, `select ${reviewColumns} from review where id = $1 for update`, [id]);
}

export function findOpenReviewOf(sql: Sql, claimId: string): Promise<Review | null> {
  return sql.find(
    reviewSchema,
    `select ${reviewColumns} from review where claim_id = $1 and closed_at is null for update`,
    [claimId],
  );
}

export async function insertReviews(
  sql: Sql,
  organizationId: string,
  reviews: readonly (OpenedReview & { isSample?: boolean })[],
): Promise<void> {
  const rows = reviews.map((review) => ({ ...review, dueAt: findDueAt(review.reasons, review.openedAt) }));
  await sql.run(
    `insert into review (id, organization_id, claim_id, reasons, value, opened_at, due_at, is_sample)
     select id, $1, "claimId", array(select jsonb_array_elements_text(reasons)), value, "openedAt", "dueAt",
       coalesce("isSample", false)
     from jsonb_to_recordset($2::jsonb) as row (id uuid, "claimId" uuid, reasons jsonb, value float8,
       "openedAt" timestamptz, "dueAt" timestamptz, "isSample" boolean)
     on conflict (claim_id) where closed_at is null do nothing`,
    [organizationId, JSON.stringify(rows)],
  );
}

const openedSchema = reviewSchema.pick({ id: true, reasons: true, claimId: true, dueAt: true }).extend({
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
    `select review.id, reasons, claim_id as "claimId", due_at as "dueAt", point_id as "pointId",
       document_id as "documentId", file_name as "fileName"
     from review join claim on claim.id = claim_id join document on document.id = document_id
     where review.xmin = pg_current_xact_id()::xid and opened_at = $1 and closed_at is null
     order by value desc, review.id`,
    [at],
  );
}

export function closeReview(sql: Sql, id: string, at: Date): Promise<number> {
  return sql.run(`update review set closed_at = $2 where id = $1 and closed_at is null`, [id, at]);
}

/** An answer was taken back: the question is open again, for whoever took it back first. */
export function reopenReview(
  sql: Sql,
  id: string,
  { by, until }: { by: string; until: Date },
): Promise<number> {
  return sql.run(`update review set closed_at = null, leased_by = $2, leased_until = $3 where id = $1`, [
    id,
    by,
    until,
  ]);
}

/** The question stays, for other reasons; whoever held it lets go of it. A due date may change, an assignee go. */
export function updateQuestion(
  sql: Sql,
  id: string,
  { reasons, dueAt, assigneeId }: Pick<Review, "reasons" | "dueAt" | "assigneeId">,
): Promise<number> {
  return sql.run(
    `update review set reasons = array(select jsonb_array_elements_text($2::jsonb)), due_at = $3, assignee_id = $4,
       leased_by = null, leased_until = null
     where id = $1`,
    [id, JSON.stringify(reasons), dueAt, assigneeId],
  );
}

/** There is more time, never less. */
export function postponeReview(sql: Sql, id: string, dueAt: Date): Promise<number> {
  return sql.run(`update review set due_at = greatest(due_at, $2) where id = $1`, [id, dueAt]);
}

/** Questions about claims that no longer stand need no answer. */
export function closeReviewsOfRetired(sql: Sql, documentId: string, at: Date): Promise<number> {
  return sql.run(
    `update review set closed_at = $2
     from claim where claim.id = claim_id and claim.document_id = $1 and claim.retired_at is not null and closed_at is null`,
    [documentId, at],
  );
}

const decisionColumns = `decision.id, claim_id as "claimId", principal_id as "principalId",
  principal.name as "principalName", principal.kind as "principalKind", as_role as "asRole", action, rationale,
  decided_at as "decidedAt", undone_at as "undoneAt", decision.carried_from as "carriedFrom"`;
const decisionSource = "from decision join principal on principal.id = principal_id";

/** Decisions on some claims in the order in which they were taken, those that were taken back too. */
export function listDecisions(sql: Sql, claimIds: readonly string[]): Promise<Decision[]> {
  return sql.list(
    decisionSchema,
    `select ${decisionColumns} ${decisionSource}
     where claim_id = any ($1) order by decided_at, decision.position`,
    [claimIds],
  );
}

export function insertDecision(
  sql: Sql,
  organizationId: string,
  decision: Omit<Decision, "principalName" | "principalKind">,
  reviewId: string | null,
  seen: unknown = null,
): Promise<number> {
  return sql.run(
    `insert into decision (id, organization_id, claim_id, review_id, principal_id, as_role, action, rationale, decided_at,
       carried_from, seen)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
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
      seen === null ? null : JSON.stringify(seen),
    ],
  );
}

const takenSchema = decisionSchema.extend({ reviewId: z.uuid().nullable() });
/** A decision with the review that it answered; null for one that answered none. */
export type TakenDecision = z.output<typeof takenSchema>;

export function findDecision(sql: Sql, id: string): Promise<TakenDecision | null> {
  return sql.find(
    takenSchema,
    `select ${decisionColumns}, review_id as "reviewId" ${decisionSource} where decision.id = $1`,
    [id],
  );
}

/** With what newer versions went on with from it. Returns 0 for a decision that was taken back before. */
export function undoDecision(sql: Sql, id: string, at: Date): Promise<number> {
  return sql.run(
    `with recursive taken as (
       select id from decision where id = $1
       union select decision.id from decision join taken on decision.carried_from = taken.id)
     update decision set undone_at = $2 where id in (select id from taken) and undone_at is null`,
    [id, at],
  );
}
