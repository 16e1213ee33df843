-- Why: people hear of reviews without asking; what was sent to whom, how often and with what success can be told and done again.

-- Health: since when nothing but failures, and until when it is left alone.
create table webhook (
  id uuid primary key,
  organization_id uuid not null references organization (id),
  url text not null,
  description text,
  events text[] not null check (cardinality(events) > 0),
  created_by uuid references principal (id),
  created_at timestamptz not null,
  disabled_at timestamptz,
  disabled_reason text,
  failing_since timestamptz,
  quiet_until timestamptz,
  removed_at timestamptz,
  check ((disabled_at is null) = (disabled_reason is null))
);
create index on webhook (organization_id);
call protect_tenant_table('webhook');
grant select, insert, update on webhook to evidence_gradient_tenant;

-- Kept to sign with, apart from what is shown. An older one signs too until it expires.
create table webhook_secret (
  webhook_id uuid not null references webhook (id),
  organization_id uuid not null references organization (id),
  position bigint generated always as identity,
  secret text not null,
  made_at timestamptz not null,
  expires_at timestamptz,
  primary key (webhook_id, position)
);
call protect_tenant_table('webhook_secret');
grant select, insert, update (expires_at), delete on webhook_secret to evidence_gradient_tenant;

-- The body is text, not jsonb: what was signed is sent again byte for byte.
create table webhook_message (
  id uuid primary key,
  organization_id uuid not null references organization (id),
  type text not null,
  body text not null,
  at timestamptz not null
);
create index on webhook_message (organization_id, at);
call protect_tenant_table('webhook_message');
grant select, insert, delete on webhook_message to evidence_gradient_tenant;

-- A replay opens a new round: what is left of the older one does nothing any more.
create table webhook_delivery (
  id uuid primary key,
  organization_id uuid not null references organization (id),
  message_id uuid not null references webhook_message (id) on delete cascade,
  webhook_id uuid not null references webhook (id),
  status text not null check (status in ('pending', 'delivered', 'failed')),
  round integer not null,
  tries integer not null,
  created_at timestamptz not null,
  next_try_at timestamptz,
  finished_at timestamptz,
  failure_reason text,
  unique (message_id, webhook_id),
  check ((status = 'pending') = (next_try_at is not null)),
  check ((status = 'pending') = (finished_at is null))
);
create index on webhook_delivery (webhook_id, created_at, id);
create index on webhook_delivery (webhook_id) where status = 'pending';
call protect_tenant_table('webhook_delivery');
grant select, insert, update on webhook_delivery to evidence_gradient_tenant;

create table webhook_attempt (
  delivery_id uuid not null references webhook_delivery (id) on delete cascade,
  organization_id uuid not null references organization (id),
  number integer not null,
  round integer not null,
  at timestamptz not null,
  status text not null check (status in ('delivered', 'failed')),
  http_status integer,
  error text,
  duration_ms integer not null,
  primary key (delivery_id, number)
);
call protect_tenant_table('webhook_attempt');
grant select, insert on webhook_attempt to evidence_gradient_tenant;
