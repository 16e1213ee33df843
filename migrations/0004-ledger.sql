-- Why: everything that changes a grade leaves an entry nobody can alter; a write that is sent twice happens once.

create table ledger_head (
  organization_id uuid primary key references organization (id),
  sequence bigint not null,
  hash text not null
);
call protect_tenant_table('ledger_head');
grant select, insert, update on ledger_head to evidence_gradient_tenant;

create table ledger (
  organization_id uuid not null references organization (id),
  sequence bigint not null,
  at timestamptz not null,
  kind text not null,
  subject_id uuid not null,
  principal_id uuid,
  body jsonb not null,
  previous_hash text not null,
  hash text not null,
  primary key (organization_id, sequence)
);
call protect_tenant_table('ledger');
grant select, insert on ledger to evidence_gradient_tenant;

create table idempotency_key (
  organization_id uuid not null references organization (id),
  principal_id uuid not null references principal (id),
  route text not null,
  key text not null,
  payload_sha256 text not null,
  status integer,
  answer jsonb,
  created_at timestamptz not null,
  primary key (organization_id, principal_id, route, key)
);
call protect_tenant_table('idempotency_key');
grant select, insert, update, delete on idempotency_key to evidence_gradient_tenant;
