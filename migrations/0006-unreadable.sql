-- Why: a switch whose state no word tells is kept with its page, so that no claim rests on it silently.

alter table page add column unreadable jsonb not null default '[]';
