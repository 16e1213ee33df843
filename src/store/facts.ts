// SQL of what documents say about themselves: every statement is kept, the newest of a name stands.
import { z } from "zod";
import type { Sql } from "../db/sql.ts";
import type { DatedFact } from "../domain/dated.ts";
import { type Fact, type FactName, factNames, factSchema } from "../domain/fact.ts";
import type { Chosen } from "../domain/fact-choice.ts";

const columnNames: Record<FactName, string> = {
  title: "title",
  kind: "kind",
  version: "version",
  owner: "owner",
  approver: "approver",
  effectiveFrom: "effective_from",
  effectiveTo: "effective_to",
  capturedAt: "captured_at",
  sourceUrl: "source_url",
  periodStart: "period_start",
  periodEnd: "period_end",
};

type Owner = { organizationId: string; documentId: string };

/**
 * Facts read from the text, once of each reader: after an interruption the same facts change nothing. `all` is for the
 * history, with the one of each name that stands last; `standing` has these alone.
 */
export async function insertReadFacts(
  sql: Sql,
  owner: Owner,
  { all, standing }: Chosen,
  at: Date,
): Promise<void> {
  const rows = all.map((fact, ordinal) => ({ ...fact, ordinal }));
  const inserted = await sql.run(
    `insert into document_fact (document_id, organization_id, name, value, quote, said_by, stated_at)
     select $1, $2, name, value, quote, "saidBy", $4
     from jsonb_to_recordset($3::jsonb) as row (ordinal integer, name text, value text, quote jsonb, "saidBy" text)
     order by ordinal
     on conflict (document_id, name, said_by) where principal_id is null do nothing`,
    [owner.documentId, owner.organizationId, JSON.stringify(rows), at],
  );
  if (inserted === 0) return;
  for (const { name, value } of standing) await updateColumn(sql, owner.documentId, name, value, at);
}

/** A fact as a person or service states it; null takes it back to unknown. */
export async function insertStatedFact(
  sql: Sql,
  owner: Owner,
  fact: { name: FactName; value: string | null; principalId: string },
  at: Date,
): Promise<void> {
  await sql.run(
    `insert into document_fact (document_id, organization_id, name, value, principal_id, stated_at)
     values ($1, $2, $3, $4, $5, $6)`,
    [owner.documentId, owner.organizationId, fact.name, fact.value, fact.principalId, at],
  );
  await updateColumn(sql, owner.documentId, fact.name, fact.value, at);
}

function updateColumn(sql: Sql, id: string, name: FactName, value: string | null, at: Date): Promise<number> {
  return sql.run(`update document set ${columnNames[name]} = $2, updated_at = $3 where id = $1`, [
    id,
    value,
    at,
  ]);
}

const rowSchema = z.object(factSchema.shape);

/** Every statement about a document, oldest first. */
export function listFacts(sql: Sql, documentId: string): Promise<Fact[]> {
  return sql.list(
    rowSchema,
    `select document_fact.name, value, quote, case when principal_id is null then 'read' else 'stated' end as basis,
       said_by as "saidBy", principal.name as "statedBy", stated_at as "statedAt"
     from document_fact left join principal on principal.id = principal_id
     where document_id = $1 order by position`,
    [documentId],
  );
}

const datedSchema = z.object({
  documentId: z.uuid(),
  name: z.enum(factNames),
  value: z.string().nullable(),
  statedAt: z.date(),
});

/** Every fact, oldest first, of those documents of which somebody stated one. */
export function listStatedDocuments(sql: Sql, documentIds: readonly string[]): Promise<DatedFact[]> {
  return sql.list(
    datedSchema,
    `select document_id as "documentId", name, value, stated_at as "statedAt" from document_fact
     where document_id = any ($1) and document_id in (select document_id from document_fact where principal_id is not null)
     order by position`,
    [documentIds],
  );
}
