// SQL of claims and their quotes.
import { z } from "zod";
import type { Sql } from "../db/sql.ts";
import { type Claim, type ClaimFilter, claimSchema } from "../domain/claim.ts";
import { quoteSchema } from "../domain/quote.ts";

const columns = `claim.id, claim.document_id as "documentId", point_id as "pointId", point_words as "pointWords",
  catalogue_version as "catalogueVersion", stance, nature, probability, features, guards, threshold, analyser,
  analyser_version as "analyserVersion", model, prompt_version as "promptVersion",
  question_sha256 as "questionSha256", objection, created_at as "createdAt",
  retired_at as "retiredAt", amends, carried_from as "carriedFrom", replaced_by as "replacedBy",
  valid_from as "validFrom", valid_to as "validTo"`;

const rowSchema = claimSchema.omit({ quotes: true });
const quoteRowSchema = quoteSchema.extend({ claimId: z.uuid() });

/** Claims of the organization with their quotes, in the order in which they were made. */
export async function listClaims(sql: Sql, filter: ClaimFilter = {}): Promise<Claim[]> {
  const rows = await sql.list(
    rowSchema,
    `select ${columns} from claim
     where ($1::uuid is null or document_id = $1) and ($2::text is null or point_id = $2)
       and ($3::uuid[] is null or document_id = any ($3)) and ($4::text[] is null or point_id = any ($4))
       and ($5::uuid[] is null or id = any ($5)) and (not $6::boolean or (retired_at is null and replaced_by is null))
     order by created_at, id`,
    [
      filter.documentId ?? null,
      filter.pointId ?? null,
      filter.documentIds ?? null,
      filter.pointIds ?? null,
      filter.ids ?? null,
      filter.isStanding ?? false,
    ],
  );
  return attachQuotes(sql, rows);
}

export async function findClaim(sql: Sql, id: string): Promise<Claim | null> {
  const row = await sql.find(rowSchema, `select ${columns} from claim where id = $1`, [id]);
  return row ? ((await attachQuotes(sql, [row]))[0] ?? null) : null;
}

async function attachQuotes(sql: Sql, rows: readonly z.output<typeof rowSchema>[]): Promise<Claim[]> {
  if (rows.length === 0) return [];
  const quotes = await sql.list(
    quoteRowSchema,
    `select claim_id as "claimId", document_id as "documentId", passage_id as "passageId", text_start as "start",
       text_end as "end", page_number as "pageNumber", text, boxes
     from quote where claim_id = any ($1) order by claim_id, ordinal`,
    [rows.map((row) => row.id)],
  );
  const byClaim = new Map<string, Claim["quotes"]>(rows.map((row) => [row.id, []]));
  for (const { claimId, ...quote } of quotes) byClaim.get(claimId)?.push(quote);
  return rows.map((row) => ({ ...row, quotes: byClaim.get(row.id) ?? [] }));
}

/** Inserts claims with their quotes. The caller retires what they replace first. */
export async function insertClaims(
  sql: Sql,
  organizationId: string,
  claims: readonly Claim[],
): Promise<void> {
  if (claims.length === 0) return;
  await sql.run(
    `insert into claim (id, organization_id, document_id, point_id, point_words, catalogue_version, stance, nature,
       probability, features, guards, threshold, analyser, analyser_version, model, prompt_version, question_sha256,
       objection, created_at, amends, carried_from, valid_from, valid_to)
     select id, $1, "documentId", "pointId", "pointWords", "catalogueVersion", stance, nature, probability, features,
       array(select jsonb_array_elements_text(guards)), threshold, analyser, "analyserVersion", model, "promptVersion",
       "questionSha256", objection, "createdAt", amends, "carriedFrom", "validFrom", "validTo"
     from jsonb_to_recordset($2::jsonb) as row (id uuid, "documentId" uuid, "pointId" text, "pointWords" text,
       "catalogueVersion" text, stance text, nature text, probability float8, features jsonb, guards jsonb,
       threshold float8, analyser text, "analyserVersion" text, model text, "promptVersion" text,
       "questionSha256" text, objection jsonb, "createdAt" timestamptz, amends uuid, "carriedFrom" uuid,
       "validFrom" date, "validTo" date)`,
    [organizationId, JSON.stringify(claims)],
  );
  const quotes = claims.flatMap((claim) =>
    claim.quotes.map((quote, ordinal) => ({ ...quote, claimId: claim.id, ordinal })),
  );
  await sql.run(
    `insert into quote (claim_id, organization_id, ordinal, document_id, passage_id, text_start, text_end, page_number, text, boxes)
     select "claimId", $1, ordinal, "documentId", "passageId", "start", "end", "pageNumber", text, boxes
     from jsonb_to_recordset($2::jsonb) as row ("claimId" uuid, ordinal integer, "documentId" uuid, "passageId" uuid,
       "start" integer, "end" integer, "pageNumber" integer, text text, boxes jsonb)`,
    [organizationId, JSON.stringify(quotes)],
  );
}

/** Retires claims that still stand; their history stays. Returns how many. */
export function retireClaims(sql: Sql, ids: readonly string[], at: Date): Promise<number> {
  return sql.run(`update claim set retired_at = $2 where id = any ($1) and retired_at is null`, [ids, at]);
}
