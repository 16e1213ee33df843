-- Why: the catalogue is shared by all tenants and versioned by its content, so that an old grade can be explained.

create table catalogue (
  version text primary key,
  loaded_at timestamptz not null,
  position bigint generated always as identity unique
);

create table topic (
  catalogue_version text not null references catalogue (version),
  id text not null,
  position integer not null,
  category text not null,
  title text not null,
  primary key (catalogue_version, id)
);

create table point (
  catalogue_version text not null,
  id text not null,
  topic_id text not null,
  position integer not null,
  statement text not null,
  nature text not null check (nature in ('design', 'operation')),
  keywords text[] not null,
  evidence jsonb not null,
  frequency text not null,
  does_not_prove text not null,
  nist_800_53 text[] not null,
  primary key (catalogue_version, id),
  foreign key (catalogue_version, topic_id) references topic (catalogue_version, id)
);

create table framework (
  catalogue_version text not null references catalogue (version),
  id text not null,
  position integer not null,
  title text not null,
  edition text not null,
  publisher text not null,
  primary key (catalogue_version, id)
);

create table requirement (
  catalogue_version text not null,
  framework_id text not null,
  id text not null,
  position integer not null,
  title text not null,
  group_id text not null,
  keywords text[] not null,
  primary key (catalogue_version, framework_id, id),
  foreign key (catalogue_version, framework_id) references framework (catalogue_version, id)
);

create table link (
  catalogue_version text not null,
  framework_id text not null,
  requirement_id text not null,
  point_id text not null,
  position integer not null,
  relation text not null check (relation in ('equal', 'subset_of', 'superset_of', 'intersects_with')),
  required boolean not null,
  rationale text not null,
  primary key (catalogue_version, framework_id, requirement_id, point_id),
  foreign key (catalogue_version, framework_id, requirement_id)
    references requirement (catalogue_version, framework_id, id),
  foreign key (catalogue_version, point_id) references point (catalogue_version, id)
);

-- Vectors of catalogue texts, by the hash of the text: an unchanged point is never embedded again.
create table catalogue_vector (
  model text not null,
  text_sha256 text not null,
  embedding vector not null,
  primary key (model, text_sha256)
);

grant select on catalogue, topic, point, framework, requirement, link, catalogue_vector to evidence_gradient_tenant;
grant select, insert on catalogue, topic, point, framework, requirement, link, catalogue_vector to evidence_gradient_system;
