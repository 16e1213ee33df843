-- Why: what an organization works for and what does not apply to it is a person's word, kept like every other one.

create table scope_decision (
  id uuid primary key,
  position bigint generated always as identity,
  organization_id uuid not null references organization (id),
  framework_id text not null,
  change jsonb not null,
  principal_id uuid not null references principal (id),
  decided_at timestamptz not null
);
create index on scope_decision (organization_id, framework_id, decided_at);
call protect_tenant_table('scope_decision');
grant select, insert on scope_decision to evidence_gradient_tenant;
