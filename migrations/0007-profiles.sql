-- Why: a newcomer chooses between frameworks by what each is for, so that is kept with the framework's version.

alter table framework add column profile jsonb not null
  default '{"purpose": "not recorded", "region": "not recorded", "attestation": "not recorded", "assessmentCycle": "not recorded"}';
