// SQL of documents and of what was read from them.
import { z } from "zod";
import type { Sql } from "../db/sql.ts";
import { type Document, documentSchema, type Stage } from "../domain/document.ts";
import type { DocumentQuestion } from "../domain/document-question.ts";
import { blockSchema, headingSchema, type Page, pageSchema, type Reading } from "../domain/reading.ts";
import type { Warning } from "../domain/suspicion.ts";

const columns = `id, organization_id as "organizationId", sha256, file_name as "fileName", media_type as "mediaType",
  size_bytes as "sizeBytes", kind, title, lineage_id as "lineageId", uploaded_by as "uploadedBy",
  uploaded_at as "uploadedAt", effective_from as "effectiveFrom", effective_to as "effectiveTo",
  captured_at as "capturedAt", period_start as "periodStart", period_end as "periodEnd", version, owner, approver,
  source_url as "sourceUrl", fingerprint, stage, stage_started_at as "stageStartedAt", supersedes_id as "supersedesId",
  supersedes_since as "supersedesSince",
  proposed_supersedes_id as "proposedSupersedesId", depth, root_id as "rootId",
  progress_done as "progressDone", progress_total as "progressTotal", failure_reason as "failureReason",
  waiting_reason as "waitingReason", waiting_until as "waitingUntil",
  page_count as "pageCount", passage_count as "passageCount", warnings, superseded_at as "supersededAt",
  updated_at as "updatedAt",
  (select failed_at from integrity_failure
   where document_id = document.id and restored_at is null) as "integrityFailedAt",
  (select failure from integrity_failure
   where document_id = document.id and restored_at is null) as "integrityFailure",
  (select value from screen_fact where document_id = document.id and screen_fact.name = 'product'
   order by ordinal limit 1) as product`;

export function findDocument(sql: Sql, id: string): Promise<Document | null> {
  return sql.find(documentSchema, `select ${columns} from document where id = $1`, [id]);
}

export function findDocumentByBytes(sql: Sql, sha256: string): Promise<Document | null> {
  return sql.find(documentSchema, `select ${columns} from document where sha256 = $1`, [sha256]);
}

export function listDocumentsOf(sql: Sql, ids: readonly string[]): Promise<Document[]> {
  return sql.list(documentSchema, `select ${columns} from document where id = any ($1)`, [ids]);
}

/** These documents and all versions of them. */
export function listVersionsOf(sql: Sql, ids: readonly string[]): Promise<Document[]> {
  return sql.list(
    documentSchema,
    `select ${columns} from document
     where lineage_id in (select lineage_id from document where id = any ($1)) order by uploaded_at, id`,
    [ids],
  );
}

export function listAllDocuments(sql: Sql): Promise<Document[]> {
  return sql.list(documentSchema, `select ${columns} from document order by uploaded_at, id`);
}

/** A page of documents, oldest or newest first, after a position (moment of upload, id). */
export function listDocuments(
  sql: Sql,
  page: { afterAt: Date | null; afterId: string | null; limit: number },
  { words, kind, state, order = "oldest" }: DocumentQuestion,
): Promise<Document[]> {
  const [direction, beyond] = order === "oldest" ? ["asc", ">"] : ["desc", "<"];
  return sql.list(
    documentSchema,
    `select ${columns} from document
     where ($1::timestamptz is null or (date_trunc('milliseconds', uploaded_at), id) ${beyond} ($1, $2::uuid))
       and ($4::text is null or position(lower($4) in lower(file_name || ' ' || coalesce(title, ''))) > 0)
       and ($5::text is null or kind = $5)
       and ($6::text is null or $6 = case when stage in ('done', 'failed') then stage
         when waiting_reason is null then 'working' else 'waiting' end)
     order by date_trunc('milliseconds', uploaded_at) ${direction}, id ${direction} limit $3`,
    [page.afterAt, page.afterId, page.limit, words ?? null, kind ?? null, state ?? null],
  );
}

/** Returns 0 when this organization has these bytes already. */
export function insertDocument(
  sql: Sql,
  document: Pick<
    Document,
    | "id"
    | "organizationId"
    | "sha256"
    | "fileName"
    | "sizeBytes"
    | "lineageId"
    | "supersedesId"
    | "supersedesSince"
    | "depth"
    | "rootId"
    | "uploadedBy"
    | "uploadedAt"
  >,
): Promise<number> {
  return sql.run(
    `insert into document (id, organization_id, sha256, file_name, size_bytes, lineage_id, uploaded_by, uploaded_at,
       supersedes_id, supersedes_since, depth, root_id, stage, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'received', $8) on conflict (organization_id, sha256) do nothing`,
    [
      document.id,
      document.organizationId,
      document.sha256,
      document.fileName,
      document.sizeBytes,
      document.lineageId,
      document.uploadedBy,
      document.uploadedAt,
      document.supersedesId,
      document.supersedesSince,
      document.depth,
      document.rootId,
    ],
  );
}

export function updateStage(
  sql: Sql,
  id: string,
  stage: Stage,
  at: Date,
  progress: { done: number; total: number } = { done: 0, total: 0 },
): Promise<number> {
  return sql.run(
    `update document set stage = $2, updated_at = $3, progress_done = $4, progress_total = $5, failure_reason = null,
       waiting_reason = null, waiting_until = null,
       stage_started_at = case when stage = $2 and stage_started_at is not null then stage_started_at else $3 end
     where id = $1`,
    [id, stage, at, progress.done, progress.total],
  );
}

export function updateFailure(sql: Sql, id: string, reason: string, at: Date): Promise<number> {
  return sql.run(
    `update document set stage = 'failed', failure_reason = $2, updated_at = $3, waiting_reason = null,
       waiting_until = null
     where id = $1`,
    [id, reason, at],
  );
}

