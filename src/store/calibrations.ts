// SQL of calibrations: what holds for each source since when, what was demanded, and the labels that they rest on.
import { z } from "zod";
import type { Sql } from "../db/sql.ts";
import { type Calibration, calibrationSchema } from "../domain/calibration.ts";
import { type CalibrationSetting, calibrationSettingSchema } from "../domain/calibration-setting.ts";
import { claimSchema } from "../domain/claim.ts";
import type { Drawn, LabelledClaim } from "../domain/label.ts";
import { builtInScorer } from "../domain/scorer.ts";
import { nameSource, type SourceScoring } from "../domain/scoring.ts";

const columns = `source, since, state, reason, why, scorer, threshold, target, lesson_count as "lessonCount",
  sample_count as "sampleCount", accepted, errors, bound, sample_from as "sampleFrom", metrics`;

/** All of the organization, oldest first. */
export function listCalibrations(sql: Sql): Promise<Calibration[]> {
  return sql.list(calibrationSchema, `select ${columns} from calibration order by position`);
}

const scoringSchema = calibrationSchema.pick({ source: true, since: true, scorer: true, threshold: true });

/** What held for each source since when, oldest first. */
export async function listScorings(sql: Sql): Promise<SourceScoring[]> {
  const rows = await sql.list(
    scoringSchema,
    `select source, since, scorer, threshold from calibration order by position`,
  );
  return rows.map((row) => ({ ...row, scorer: row.scorer ?? builtInScorer }));
}

export function insertCalibration(
  sql: Sql,
  organizationId: string,
  id: string,
  calibration: Calibration,
): Promise<number> {
  return sql.run(
    `insert into calibration (id, organization_id, source, since, state, reason, why, scorer, threshold, target,
       lesson_count, sample_count, accepted, errors, bound, sample_from, metrics)
     select $1, $2, source, since, state, reason, why, scorer, threshold, target, "lessonCount", "sampleCount",
       accepted, errors, bound, "sampleFrom", metrics
     from jsonb_to_record($3::jsonb) as row (source text, since timestamptz, state text, reason text, why text,
       scorer jsonb, threshold float8, target float8, "lessonCount" integer, "sampleCount" integer, accepted integer,
       errors integer, bound float8, "sampleFrom" timestamptz, metrics jsonb)`,
    [id, organizationId, JSON.stringify(calibration)],
  );
}

/** The newest word on target and sample; null while nobody has said anything. */
export function findCalibrationSetting(sql: Sql): Promise<CalibrationSetting | null> {
  return sql.find(
    calibrationSettingSchema,
    `select target, sample_share as "sampleShare", principal.name as "principalName", decided_at as "decidedAt"
     from calibration_setting join principal on principal.id = principal_id order by position desc limit 1`,
  );
}

export function insertCalibrationSetting(
  sql: Sql,
  organizationId: string,
  setting: Pick<CalibrationSetting, "target" | "sampleShare"> & {
    id: string;
    principalId: string;
    decidedAt: Date;
  },
): Promise<number> {
  return sql.run(
    `insert into calibration_setting (id, organization_id, target, sample_share, principal_id, decided_at)
     values ($1, $2, $3, $4, $5, $6)`,
    [setting.id, organizationId, setting.target, setting.sampleShare, setting.principalId, setting.decidedAt],
  );
}

const seenSchema = z.object({ seen: z.string() });

/** Stands for all decisions as they are now: another one, or one undone, makes another word. */
export async function describeDecisions(sql: Sql): Promise<string> {
  const row = await sql.find(
    seenSchema,
    `select concat_ws(' ', count(*), max(decided_at), count(undone_at)) as seen from decision`,
  );
  return row?.seen ?? "";
}

export async function findSeenDecisions(sql: Sql): Promise<string | null> {
  return (await sql.find(seenSchema, `select seen from calibration_check`))?.seen ?? null;
}

