-- Why: a newer program may grade by other rules; the projection of an organization that knows of earlier ones is worked
-- out anew.

alter table grade_projection add column rules integer not null default 0;
alter table grade_projection alter column rules drop default;
