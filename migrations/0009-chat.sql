-- Why: a model's reply is paid once, what was paid can be told by day and document, and work that waits says so.

-- The question's hash stands for everything that determines the reply.
create table chat_reply (
  organization_id uuid not null references organization (id),
  question_sha256 text not null,
  text text not null,
  model text not null,
  prompt_tokens integer not null,
  completion_tokens integer not null,
  repairs integer not null,
  kept_at timestamptz not null,
  primary key (organization_id, question_sha256)
);
call protect_tenant_table('chat_reply');
grant select, insert, update on chat_reply to evidence_gradient_tenant;

-- Append only. An unknown cost is null, a reply from the cache costs 0.
create table chat_usage (
  organization_id uuid not null references organization (id),
  position bigint generated always as identity,
  document_id uuid references document (id),
  purpose text not null,
  prompt_version text not null,
  model text not null,
  prompt_tokens integer not null,
  completion_tokens integer not null,
  cost_micros bigint,
  is_cached boolean not null,
  question_sha256 text not null,
  at timestamptz not null,
  primary key (organization_id, position)
);
create index on chat_usage (organization_id, at);
create index on chat_usage (document_id);
call protect_tenant_table('chat_usage');
grant select, insert on chat_usage to evidence_gradient_tenant;

-- Work that waits for something that has its time, such as the next day's budget, is neither running nor failed.
alter table document
  add column waiting_reason text,
  add column waiting_until timestamptz;
