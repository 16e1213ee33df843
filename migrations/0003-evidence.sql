-- Why: documents, what was read from them, what is claimed of them, and what people decided.

create table document (
  id uuid primary key,
  organization_id uuid not null references organization (id),
  sha256 text not null,
  file_name text not null,
  media_type text,
  size_bytes bigint not null,
  kind text check (kind in ('policy', 'procedure', 'screenshot', 'record', 'report', 'attestation')),
  title text,
  lineage_id uuid not null,
  uploaded_by uuid not null references principal (id),
  uploaded_at timestamptz not null,
  effective_from date,
  effective_to date,
  captured_at date,
  period_start date,
  period_end date,
  stage text not null check (stage in
    ('received', 'reading', 'splitting', 'embedding', 'describing', 'assessing', 'done', 'failed')),
  progress_done integer not null default 0,
  progress_total integer not null default 0,
  failure_reason text,
  page_count integer not null default 0,
  passage_count integer not null default 0,
  reader text,
  assessed_by text,
  superseded_at timestamptz,
  integrity_failed_at timestamptz,
  updated_at timestamptz not null,
  unique (organization_id, sha256)
);
create index on document (organization_id, uploaded_at, id);
call protect_tenant_table('document');
grant select, insert, update on document to evidence_gradient_tenant;

create table document_reading (
  document_id uuid primary key references document (id),
  organization_id uuid not null,
  text text not null,
  headings jsonb not null,
  blocks jsonb not null
);
call protect_tenant_table('document_reading');
grant select, insert on document_reading to evidence_gradient_tenant;

create table page (
  document_id uuid not null references document (id),
  organization_id uuid not null,
  number integer not null,
  label text,
  width double precision not null,
  height double precision not null,
  text_start integer not null,
  text_end integer not null,
  words jsonb not null,
  primary key (document_id, number)
);
call protect_tenant_table('page');
grant select, insert on page to evidence_gradient_tenant;

create table passage (
  id uuid primary key,
  organization_id uuid not null,
  document_id uuid not null references document (id),
  ordinal integer not null,
  text_start integer not null,
  text_end integer not null,
  page_number integer not null,
  heading_path text[] not null,
  text text not null,
  unique (document_id, ordinal)
);
create index on passage (organization_id);
call protect_tenant_table('passage');
grant select, insert on passage to evidence_gradient_tenant;

-- The model stands with every vector: vectors of two models are never compared.
create table passage_vector (
  passage_id uuid not null references passage (id),
  organization_id uuid not null,
  document_id uuid not null references document (id),
  model text not null,
  embedding vector not null,
  primary key (passage_id, model)
);
create index on passage_vector (organization_id, model);
create index on passage_vector (document_id, model);
call protect_tenant_table('passage_vector');
grant select, insert on passage_vector to evidence_gradient_tenant;

create table claim (
  id uuid primary key,
  organization_id uuid not null,
  document_id uuid not null references document (id),
  point_id text not null,
  point_words text not null,
  catalogue_version text not null,
  stance text not null check (stance in ('supports', 'partly', 'contradicts')),
  nature text not null check (nature in ('design', 'operation')),
  probability double precision not null,
  features jsonb not null,
  guards text[] not null,
  threshold double precision not null,
  analyser text not null,
  analyser_version text not null,
  prompt_version text,
  created_at timestamptz not null,
  retired_at timestamptz,
  foreign key (catalogue_version, point_id) references point (catalogue_version, id)
);
create unique index on claim (document_id, point_id, nature) where retired_at is null;
create index on claim (organization_id, created_at, id);
create index on claim (organization_id, point_id);
call protect_tenant_table('claim');
grant select, insert, update (retired_at) on claim to evidence_gradient_tenant;

create table quote (
  claim_id uuid not null references claim (id),
  organization_id uuid not null,
  ordinal integer not null,
  document_id uuid not null references document (id),
  passage_id uuid not null references passage (id),
  text_start integer not null,
  text_end integer not null,
  page_number integer not null,
  text text not null,
  boxes jsonb not null,
  primary key (claim_id, ordinal)
);
create index on quote (organization_id);
call protect_tenant_table('quote');
grant select, insert on quote to evidence_gradient_tenant;

create table review (
  id uuid primary key,
  organization_id uuid not null,
  claim_id uuid not null references claim (id),
  reasons text[] not null,
  value double precision not null,
  opened_at timestamptz not null,
  closed_at timestamptz
);
create unique index on review (claim_id) where closed_at is null;
create index on review (organization_id, value desc, id) where closed_at is null;
call protect_tenant_table('review');
grant select, insert, update (closed_at) on review to evidence_gradient_tenant;

create table decision (
  id uuid primary key,
  organization_id uuid not null,
  claim_id uuid not null references claim (id),
  review_id uuid references review (id),
  principal_id uuid not null references principal (id),
  as_role text not null check (as_role in ('reviewer', 'validator')),
  action text not null check (action in ('approve', 'reject', 'withdraw')),
  rationale text,
  decided_at timestamptz not null
);
create index on decision (organization_id, claim_id, decided_at);
call protect_tenant_table('decision');
grant select, insert on decision to evidence_gradient_tenant;
