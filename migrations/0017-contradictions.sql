-- Why: what two documents say of one thing that cannot both be kept is kept as a pair of quotes until a person has answered it.

create table contradiction (
  id uuid primary key,
  organization_id uuid not null references organization (id),
  claim_id uuid not null references claim (id),
  other_claim_id uuid not null references claim (id),
  subject text not null,
  direction text not null check (direction in ('weaker', 'different')),
  said_values jsonb not null,
  quote jsonb not null,
  other_quote jsonb not null,
  reason text not null,
  found_at timestamptz not null,
  resolved_at timestamptz,
  resolved_by uuid references principal (id),
  resolution text check (resolution in ('explained', 'refused', 'gone')),
  rationale text,
  check ((resolved_at is null) = (resolution is null)),
  check (claim_id <> other_claim_id)
);
create unique index on contradiction
  (least(claim_id, other_claim_id), greatest(claim_id, other_claim_id), subject);
create index on contradiction (organization_id, found_at, id);
create index on contradiction (claim_id);
create index on contradiction (other_claim_id);
call protect_tenant_table('contradiction');
grant select, insert, update (resolved_at, resolved_by, resolution, rationale) on contradiction
  to evidence_gradient_tenant;

-- An open question gains a reason when a contradiction is found, and loses it when that is answered.
grant update (reasons, value) on review to evidence_gradient_tenant;
