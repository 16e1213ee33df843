-- Why: what a model says of a document is kept beside what the rules read, with who said it; what was only seen on a
-- screenshot is told apart from what was read, so that no claim rests on it unseen by a person.

-- Who read it: `local-1`, or a model and the prompt it was asked with; null for what a person or service stated.
alter table document_fact add column said_by text;
-- The owner of the table sees the rows of every organization for this one statement.
alter table document_fact no force row level security;
update document_fact set said_by = 'local-1' where principal_id is null;
alter table document_fact force row level security;
alter table document_fact add constraint document_fact_said_by check ((said_by is null) = (principal_id is not null));
drop index document_fact_document_id_name_idx;
create unique index on document_fact (document_id, name, said_by) where principal_id is null;

-- How a document was described: by whom, why not by the model where there is one, and what of its reply did not hold.
create table document_description (
  document_id uuid primary key references document (id),
  organization_id uuid not null references organization (id),
  described_by text not null,
  fallback_reason text,
  dropped jsonb not null,
  described_at timestamptz not null
);
call protect_tenant_table('document_description');
grant select, insert on document_description to evidence_gradient_tenant;

create table screen_fact (
  document_id uuid not null references document (id),
  organization_id uuid not null references organization (id),
  ordinal integer not null,
  name text not null check (name in ('product', 'screen', 'account', 'setting')),
  setting text,
  value text not null,
  applies_to text,
  basis text not null check (basis in ('read', 'seen')),
  places jsonb not null,
  page_number integer not null,
  marks jsonb not null,
  primary key (document_id, ordinal)
);
call protect_tenant_table('screen_fact');
grant select, insert on screen_fact to evidence_gradient_tenant;

-- The history of one document is a part of the ledger.
create index on ledger (organization_id, subject_id);