export function upsertSeenDecisions(sql: Sql, organizationId: string, seen: string): Promise<number> {
  return sql.run(
    `insert into calibration_check (organization_id, seen) values ($1, $2)
     on conflict (organization_id) do update set seen = excluded.seen`,
    [organizationId, seen],
  );
}

const drawnSchema = z.object({ claimId: z.uuid(), drawnAt: z.date(), isOpen: z.boolean() });

/** Claims of the random sample, each with the moment of its first review. */
export function listDrawn(sql: Sql): Promise<Drawn[]> {
  return sql.list(
    drawnSchema,
    `select claim_id as "claimId", min(opened_at) filter (where is_sample) as "drawnAt",
       bool_or(closed_at is null) as "isOpen"
     from review group by claim_id having bool_or(is_sample)`,
  );
}

const anySchema = z.object({ isAny: z.boolean() });

export async function isDrawn(sql: Sql, claimId: string): Promise<boolean> {
  const row = await sql.find(
    anySchema,
    `select exists (select 1 from review where claim_id = $1 and is_sample) as "isAny"`,
    [claimId],
  );
  return row?.isAny ?? false;
}

const scoredColumns = `id, document_id as "documentId", point_id as "pointId", nature, stance, guards, features,
  analyser, analyser_version as "analyserVersion", model, prompt_version as "promptVersion",
  amends`;

const labelledSchema = claimSchema.pick({
  id: true,
  documentId: true,
  pointId: true,
  nature: true,
  stance: true,
  guards: true,
  features: true,
  analyser: true,
  analyserVersion: true,
  model: true,
  promptVersion: true,
  amends: true,
});

/** Claims that were drawn or decided, and what they were amended to; retired ones too. */
export function listLabelledClaims(sql: Sql): Promise<LabelledClaim[]> {
  return sql.list(
    labelledSchema,
    `select ${scoredColumns} from claim
     where exists (select 1 from decision where decision.claim_id = claim.id)
        or exists (select 1 from review where review.claim_id = claim.id and is_sample)
        or amends is not null
     order by created_at, id`,
  );
}

const sourceSchema = labelledSchema.pick({
  analyser: true,
  analyserVersion: true,
  model: true,
  promptVersion: true,
});

/** Sources of standing claims that could go unseen. */
export async function listOpenSources(sql: Sql): Promise<string[]> {
  const rows = await sql.list(
    sourceSchema,
    `select distinct analyser, analyser_version as "analyserVersion", model, prompt_version as "promptVersion"
     from claim
     where retired_at is null and replaced_by is null and stance = 'supports' and guards = '{}'::text[]`,
  );
  return rows.map(nameSource);
}

const undecidedSchema = labelledSchema.extend({ isQueued: z.boolean(), isForProbabilityAlone: z.boolean() });
export type UndecidedClaim = z.infer<typeof undecidedSchema>;

/** Standing claims without a guard that no person has decided on, and whether a review is open on them. */
export function listUndecidedClaims(sql: Sql): Promise<UndecidedClaim[]> {
  return sql.list(
    undecidedSchema,
    `select ${scoredColumns},
       exists (select 1 from review where claim_id = claim.id and closed_at is null) as "isQueued",
       exists (select 1 from review where claim_id = claim.id and closed_at is null and not is_sample
         and reasons = '{low_probability}'::text[]) as "isForProbabilityAlone"
     from claim
     where retired_at is null and replaced_by is null and stance = 'supports' and guards = '{}'::text[]
       and not exists (select 1 from decision where decision.claim_id = claim.id and undone_at is null)
     order by created_at, id`,
  );
}

/** Closes reviews that ask for nothing but a low probability; returns how many. */
export function closeProbabilityReviews(sql: Sql, claimIds: readonly string[], at: Date): Promise<number> {
  return sql.run(
    `update review set closed_at = $2 where claim_id = any ($1) and closed_at is null and not is_sample
       and reasons = '{low_probability}'::text[]`,
    [claimIds, at],
  );
}
