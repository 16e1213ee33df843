// SQL of the projection: the grade of every claim as it was last worked out, and until when it can hold.
import { z } from "zod";
import type { Sql } from "../db/sql.ts";
import { type KeptGrade, keptGradeSchema } from "../domain/projection.ts";

const columns = `claim_id as "claimId", point_id as "pointId", grade, reasons, since, expires_at as "expiresAt"`;

/** Grades of claims on some points, or of all. */
export function listGrades(sql: Sql, pointIds: readonly string[] | null = null): Promise<KeptGrade[]> {
  return sql.list(
    keptGradeSchema,
    `select ${columns} from claim_grade where $1::text[] is null or point_id = any ($1) order by claim_id`,
    [pointIds],
  );
}

export async function upsertGrades(
  sql: Sql,
  organizationId: string,
  grades: readonly KeptGrade[],
): Promise<void> {
  if (grades.length === 0) return;
  await sql.run(
    `insert into claim_grade (claim_id, organization_id, point_id, grade, reasons, since, expires_at)
     select "claimId", $1, "pointId", grade, array(select jsonb_array_elements_text(reasons)), since, "expiresAt"
     from jsonb_to_recordset($2::jsonb) as row ("claimId" uuid, "pointId" text, grade text, reasons jsonb,
       since timestamptz, "expiresAt" timestamptz)
     on conflict (claim_id) do update set grade = excluded.grade, reasons = excluded.reasons, since = excluded.since,
       expires_at = excluded.expires_at`,
    [organizationId, JSON.stringify(grades)],
  );
}

const pointSchema = z.object({ pointId: z.string() });

/** Points with a claim whose grade time alone may have changed. */
export async function listExpiredPoints(sql: Sql, at: Date): Promise<string[]> {
  const rows = await sql.list(
    pointSchema,
    `select distinct point_id as "pointId" from claim_grade where expires_at <= $1`,
    [at],
  );
  return rows.map(({ pointId }) => pointId);
}

/** Points with claims, or those with claims of some documents. */
export async function listClaimedPoints(sql: Sql, documentIds?: readonly string[]): Promise<string[]> {
  const rows = await sql.list(
    pointSchema,
    `select distinct point_id as "pointId" from claim where $1::uuid[] is null or document_id = any ($1)`,
    [documentIds ?? null],
  );
  return rows.map(({ pointId }) => pointId);
}

const projectionSchema = z.object({ catalogueVersion: z.string(), rules: z.number().int() });
/** What the stored grades of an organization were worked out by. */
export type Projection = z.output<typeof projectionSchema>;

/** Null before there is one. */
export function findProjection(sql: Sql): Promise<Projection | null> {
  return sql.find(
    projectionSchema,
    `select catalogue_version as "catalogueVersion", rules from grade_projection`,
  );
}

export function upsertProjection(
  sql: Sql,
  organizationId: string,
  { catalogueVersion, rules }: Projection,
): Promise<number> {
  return sql.run(
    `insert into grade_projection (organization_id, catalogue_version, rules) values ($1, $2, $3)
     on conflict (organization_id) do update set catalogue_version = excluded.catalogue_version, rules = excluded.rules`,
    [organizationId, catalogueVersion, rules],
  );
}
