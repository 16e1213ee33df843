-- Why: some ids of a law demand nothing (definitions, exemptions); they are listed so that nobody looks for them in vain.

alter table framework add column informative jsonb;
