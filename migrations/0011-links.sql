-- Why: an auditor asks who says that a point belongs to a requirement, and laws often ask for one of several things.

alter table link
  add column one_of text,
  add column provenance jsonb not null default '{"kind": "authored"}';

-- Parts that an organization takes or leaves; targets are frameworks to compare with only.
alter table framework
  add column parts jsonb,
  add column is_target boolean not null default false;

create table published_pair (
  catalogue_version text not null references catalogue (version),
  position integer not null,
  from_framework text not null,
  from_id text not null,
  to_framework text not null,
  to_id text not null,
  relation text,
  source text not null,
  primary key (catalogue_version, position)
);
grant select on published_pair to evidence_gradient_tenant;
grant select, insert on published_pair to evidence_gradient_system;
