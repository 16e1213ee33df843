// SQL of what screenshots show, and of how documents were described.
import type { Sql } from "../db/sql.ts";
import { type DescriptionRecord, descriptionRecordSchema } from "../domain/description-record.ts";
import { type ScreenFact, screenFactSchema } from "../domain/screen.ts";

type Owner = { organizationId: string; documentId: string };

/** Once: how a document was described first stays. Returns 0 when it was described already. */
export function insertDescription(
  sql: Sql,
  { organizationId, documentId }: Owner,
  { describedBy, fallbackReason, dropped }: DescriptionRecord,
  at: Date,
): Promise<number> {
  return sql.run(
    `insert into document_description (document_id, organization_id, described_by, fallback_reason, dropped, described_at)
     values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
    [documentId, organizationId, describedBy, fallbackReason, JSON.stringify(dropped), at],
  );
}

/** Null when it was not described yet, or before this was written down. */
export function findDescription(sql: Sql, documentId: string): Promise<DescriptionRecord | null> {
  return sql.find(
    descriptionRecordSchema,
    `select described_by as "describedBy", fallback_reason as "fallbackReason", dropped
     from document_description where document_id = $1`,
    [documentId],
  );
}

export async function insertScreenFacts(
  sql: Sql,
  { organizationId, documentId }: Owner,
  facts: readonly ScreenFact[],
): Promise<void> {
  const rows = facts.map((fact, ordinal) => ({ ...fact, ordinal }));
  await sql.run(
    `insert into screen_fact (document_id, organization_id, ordinal, name, setting, value, applies_to, basis, places,
       page_number, marks)
     select $1, $2, ordinal, name, setting, value, "appliesTo", basis, places, "pageNumber", marks
     from jsonb_to_recordset($3::jsonb) as row (ordinal integer, name text, setting text, value text, "appliesTo" text,
       basis text, places jsonb, "pageNumber" integer, marks jsonb)
     on conflict do nothing`,
    [documentId, organizationId, JSON.stringify(rows)],
  );
}

/** In the order in which they were told. */
export function listScreenFacts(sql: Sql, documentId: string): Promise<ScreenFact[]> {
  return sql.list(
    screenFactSchema,
    `select name, setting, value, applies_to as "appliesTo", basis, places, page_number as "pageNumber", marks
     from screen_fact where document_id = $1 order by ordinal`,
    [documentId],
  );
}
