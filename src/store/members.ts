// SQL of the files inside archives and messages.
import { z } from "zod";
import type { Sql } from "../db/sql.ts";

const memberSchema = z.object({
  path: z.string(),
  documentId: z.uuid().nullable(),
  reason: z.string().nullable(),
});
export type DocumentMember = z.output<typeof memberSchema>;

/** Once: a second call for the same path changes nothing. */
export function insertMember(
  sql: Sql,
  parent: { id: string; organizationId: string },
  member: DocumentMember,
): Promise<number> {
  return sql.run(
    `insert into document_member (parent_id, organization_id, path, document_id, reason) values ($1, $2, $3, $4, $5)
     on conflict do nothing`,
    [parent.id, parent.organizationId, member.path, member.documentId, member.reason],
  );
}

export function listMembers(sql: Sql, parentId: string): Promise<DocumentMember[]> {
  return sql.list(
    memberSchema,
    `select path, document_id as "documentId", reason from document_member where parent_id = $1 order by path`,
    [parentId],
  );
}

const weightSchema = z.object({ count: z.number(), sizeBytes: z.number() });

/** How many files came out of an upload so far, at any depth, and how large they are together. */
export async function measureMembers(sql: Sql, rootId: string): Promise<z.output<typeof weightSchema>> {
  const found = await sql.find(
    weightSchema,
    `select count(*)::float8 as count, coalesce(sum(size_bytes), 0)::float8 as "sizeBytes"
     from document where root_id = $1`,
    [rootId],
  );
  return found ?? { count: 0, sizeBytes: 0 };
}
