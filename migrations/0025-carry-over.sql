-- Why: a copy of a document is no second witness, so each keeps a fingerprint of its words; a new version goes on with
-- what people decided; and stored bytes are compared with their hash from time to time.

-- Not filled for documents that were read before: a past grade must not change.
alter table document
  add column fingerprint integer[],
  add column integrity_checked_at timestamptz,
  add column integrity_failure text check (integrity_failure in ('changed', 'missing')),
  add constraint document_integrity check (integrity_failure is null or integrity_failed_at is not null);
create index on document (organization_id, integrity_checked_at nulls first, id);

-- A decision is carried over once, to one claim.
create unique index on decision (carried_from) where carried_from is not null;
create index on claim (carried_from) where carried_from is not null;
grant update (carried_from) on claim to evidence_gradient_tenant;
