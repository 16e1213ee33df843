-- Why: a claim says which model judged it and what the sceptic objected, and what was asked of whom can be looked up.

alter table claim
  add column model text,
  add column question_sha256 text,
  add column objection jsonb;

-- What was asked, answered, dropped and doubted when a document was assessed.
create table assessment_trace (
  document_id uuid not null references document (id),
  organization_id uuid not null references organization (id),
  assessed_at timestamptz not null,
  assessed_by text not null,
  trace jsonb not null,
  primary key (document_id, assessed_at)
);
call protect_tenant_table('assessment_trace');
grant select, insert on assessment_trace to evidence_gradient_tenant;
