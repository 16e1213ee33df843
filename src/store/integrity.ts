// SQL of whether the stored bytes of documents are still those that were uploaded.

import { z } from "zod";
import type { Sql } from "../db/sql.ts";
import type { IntegrityFailure } from "../domain/document.ts";

const dueSchema = z.object({ id: z.uuid() });

/** Documents that were not checked since a moment, the longest unchecked first; without those that failed before. */
export async function listUnchecked(sql: Sql, since: Date, limit: number): Promise<string[]> {
  const rows = await sql.list(
    dueSchema,
    `select id from document
     where integrity_failed_at is null and (integrity_checked_at is null or integrity_checked_at < $1)
     order by integrity_checked_at nulls first, id limit $2`,
    [since, limit],
  );
  return rows.map(({ id }) => id);
}

export function updateChecked(sql: Sql, id: string, at: Date): Promise<number> {
  return sql.run(`update document set integrity_checked_at = $2 where id = $1`, [id, at]);
}

/** From this moment the document proves nothing any more. Returns 0 when that was known before. */
export function updateIntegrityFailed(
  sql: Sql,
  id: string,
  failure: IntegrityFailure,
  at: Date,
): Promise<number> {
  return sql.run(
    `update document set integrity_failed_at = $3, integrity_failure = $2, integrity_checked_at = $3, updated_at = $3
     where id = $1 and integrity_failed_at is null`,
    [id, failure, at],
  );
}
