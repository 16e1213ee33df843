// SQL of passages and their vectors.
import { z } from "zod";
import { type Sql, toVector } from "../db/sql.ts";
import { type Passage, passageSchema } from "../domain/passage.ts";

const columns = `passage.id, passage.document_id as "documentId", ordinal, text_start as "start", text_end as "end",
  page_number as "pageNumber", heading_path as "headingPath", text`;

/** Inserts the passages of a document, once: a second call changes nothing. */
export async function insertPassages(
  sql: Sql,
  organizationId: string,
  documentId: string,
  passages: readonly (Passage & { querySha256: string })[],
): Promise<void> {
  await sql.run(
    `insert into passage (id, organization_id, document_id, ordinal, text_start, text_end, page_number, heading_path,
       text, query_sha256)
     select id, $1, $2, ordinal, "start", "end", "pageNumber", array(select jsonb_array_elements_text("headingPath")),
       text, "querySha256"
     from jsonb_to_recordset($3::jsonb) as row (id uuid, ordinal integer, "start" integer, "end" integer,
       "pageNumber" integer, "headingPath" jsonb, text text, "querySha256" text)
     on conflict (document_id, ordinal) do nothing`,
    [organizationId, documentId, JSON.stringify(passages)],
  );
  await sql.run(`update document set passage_count = $2 where id = $1`, [documentId, passages.length]);
}

export function listPassages(sql: Sql, documentId: string): Promise<Passage[]> {
  return sql.list(passageSchema, `select ${columns} from passage where document_id = $1 order by ordinal`, [
    documentId,
  ]);
}

export function listPassagesOf(sql: Sql, ids: readonly string[]): Promise<Passage[]> {
  return sql.list(passageSchema, `select ${columns} from passage where id = any ($1)`, [ids]);
}

/** A page of passages after an ordinal. */
export function listPassagePage(
  sql: Sql,
  documentId: string,
  after: number,
  limit: number,
): Promise<Passage[]> {
  return sql.list(
    passageSchema,
    `select ${columns} from passage where document_id = $1 and ordinal > $2 order by ordinal limit $3`,
    [documentId, after, limit],
  );
}

/** Passages that have no vector of this model yet: where embedding goes on after an interruption. */
export function listUnembedded(sql: Sql, documentId: string, model: string): Promise<Passage[]> {
  return sql.list(
    passageSchema,
    `select ${columns} from passage where document_id = $1
       and not exists (select 1 from passage_vector where passage_id = passage.id and model = $2)
     order by ordinal`,
    [documentId, model],
  );
}

export async function insertVectors(
  sql: Sql,
  owner: { organizationId: string; documentId: string; model: string },
  vectors: readonly { passageId: string; vector: Float32Array }[],
): Promise<void> {
  const rows = vectors.map(({ passageId, vector }) => ({ id: passageId, vector: toVector(vector) }));
  await sql.run(
    `insert into passage_vector (passage_id, organization_id, document_id, model, embedding)
     select id, $1, $2, $3, vector::vector from jsonb_to_recordset($4::jsonb) as row (id uuid, vector text)
     on conflict do nothing`,
    [owner.organizationId, owner.documentId, owner.model, JSON.stringify(rows)],
  );
}

/** Gives passages the vectors of passages with the same words under the same headings; returns how many got one. */
export function copyKnownVectors(
  sql: Sql,
  owner: { organizationId: string; documentId: string; model: string },
): Promise<number> {
  return sql.run(
    `insert into passage_vector (passage_id, organization_id, document_id, model, embedding)
     select distinct on (mine.id) mine.id, $1::uuid, $2::uuid, $3::text, known.embedding
     from passage mine
     join passage same on same.organization_id = $1 and same.query_sha256 = mine.query_sha256
       and same.document_id <> mine.document_id
     join passage_vector known on known.passage_id = same.id and known.model = $3
     where mine.document_id = $2
     on conflict do nothing`,
    [owner.organizationId, owner.documentId, owner.model],
  );
}

const likenessSchema = z.object({ documentId: z.uuid(), share: z.number() });
export type Likeness = z.output<typeof likenessSchema>;

/** Other documents that stand, with the share of this one's passages that they have word for word. */
export function listLikenesses(sql: Sql, documentId: string): Promise<Likeness[]> {
  return sql.list(
    likenessSchema,
    `select same.document_id as "documentId",
       count(distinct mine.id)::float8 / (select count(*) from passage where document_id = $1) as share
     from passage mine
     join passage same on same.organization_id = mine.organization_id and md5(same.text) = md5(mine.text)
       and same.document_id <> mine.document_id
     join document on document.id = same.document_id and superseded_at is null
     where mine.document_id = $1 group by same.document_id order by share desc`,
    [documentId],
  );
}

const vectorRowSchema = z.object({
  passageId: z.string(),
  vector: z.string().transform((text) => Float32Array.from(JSON.parse(text) as number[])),
});

/** Vectors of a document's passages, by passage id. */
export async function listVectors(
  sql: Sql,
  documentId: string,
  model: string,
): Promise<Map<string, Float32Array>> {
  const rows = await sql.list(
    vectorRowSchema,
    `select passage_id as "passageId", embedding::text as vector from passage_vector where document_id = $1 and model = $2`,
    [documentId, model],
  );
  return new Map(rows.map((row) => [row.passageId, row.vector]));
}
