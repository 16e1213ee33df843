// SQL of an organization's own frameworks and the vectors of their words.
import { z } from "zod";
import { type Sql, toVector } from "../db/sql.ts";
import { type KeptFramework, keptFrameworkSchema } from "../domain/own-catalogue.ts";
import type { OwnFramework } from "../domain/own-framework.ts";

const versionSchema = z.object({ frameworkId: z.string(), version: z.string() });

/** Ids and versions of the frameworks that stand, in a fixed order. */
export function listOwnVersions(sql: Sql): Promise<z.output<typeof versionSchema>[]> {
  return sql.list(
    versionSchema,
    `select framework_id as "frameworkId", version from own_framework where retired_at is null order by framework_id`,
  );
}

export function listOwnFrameworks(sql: Sql): Promise<KeptFramework[]> {
  return sql.list(
    keptFrameworkSchema,
    `select id, version, source_name as "sourceName", content from own_framework
     where retired_at is null order by framework_id`,
  );
}

export function insertOwnFramework(
  sql: Sql,
  organizationId: string,
  kept: {
    id: string;
    version: string;
    content: OwnFramework;
    sourceName: string;
    importedBy: string;
    importedAt: Date;
  },
): Promise<number> {
  return sql.run(
    `insert into own_framework (id, organization_id, framework_id, version, content, source_name, imported_by, imported_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      kept.id,
      organizationId,
      kept.content.framework.id,
      kept.version,
      JSON.stringify(kept.content),
      kept.sourceName,
      kept.importedBy,
      kept.importedAt,
    ],
  );
}

/** Retires the framework of this id that stands. Returns 0 when there is none. */
export function retireOwnFramework(sql: Sql, frameworkId: string, at: Date): Promise<number> {
  return sql.run(`update own_framework set retired_at = $2 where framework_id = $1 and retired_at is null`, [
    frameworkId,
    at,
  ]);
}

const vectorRowSchema = z.object({
  sha256: z.string(),
  vector: z.string().transform((text) => Float32Array.from(JSON.parse(text) as number[])),
});

/** Vectors of own words by the SHA-256 of the text. */
export async function listOwnVectors(sql: Sql, model: string): Promise<Map<string, Float32Array>> {
  const rows = await sql.list(
    vectorRowSchema,
    `select text_sha256 as sha256, embedding::text as vector from own_framework_vector where model = $1`,
    [model],
  );
  return new Map(rows.map((row) => [row.sha256, row.vector]));
}

export async function insertOwnVectors(
  sql: Sql,
  organizationId: string,
  model: string,
  vectors: readonly { sha256: string; vector: Float32Array }[],
): Promise<void> {
  const rows = vectors.map(({ sha256, vector }) => ({ sha256, vector: toVector(vector) }));
  await sql.run(
    `insert into own_framework_vector (organization_id, model, text_sha256, embedding)
     select $1, $2, sha256, vector::vector from jsonb_to_recordset($3::jsonb) as row (sha256 text, vector text)
     on conflict do nothing`,
    [organizationId, model, JSON.stringify(rows)],
  );
}
