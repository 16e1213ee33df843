// SQL of what a newer version of a document goes on with.
import { z } from "zod";
import type { Sql } from "../db/sql.ts";
import { type Decision, findDueAt, type OpenedReview, openedReviewSchema } from "../domain/review.ts";

/** Closes the open reviews of claims; returns what they asked. Who decides one of them is waited for. */
export function closeReviewsOf(sql: Sql, claimIds: readonly string[], at: Date): Promise<OpenedReview[]> {
  return sql.list(
    openedReviewSchema,
    `update review set closed_at = $2 where claim_id = any ($1) and closed_at is null
     returning id, claim_id as "claimId", reasons, value, opened_at as "openedAt"`,
    [claimIds, at],
  );
}

/** An open review of the claim gains the reason and at least the value; without one, a new review opens. */
export async function openChangedReviews(
  sql: Sql,
  organizationId: string,
  reviews: readonly Omit<OpenedReview, "reasons">[],
): Promise<void> {
  const rows = reviews.map((review) => ({ ...review, dueAt: findDueAt(["words_changed"], review.openedAt) }));
  await sql.run(
    `insert into review (id, organization_id, claim_id, reasons, value, opened_at, due_at)
     select id, $1, "claimId", '{words_changed}', value, "openedAt", "dueAt"
     from jsonb_to_recordset($2::jsonb) as row (id uuid, "claimId" uuid, value float8, "openedAt" timestamptz,
       "dueAt" timestamptz)
     on conflict (claim_id) where closed_at is null do update set
       reasons = array_append(review.reasons, 'words_changed'), value = greatest(review.value, excluded.value),
       due_at = least(review.due_at, excluded.due_at)`,
    [organizationId, JSON.stringify(rows)],
  );
}

/** What the person saw is told by the decision that it is carried from. */
export async function insertCarriedDecisions(
  sql: Sql,
  organizationId: string,
  decisions: readonly Decision[],
): Promise<void> {
  await sql.run(
    `insert into decision (id, organization_id, claim_id, review_id, principal_id, as_role, action, rationale, decided_at,
       carried_from)
     select id, $1, "claimId", null, "principalId", "asRole", action, rationale, "decidedAt", "carriedFrom"
     from jsonb_to_recordset($2::jsonb) as row (id uuid, "claimId" uuid, "principalId" uuid, "asRole" text, action text,
       rationale text, "decidedAt" timestamptz, "carriedFrom" uuid)`,
    [organizationId, JSON.stringify(decisions)],
  );
}

/** A claim that was made by itself turns out to go on with an older one. */
export function updateCarriedFrom(sql: Sql, id: string, carriedFrom: string): Promise<number> {
  return sql.run(`update claim set carried_from = $2 where id = $1`, [id, carriedFrom]);
}

const newerSchema = z.object({ id: z.uuid() });

/** The version that took a document's place, when one did. */
const claimIdSchema = z.object({ claimId: z.uuid() });

/** Claims of newer versions that went on with a decision, however many versions later. */
export async function listCarriedClaims(sql: Sql, decisionId: string): Promise<string[]> {
  const rows = await sql.list(
    claimIdSchema,
    `with recursive taken as (
       select id, claim_id from decision where carried_from = $1
       union select decision.id, decision.claim_id from decision join taken on decision.carried_from = taken.id)
     select distinct claim_id as "claimId" from taken join claim on claim.id = claim_id
     where retired_at is null and replaced_by is null`,
    [decisionId],
  );
  return rows.map(({ claimId }) => claimId);
}

export async function findNewerVersion(sql: Sql, documentId: string): Promise<string | null> {
  const found = await sql.find(
    newerSchema,
    `select (body ->> 'supersededBy')::uuid as id from ledger where subject_id = $1 and kind = 'document_superseded'`,
    [documentId],
  );
  return found?.id ?? null;
}
