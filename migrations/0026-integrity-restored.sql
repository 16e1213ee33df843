-- Why: bytes that come back (from a backup, with a disk, by the same upload) are what was uploaded, so a document proves
-- again from then on; every time in which it did not is kept, for grades of past days.

create table integrity_failure (
  position bigint generated always as identity primary key,
  organization_id uuid not null references organization (id),
  document_id uuid not null references document (id),
  failure text not null check (failure in ('changed', 'missing')),
  failed_at timestamptz not null,
  restored_at timestamptz check (restored_at >= failed_at)
);
create unique index on integrity_failure (document_id) where restored_at is null;
create index on integrity_failure (document_id);

alter table document no force row level security;
insert into integrity_failure (organization_id, document_id, failure, failed_at)
select organization_id, id, coalesce(integrity_failure, 'changed'), integrity_failed_at
from document where integrity_failed_at is not null;
alter table document force row level security;
alter table document drop column integrity_failed_at, drop column integrity_failure;

call protect_tenant_table('integrity_failure');
grant select, insert, update (restored_at) on integrity_failure to evidence_gradient_tenant;
