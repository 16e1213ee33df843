-- Why: two reviewers never work on the same question, none is forgotten, and what a reviewer asks an uploader gets an answer.

alter table review
  add column assignee_id uuid references principal (id),
  add column due_at timestamptz,
  add column late_at timestamptz,
  add column leased_by uuid references principal (id),
  add column leased_until timestamptz,
  add constraint review_lease check ((leased_by is null) = (leased_until is null));
alter table review no force row level security;
update review set due_at = opened_at
  + case when reasons && '{contradiction,injection}' then interval '2 days' else interval '7 days' end;
alter table review force row level security;
alter table review alter column due_at set not null;
create index on review (organization_id, due_at) where closed_at is null and late_at is null;
grant update (assignee_id, due_at, late_at, leased_by, leased_until) on review to evidence_gradient_tenant;

-- Two decisions of one moment keep the order in which they were taken.
alter table decision add column position bigint generated always as identity;

create table evidence_request (
  id uuid primary key,
  organization_id uuid not null references organization (id),
  review_id uuid not null references review (id),
  decision_id uuid not null references decision (id),
  asked_of uuid not null references principal (id),
  question text not null,
  asked_at timestamptz not null,
  answered_by uuid references principal (id),
  answered_at timestamptz,
  note text,
  answer_document_id uuid references document (id),
  closed_at timestamptz,
  check ((answered_by is null) = (answered_at is null)),
  check (answered_at is null or note is not null or answer_document_id is not null)
);
create unique index on evidence_request (review_id) where answered_at is null and closed_at is null;
create index on evidence_request (organization_id, asked_at, id);
call protect_tenant_table('evidence_request');
grant select, insert, update (answered_by, answered_at, note, answer_document_id, closed_at) on evidence_request
  to evidence_gradient_tenant;

-- A decision that is taken back leaves the past as it was: the contradiction that it closed comes back as a new one.
drop index contradiction_least_greatest_subject_idx;
create unique index on contradiction
  (least(claim_id, other_claim_id), greatest(claim_id, other_claim_id), subject) where resolved_at is null;
