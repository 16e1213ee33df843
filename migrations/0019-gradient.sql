-- Why: a grade is worked out from dated inputs only, so that it is the same for ever for any past moment; and the grades
-- of now are kept in a projection that can be rebuilt from them.

-- Since when a document is the newer version of another: before, the two were strangers.
alter table document add column supersedes_since timestamptz;
alter table document no force row level security;
update document set supersedes_since = uploaded_at where supersedes_id is not null;
alter table document force row level security;
alter table document add constraint document_supersedes_since
  check ((supersedes_id is null) = (supersedes_since is null));

-- Which version of the built-in catalogue was in use since when; an older one may come back.
create table catalogue_use (
  position bigint generated always as identity primary key,
  version text not null references catalogue (version),
  since timestamptz not null
);
insert into catalogue_use (version, since) select version, loaded_at from catalogue order by position;
grant select on catalogue_use to evidence_gradient_tenant;
grant select, insert on catalogue_use to evidence_gradient_system;

-- A claim that a person amended gives way to its amendment; one of a newer version may come from the older one.
alter table claim
  add column amends uuid references claim (id),
  add column carried_from uuid references claim (id),
  add column replaced_by uuid references claim (id) deferrable initially deferred,
  add column valid_from date,
  add column valid_to date;
drop index claim_document_id_point_id_nature_idx;
create unique index on claim (document_id, point_id, nature) where retired_at is null and replaced_by is null;
grant update (replaced_by) on claim to evidence_gradient_tenant;

alter table decision
  add column undone_at timestamptz,
  add column carried_from uuid references decision (id),
  add column seen jsonb;
alter table decision drop constraint decision_action_check;
alter table decision add constraint decision_action_check
  check (action in ('approve', 'amend', 'reject', 'request_evidence', 'escalate', 'withdraw'));
grant update (undone_at) on decision to evidence_gradient_tenant;

create table claim_grade (
  claim_id uuid primary key references claim (id),
  organization_id uuid not null references organization (id),
  point_id text not null,
  grade text not null check (grade in ('none', 'suggested', 'inferred', 'corroborated', 'reviewed', 'validated')),
  reasons text[] not null,
  since timestamptz not null,
  expires_at timestamptz
);
create index on claim_grade (organization_id, point_id);
create index on claim_grade (organization_id, expires_at) where expires_at is not null;
call protect_tenant_table('claim_grade');
grant select, insert, update, delete on claim_grade to evidence_gradient_tenant;

-- Which catalogue the projection of an organization knows of.
create table grade_projection (
  organization_id uuid primary key references organization (id),
  catalogue_version text not null references catalogue (version)
);
call protect_tenant_table('grade_projection');
grant select, insert, update on grade_projection to evidence_gradient_tenant;
