-- Why: an organization can hold itself to a framework that is not built in; each import is kept, the newest stands.

create table own_framework (
  id uuid primary key,
  organization_id uuid not null references organization (id),
  framework_id text not null,
  version text not null,
  content jsonb not null,
  source_name text not null,
  imported_by uuid not null references principal (id),
  imported_at timestamptz not null,
  retired_at timestamptz
);
create unique index on own_framework (organization_id, framework_id) where retired_at is null;
call protect_tenant_table('own_framework');
grant select, insert, update (retired_at) on own_framework to evidence_gradient_tenant;

-- Vectors of its words; not among those of the built-in catalogue, which every tenant can read.
create table own_framework_vector (
  organization_id uuid not null references organization (id),
  model text not null,
  text_sha256 text not null,
  embedding vector not null,
  primary key (organization_id, model, text_sha256)
);
call protect_tenant_table('own_framework_vector');
grant select, insert on own_framework_vector to evidence_gradient_tenant;

-- A claim may be on a point of an own framework, which is no row of the built-in catalogue.
alter table claim drop constraint claim_catalogue_version_point_id_fkey;
