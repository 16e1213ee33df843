-- Why: passages in other words than the point's own are what finds it in other people's files, and shows a person what to look for.

alter table point add column examples jsonb not null default '[]';
