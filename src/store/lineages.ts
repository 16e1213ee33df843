// SQL of versions: which document replaces which, since when.
import { z } from "zod";
import type { Sql } from "../db/sql.ts";

/** Makes a document the newer version of another, which stands until `updateSuperseded`. Returns 0 when it is one already. */
export function updateOlder(sql: Sql, id: string, olderId: string, at: Date): Promise<number> {
  return sql.run(
    `update document set supersedes_id = $2, supersedes_since = $3, proposed_supersedes_id = null, updated_at = $3
     where id = $1 and supersedes_id is null`,
    [id, olderId, at],
  );
}

const idSchema = z.object({ id: z.uuid() });

/** Lets nobody else name a newer version of it until the transaction ends. */
export async function lockVersion(sql: Sql, id: string): Promise<void> {
  await sql.run(`select id from document where id = $1 for update`, [id]);
}

/** The document that is to replace this one, or has replaced it; one that could not be read replaces nothing. */
export async function findReplacing(sql: Sql, id: string): Promise<string | null> {
  const found = await sql.find(
    idSchema,
    `select id from document where supersedes_id = $1 and stage <> 'failed' limit 1`,
    [id],
  );
  return found?.id ?? null;
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
