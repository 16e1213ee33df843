// SQL of contradictions; and of what their coming and going does to open reviews.
import { z } from "zod";
import type { Sql } from "../db/sql.ts";
import { type Contradiction, contradictionSchema } from "../domain/contradiction.ts";
import { findDueAt, type OpenedReview } from "../domain/review.ts";

const columns = `contradiction.id, claim_id as "claimId", other_claim_id as "otherClaimId", subject, direction,
  said_values as "values", quote, other_quote as "otherQuote", reason, found_at as "foundAt",
  resolved_at as "resolvedAt", resolved_by as "resolvedBy", resolution, rationale`;

export function listOpenContradictions(sql: Sql): Promise<Contradiction[]> {
  return sql.list(
    contradictionSchema,
    `select ${columns} from contradiction where resolved_at is null order by found_at, id`,
  );
}

/** Locks the row, so that two people who answer at once are served one after the other. */
export function findContradictionForUpdate(sql: Sql, id: string): Promise<Contradiction | null> {
  return sql.find(contradictionSchema, `select ${columns} from contradiction where id = $1 for update`, [id]);
}

const idSchema = z.object({ id: z.uuid() });

/** Inserts those whose two claims do not yet contradict each other on the subject; returns the ids of these. */
export async function insertContradictions(
  sql: Sql,
  organizationId: string,
  found: readonly Contradiction[],
): Promise<string[]> {
  const rows = await sql.list(
    idSchema,
    `insert into contradiction (id, organization_id, claim_id, other_claim_id, subject, direction, said_values, quote,
       other_quote, reason, found_at)
     select id, $1, "claimId", "otherClaimId", subject, direction, "values", quote, "otherQuote", reason, "foundAt"
     from jsonb_to_recordset($2::jsonb) as row (id uuid, "claimId" uuid, "otherClaimId" uuid, subject text,
       direction text, "values" jsonb, quote jsonb, "otherQuote" jsonb, reason text, "foundAt" timestamptz)
     on conflict do nothing returning id`,
    [organizationId, JSON.stringify(found)],
  );
  return rows.map(({ id }) => id);
}

export type Resolution = {
  resolution: NonNullable<Contradiction["resolution"]>;
  at: Date;
  by: string | null;
  rationale: string | null;
};

/** Resolves those that are open; returns them. */
export function resolveContradictions(
  sql: Sql,
  ids: readonly string[],
  { resolution, at, by, rationale }: Resolution,
): Promise<Contradiction[]> {
  return sql.list(
    contradictionSchema,
    `update contradiction set resolved_at = $2, resolved_by = $3, resolution = $4, rationale = $5
     where id = any ($1) and resolved_at is null returning ${columns}`,
    [ids, at, by, resolution, rationale],
  );
}

/** Those that one of the claims is a side of, resolved ones too, in the order in which they were found. */
export function listContradictionsOf(sql: Sql, claimIds: readonly string[]): Promise<Contradiction[]> {
  return sql.list(
    contradictionSchema,
    `select ${columns} from contradiction where claim_id = any ($1) or other_claim_id = any ($1)
     order by found_at, id`,
    [claimIds],
  );
}

/** Resolves the open ones that a claim is a side of; returns them. */
export function resolveContradictionsOf(
  sql: Sql,
  claimId: string,
  { resolution, at, by, rationale }: Resolution,
): Promise<Contradiction[]> {
  return sql.list(
    contradictionSchema,
    `update contradiction set resolved_at = $2, resolved_by = $3, resolution = $4, rationale = $5
     where (claim_id = $1 or other_claim_id = $1) and resolved_at is null returning ${columns}`,
    [claimId, at, by, resolution, rationale],
  );
}

/** An open review of the claim gains the reason and at least the value; without one, a new review opens. */
export async function openContradictionReviews(
  sql: Sql,
  organizationId: string,
  reviews: readonly Omit<OpenedReview, "reasons">[],
): Promise<void> {
  const rows = reviews.map((review) => ({ ...review, dueAt: findDueAt(["contradiction"], review.openedAt) }));
  await sql.run(
    `insert into review (id, organization_id, claim_id, reasons, value, opened_at, due_at)
     select id, $1, "claimId", '{contradiction}', value, "openedAt", "dueAt"
     from jsonb_to_recordset($2::jsonb) as row (id uuid, "claimId" uuid, value float8, "openedAt" timestamptz,
       "dueAt" timestamptz)
     on conflict (claim_id) where closed_at is null do update set
       reasons = case when 'contradiction' = any (review.reasons) then review.reasons
         else array_append(review.reasons, 'contradiction') end,
       value = greatest(review.value, excluded.value), due_at = least(review.due_at, excluded.due_at)`,
    [organizationId, JSON.stringify(rows)],
  );
}

/**
 * Takes the reason from the open reviews of claims that nothing contradicts any more: a review that had no other
 * one closes. A claim that contradicts its own point keeps it.
 */
export async function settleContradictionReviews(
  sql: Sql,
  claimIds: readonly string[],
  at: Date,
): Promise<void> {
  const settled = `claim_id = any ($1) and review.closed_at is null and 'contradiction' = any (reasons)
    and not exists (select 1 from contradiction where resolved_at is null
      and review.claim_id in (contradiction.claim_id, contradiction.other_claim_id))
    and not exists (select 1 from claim where claim.id = review.claim_id
      and (stance = 'contradicts' or 'contradiction' = any (guards)))`;
  await sql.run(`update review set closed_at = $2 where ${settled} and reasons = '{contradiction}'::text[]`, [
    claimIds,
    at,
  ]);
  // What doubled the value is gone, unless it is urgent for another reason.
  await sql.run(
    `update review set reasons = array_remove(reasons, 'contradiction'),
       value = case when 'injection' = any (reasons) then value else value / 2 end
     where ${settled}`,
    [claimIds],
  );
}
