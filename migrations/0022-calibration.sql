-- Why: what reviewers decide teaches the scorer and proves the review threshold; both are dated, so that a past grade
-- stays what it was.

-- Drawn when the claim was made, whether or not it would have gone to people anyway.
alter table review add column is_sample boolean not null default false;
create index on review (organization_id, opened_at) where is_sample;

-- Append only: the newest row of a source holds.
create table calibration (
  id uuid primary key,
  position bigint generated always as identity,
  organization_id uuid not null references organization (id),
  source text not null,
  since timestamptz not null,
  state text not null check (state in ('uncalibrated', 'proven', 'drifted')),
  reason text not null check (reason in ('proven', 'unproven', 'too_loose', 'drifted', 'scorer_kept')),
  why text not null,
  scorer jsonb,
  threshold double precision not null check (threshold between 0 and 1),
  target double precision not null,
  lesson_count integer not null,
  sample_count integer not null,
  accepted integer not null,
  errors integer not null,
  bound double precision,
  sample_from timestamptz,
  metrics jsonb not null
);
create index on calibration (organization_id, source, position);
call protect_tenant_table('calibration');
grant select, insert on calibration to evidence_gradient_tenant;

-- How much of what goes unseen may be wrong, and how much of it people check anyway: a person's word.
create table calibration_setting (
  id uuid primary key,
  position bigint generated always as identity,
  organization_id uuid not null references organization (id),
  target double precision not null check (target between 0.01 and 0.5),
  sample_share double precision not null check (sample_share between 0.05 and 1),
  principal_id uuid not null references principal (id),
  decided_at timestamptz not null
);
create index on calibration_setting (organization_id, position);
call protect_tenant_table('calibration_setting');
grant select, insert on calibration_setting to evidence_gradient_tenant;

-- Which decisions were looked at last.
create table calibration_check (
  organization_id uuid primary key references organization (id),
  seen text not null
);
call protect_tenant_table('calibration_check');
grant select, insert, update on calibration_check to evidence_gradient_tenant;
