-- Why: identity and tenancy come first, so that no table ever exists without them.

-- Roles are shared by all databases of a server; another database or process may just have made them.
do $$ begin create role evidence_gradient_tenant nologin;
exception when duplicate_object or unique_violation then null; end $$;
do $$ begin create role evidence_gradient_system nologin;
exception when duplicate_object or unique_violation then null; end $$;
do $$ begin
  execute format('grant evidence_gradient_tenant, evidence_gradient_system to %I', current_user);
exception when unique_violation then null; end $$;

create extension if not exists vector;

grant usage on schema public to evidence_gradient_tenant, evidence_gradient_system;

create function current_organization() returns uuid language sql stable
  return nullif(current_setting('app.organization_id', true), '')::uuid;

-- Every tenant table is closed with this: own rows only, for the owner of the table too.
create procedure protect_tenant_table(name text) language plpgsql as $$
begin
  execute format('alter table %I enable row level security', name);
  execute format('alter table %I force row level security', name);
  execute format('create policy own_rows on %I to evidence_gradient_tenant
    using (organization_id = current_organization()) with check (organization_id = current_organization())', name);
end $$;

create table organization (
  id uuid primary key,
  slug text not null unique,
  name text not null,
  created_at timestamptz not null
);
alter table organization enable row level security;
alter table organization force row level security;
create policy own_row on organization to evidence_gradient_tenant using (id = current_organization());
create policy every_row on organization to evidence_gradient_system using (true) with check (true);
grant select on organization to evidence_gradient_tenant;
grant select, insert on organization to evidence_gradient_system;

create table principal (
  id uuid primary key,
  organization_id uuid not null references organization (id),
  kind text not null check (kind in ('person', 'service', 'agent')),
  name text not null,
  created_at timestamptz not null,
  unique (organization_id, name)
);
call protect_tenant_table('principal');
grant select, insert on principal to evidence_gradient_tenant;

create table api_key (
  id text primary key,
  organization_id uuid not null references organization (id),
  principal_id uuid not null references principal (id),
  roles text[] not null,
  secret_hash text not null,
  created_at timestamptz not null,
  expires_at timestamptz,
  revoked_at timestamptz
);
create index on api_key (organization_id);
call protect_tenant_table('api_key');
grant select, insert, update (revoked_at) on api_key to evidence_gradient_tenant;

-- A request names its key before its organization is known: only this may be looked up above tenants.
create policy key_lookup on api_key for select to evidence_gradient_system using (true);
create policy key_lookup on principal for select to evidence_gradient_system using (true);
grant select on api_key, principal to evidence_gradient_system;
