-- Why: text that a file keeps from people's eyes is no evidence; it is kept apart, so that people can be warned of it.

alter table page add column hidden jsonb not null default '[]';
alter table document add column warnings jsonb not null default '[]';
