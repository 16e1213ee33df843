-- Why: what a document says of itself is kept with the words it was read from; versions, members and progress.

alter table document
  add column version text,
  add column owner text,
  add column approver text,
  add column source_url text,
  add column supersedes_id uuid references document (id),
  add column proposed_supersedes_id uuid references document (id),
  add column depth integer not null default 0,
  add column root_id uuid references document (id),
  add column stage_started_at timestamptz;

-- Every fact ever read or stated, in order; the columns of document are the newest of each name.
create table document_fact (
  document_id uuid not null references document (id),
  organization_id uuid not null references organization (id),
  name text not null,
  position bigint generated always as identity,
  value text,
  quote jsonb,
  principal_id uuid references principal (id),
  stated_at timestamptz not null,
  primary key (document_id, name, position)
);
create index on document (root_id);
create unique index on document_fact (document_id, name) where principal_id is null;
call protect_tenant_table('document_fact');
grant select, insert on document_fact to evidence_gradient_tenant;

-- Files inside an archive or attached to a message; one that could not become a document says why.
create table document_member (
  parent_id uuid not null references document (id),
  organization_id uuid not null references organization (id),
  path text not null,
  document_id uuid references document (id),
  reason text,
  primary key (parent_id, path)
);
call protect_tenant_table('document_member');
grant select, insert on document_member to evidence_gradient_tenant;

-- The same words under the same headings have the same vector, whatever document they stand in.
alter table passage add column query_sha256 text;
create index on passage (organization_id, query_sha256);
-- How alike two documents are: the passages that they share word for word.
create index on passage (organization_id, md5(text));