/** Begins again; returns 0 when the document has not failed (any more). */
export function updateFailed(sql: Sql, id: string, stage: Stage, at: Date): Promise<number> {
  return sql.run(
    `update document set stage = $2, stage_started_at = $3, updated_at = $3, progress_done = 0, progress_total = 0,
       failure_reason = null
     where id = $1 and stage = 'failed'`,
    [id, stage, at],
  );
}

/** Null when it waits no longer; a document that does not wait is left as it is. */
export function updateWaiting(
  sql: Sql,
  id: string,
  waiting: { reason: string; until: Date } | null,
  at: Date,
): Promise<number> {
  return sql.run(
    `update document set waiting_reason = $2, waiting_until = $3, updated_at = $4
     where id = $1 and ($2::text is not null or waiting_reason is not null)`,
    [id, waiting?.reason ?? null, waiting?.until ?? null, at],
  );
}

const assessedSchema = z.object({ assessedBy: z.string().nullable() });

/** Which analyser and catalogue a document was last assessed with, or null. */
export async function findAssessedBy(sql: Sql, id: string): Promise<string | null> {
  const row = await sql.find(
    assessedSchema,
    `select assessed_by as "assessedBy" from document where id = $1`,
    [id],
  );
  return row?.assessedBy ?? null;
}

const assessedRowSchema = z.object({ id: z.uuid(), assessedBy: z.string() });

/** By what documents were assessed; those that were not, or are to be again, are left out. */
export async function listAssessedBy(sql: Sql, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await sql.list(
    assessedRowSchema,
    `select id, assessed_by as "assessedBy" from document where id = any ($1) and assessed_by is not null`,
    [ids],
  );
  return new Map(rows.map(({ id, assessedBy }) => [id, assessedBy]));
}

/** Null asks for a new assessment. */
export function updateAssessedBy(sql: Sql, id: string, assessedBy: string | null): Promise<number> {
  return sql.run(`update document set assessed_by = $2 where id = $1`, [id, assessedBy]);
}

const readingRowSchema = z.object({
  mediaType: z.string(),
  title: z.string().nullable(),
  text: z.string(),
  headings: z.array(headingSchema),
  blocks: z.array(blockSchema),
});

/** Stores what was read, once: a second call for the same document changes nothing. */
export async function insertReading(
  sql: Sql,
  document: Pick<Document, "id" | "organizationId">,
  reading: Reading,
  {
    reader,
    warnings,
    fingerprint,
  }: { reader: string; warnings: readonly Warning[]; fingerprint: readonly number[] },
): Promise<void> {
  const inserted = await sql.run(
    `insert into document_reading (document_id, organization_id, text, headings, blocks) values ($1, $2, $3, $4, $5)
     on conflict do nothing`,
    [
      document.id,
      document.organizationId,
      reading.text,
      JSON.stringify(reading.headings),
      JSON.stringify(reading.blocks),
    ],
  );
  if (inserted === 0) return;
  await sql.run(
    `insert into page (document_id, organization_id, number, label, width, height, text_start, text_end, words, unreadable,
       hidden)
     select $1, $2, number, label, width, height, "start", "end", words, unreadable, hidden
     from jsonb_to_recordset($3::jsonb) as row (number integer, label text, width float8, height float8,
       "start" integer, "end" integer, words jsonb, unreadable jsonb, hidden jsonb)`,
    [document.id, document.organizationId, JSON.stringify(reading.pages)],
  );
  await sql.run(
    `update document set media_type = $2, title = $3, page_count = $4, reader = $5, warnings = $6, fingerprint = $7
     where id = $1`,
    [
      document.id,
      reading.mediaType,
      reading.title ?? null,
      reading.pages.length,
      reader,
      JSON.stringify(warnings),
      fingerprint,
    ],
  );
}

/** The reading of a document, or null when it was not read yet. */
export async function findReading(sql: Sql, documentId: string): Promise<Reading | null> {
  const row = await sql.find(
    readingRowSchema,
    `select media_type as "mediaType", title, text, headings, blocks
     from document_reading join document on document.id = document_id where document_id = $1`,
    [documentId],
  );
  if (!row) return null;
  const { title, ...rest } = row;
  return { ...rest, ...(title === null ? {} : { title }), pages: await listPages(sql, documentId) };
}

const pageSizeSchema = pageSchema
  .pick({ number: true, width: true, height: true, unreadable: true, hidden: true })
  .extend({ label: z.string().nullable() });
export type PageSize = z.output<typeof pageSizeSchema>;

/** Pages without their words. */
export function listPageSizes(sql: Sql, documentId: string): Promise<PageSize[]> {
  return sql.list(
    pageSizeSchema,
    `select number, label, width, height, unreadable, hidden from page where document_id = $1 order by number`,
    [documentId],
  );
}

const pageRowSchema = pageSchema.extend({
  label: z
    .string()
    .nullable()
    .transform((label) => label ?? undefined),
});

/** What a model only saw is as unreadable as what nobody read: a claim that touches its line goes to a person. */
const unreadable = `unreadable || coalesce((select jsonb_agg(mark) from screen_fact, jsonb_array_elements(marks) mark
  where screen_fact.document_id = page.document_id and page_number = number), '[]')`;

async function listPages(sql: Sql, documentId: string): Promise<Page[]> {
  const rows = await sql.list(
    pageRowSchema,
    `select number, label, width, height, text_start as "start", text_end as "end", words, ${unreadable} as unreadable, hidden
     from page where document_id = $1 order by number`,
    [documentId],
  );
  return rows.map(({ label, ...page }) => (label === undefined ? page : { ...page, label }));
}
