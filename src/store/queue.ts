// SQL of the queue: what waits for a person with all that orders it, and who holds what until when.
import { z } from "zod";
import type { Sql } from "../db/sql.ts";
import { stanceSchema } from "../domain/claim.ts";
import { natureSchema } from "../domain/document.ts";
import { gradeSchema } from "../domain/grade.ts";
import { type Queued, type QueuedDecision, queuedDecisionSchema, queuedSchema } from "../domain/queue.ts";
import { reviewSchema } from "../domain/review.ts";
import type { PointClaim } from "../domain/worth.ts";

const idSchema = z.object({ id: z.uuid() });

/** Asked of the uploader after a moment, and not answered. */
const writeAsked = (
  moment: string,
) => `from evidence_request where review_id = review.id and answered_at is null
  and evidence_request.closed_at is null and asked_at > ${moment}`;

/** A question about a document that a newer version replaced waits for nobody. */
const standing = "claim.retired_at is null and claim.replaced_by is null and superseded_at is null";

/**
 * Open reviews of claims that stand, in documents that no newer version replaced; or the one that is asked for by its id,
 * whatever became of its document.
 * @param askedAfter what was asked of an uploader before that, the review waits for no longer.
 */
export function listQueued(sql: Sql, askedAfter: Date, id: string | null = null): Promise<Queued[]> {
  return sql.list(
    queuedSchema,
    `select review.id, review.claim_id as "claimId", reasons, opened_at as "openedAt", due_at as "dueAt",
       case when assignee.id is null then null
         else jsonb_build_object('id', assignee.id, 'name', assignee.name) end as assignee,
       case when holder.id is null then null
         else jsonb_build_object('id', holder.id, 'name', holder.name) end as holder,
       leased_until as "leasedUntil", exists (select ${writeAsked("$2")}) as "isWaiting", point_id as "pointId", stance, nature,
       probability, threshold, features, concat_ws(' ', analyser, analyser_version, model, prompt_version) as source,
       document.id as "documentId", file_name as "fileName", lineage_id as "lineageId", uploaded_by as "uploadedBy"
     from review join claim on claim.id = review.claim_id join document on document.id = claim.document_id
       left join principal assignee on assignee.id = assignee_id left join principal holder on holder.id = leased_by
     where review.closed_at is null
       and case when $1::uuid is null then ${standing} else review.id = $1 end`,
    [id, askedAfter],
  );
}

/** Open reviews on one point in the versions of one document, but for one of them. */
export async function listSiblings(
  sql: Sql,
  { id, pointId, lineageId }: Pick<Queued, "id" | "pointId" | "lineageId">,
): Promise<string[]> {
  const rows = await sql.list(
    idSchema,
    `select review.id from review join claim on claim.id = claim_id join document on document.id = document_id
     where closed_at is null and point_id = $2 and lineage_id = $3 and review.id <> $1 and ${standing}
     order by opened_at, review.id`,
    [id, pointId, lineageId],
  );
  return rows.map((row) => row.id);
}

/** Standing decisions on claims with an open review, in the order in which they were taken. */
export function listQueuedDecisions(sql: Sql): Promise<QueuedDecision[]> {
  return sql.list(
    queuedDecisionSchema,
    `select claim_id as "claimId", principal_id as "principalId", action from decision
     where undone_at is null and claim_id in (select claim_id from review where closed_at is null)
     order by decided_at, position`,
  );
}

const pointClaimSchema = z.object({
  pointId: z.string(),
  stance: stanceSchema,
  nature: natureSchema,
  grade: gradeSchema,
});

/** Grades of claims as the projection has them, with what says whether they can prove their points. */
export function listPointClaims(sql: Sql): Promise<PointClaim[]> {
  return sql.list(
    pointClaimSchema,
    `select distinct claim_grade.point_id as "pointId", stance, nature, grade
     from claim_grade join claim on claim.id = claim_id where grade <> 'none'`,
  );
}

export type Lease = { by: string; until: Date };

/**
 * Leases the first of some reviews that is open and held by nobody; null when there is none. Rows that another
 * transaction is just taking are passed over, so that nobody waits and no two get the same.
 */
export async function leaseFirst(
  sql: Sql,
  ids: readonly string[],
  { by, until }: Lease,
  at: Date,
): Promise<string | null> {
  const row = await sql.find(
    idSchema,
    `update review set leased_by = $2, leased_until = $3
     where id = (
       select review.id from unnest($1::uuid[]) with ordinality as wanted (id, place)
         join review on review.id = wanted.id
       where closed_at is null and (leased_until is null or leased_until <= $4)
       order by place limit 1 for update of review skip locked)
     returning id`,
    [ids, by, until, at],
  );
  return row?.id ?? null;
}

export function updateLease(sql: Sql, id: string, lease: Lease | null): Promise<number> {
  return sql.run(`update review set leased_by = $2, leased_until = $3 where id = $1`, [
    id,
    lease?.by ?? null,
    lease?.until ?? null,
  ]);
}

export function updateAssignee(sql: Sql, id: string, assigneeId: string | null): Promise<number> {
  return sql.run(`update review set assignee_id = $2 where id = $1`, [id, assigneeId]);
}

const lateSchema = reviewSchema.pick({ id: true, claimId: true, reasons: true }).extend({
  dueAt: z.date(),
  assignedTo: z.object({ id: z.uuid(), name: z.string() }).nullable(),
});
export type LateReview = z.output<typeof lateSchema>;

/** Open reviews whose day has passed and that were not told of before; they are told of once. */
export function markLate(sql: Sql, at: Date, askedAfter: Date): Promise<LateReview[]> {
  return sql.list(
    lateSchema,
    `update review set late_at = $1 from claim, document
     where review.closed_at is null and late_at is null and due_at < $1 and claim.id = review.claim_id
       and document.id = claim.document_id and ${standing} and not exists (select ${writeAsked("$2")})
     returning review.id, review.claim_id as "claimId", reasons, due_at as "dueAt",
       (select jsonb_build_object('id', principal.id, 'name', principal.name) from principal
        where principal.id = assignee_id) as "assignedTo"`,
    [at, askedAfter],
  );
}
