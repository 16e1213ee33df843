// SQL of whether the stored bytes of documents are still those that were uploaded.

import { z } from "zod";
import type { Sql } from "../db/sql.ts";
import type { IntegrityLapse } from "../domain/dated.ts";
import type { IntegrityFailure } from "../domain/document.ts";

const dueSchema = z.object({ id: z.uuid() });

/** Documents that were not checked since a moment, the longest unchecked first. */
export async function listUnchecked(sql: Sql, since: Date, limit: number): Promise<string[]> {
  const rows = await sql.list(
    dueSchema,
    `select id from document where integrity_checked_at is null or integrity_checked_at < $1
     order by integrity_checked_at nulls first, id limit $2`,
    [since, limit],
  );
  return rows.map(({ id }) => id);
}

export function updateChecked(sql: Sql, id: string, at: Date): Promise<number> {
  return sql.run(`update document set integrity_checked_at = $2 where id = $1`, [id, at]);
}

/** From this moment the document proves nothing. Returns 0 when that was known before. */
export function insertIntegrityFailure(
  sql: Sql,
  { id, organizationId }: { id: string; organizationId: string },
  failure: IntegrityFailure,
  at: Date,
): Promise<number> {
  return sql.run(
    `insert into integrity_failure (organization_id, document_id, failure, failed_at) values ($1, $2, $3, $4)
     on conflict (document_id) where restored_at is null do nothing`,
    [organizationId, id, failure, at],
  );
}

/** From this moment it proves again. Returns 0 when its bytes were not known to be others. */
export function updateIntegrityRestored(sql: Sql, id: string, at: Date): Promise<number> {
  return sql.run(
    `update integrity_failure set restored_at = $2 where document_id = $1 and restored_at is null`,
    [id, at],
  );
}

const lapseSchema = z.object({ documentId: z.uuid(), failedAt: z.date(), restoredAt: z.date().nullable() });

/** Oldest first. */
export function listIntegrityLapses(sql: Sql, documentIds: readonly string[]): Promise<IntegrityLapse[]> {
  return sql.list(
    lapseSchema,
    `select document_id as "documentId", failed_at as "failedAt", restored_at as "restoredAt" from integrity_failure
     where document_id = any ($1) order by position`,
    [documentIds],
  );
}
