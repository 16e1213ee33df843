// SQL of versions: which document replaces which, since when.
import type { Sql } from "../db/sql.ts";

/** Makes a document the newer version of another, which stands until `updateSuperseded`. Returns 0 when it is one already. */
export function updateOlder(sql: Sql, id: string, olderId: string, at: Date): Promise<number> {
  return sql.run(
    `update document set supersedes_id = $2, supersedes_since = $3, proposed_supersedes_id = null, updated_at = $3
     where id = $1 and supersedes_id is null`,
    [id, olderId, at],
  );
}

/** All versions of one lineage become versions of another. */
export function joinLineages(sql: Sql, lineageId: string, olderLineageId: string): Promise<number> {
  return sql.run(`update document set lineage_id = $2 where lineage_id = $1`, [lineageId, olderLineageId]);
}

export function updateProposal(sql: Sql, id: string, olderId: string): Promise<number> {
  return sql.run(`update document set proposed_supersedes_id = $2 where id = $1`, [id, olderId]);
}

/** From this moment a newer version stands in its place. */
export function updateSuperseded(sql: Sql, id: string, at: Date): Promise<number> {
  return sql.run(
    `update document set superseded_at = $2, updated_at = $2 where id = $1 and superseded_at is null`,
    [id, at],
  );
}
