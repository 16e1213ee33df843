-- Why: people sign in to the console: sessions that end, sign-ins that are under way at a provider, and who is who there.

-- A session is found by the hash of its token, which is nowhere kept itself.
create table session (
  id uuid primary key,
  token_sha256 text not null unique,
  organization_id uuid not null references organization (id),
  principal_id uuid not null references principal (id),
  how text not null check (how in ('key', 'oidc')),
  api_key_id text references api_key (id),
  roles text[] not null,
  created_at timestamptz not null,
  last_used_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  check ((how = 'key') = (api_key_id is not null))
);
create index on session (organization_id, created_at, id);
create index on session (principal_id) where ended_at is null;
call protect_tenant_table('session');
grant select, insert, delete, update (last_used_at, ended_at) on session to evidence_gradient_tenant;

-- A request brings its token before its organization is known.
create policy token_lookup on session for select to evidence_gradient_system using (true);
grant select on session to evidence_gradient_system;

-- A sign-in under way: known by the hash of its state, tied to one browser, and gone as soon as it is answered.
create table sign_in_attempt (
  state_sha256 text primary key,
  organization_id uuid not null references organization (id),
  browser_sha256 text not null,
  nonce text not null,
  code_verifier text not null,
  return_to text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index on sign_in_attempt (organization_id, expires_at);
call protect_tenant_table('sign_in_attempt');
grant select, insert, delete on sign_in_attempt to evidence_gradient_tenant;

-- Who a person is at a provider: the subject, which is never given to another, and not the e-mail address.
create table provider_identity (
  organization_id uuid not null references organization (id),
  issuer text not null,
  subject text not null,
  principal_id uuid not null unique references principal (id),
  roles text[] not null,
  created_at timestamptz not null,
  primary key (organization_id, issuer, subject)
);
call protect_tenant_table('provider_identity');
grant select, insert, update (roles) on provider_identity to evidence_gradient_tenant;
