// The words of the design as people read them. A word that the domain adds and this file lacks does not compile.
import type { Guard, Stance } from "../../../domain/claim.ts";
import type { Kind, Nature, Stage } from "../../../domain/document.ts";
import type { FactName } from "../../../domain/fact.ts";
import type { Grade, GradeReason } from "../../../domain/grade.ts";
import type { Principal } from "../../../domain/principal.ts";
import type { Action, ReviewReason } from "../../../domain/review.ts";
import type { Warning } from "../../../domain/suspicion.ts";

/** Lowest first; typed, so that the order is that of the domain without its code. */
export const gradeOrder = [
  "none",
  "suggested",
  "inferred",
  "corroborated",
  "reviewed",
  "validated",
] as const satisfies readonly Grade[];

export const gradeWords: Record<Grade, { name: string; means: string }> = {
  none: { name: "None", means: "Nothing counts here, or what did no longer does." },
  suggested: { name: "Suggested", means: "A machine found it and is not sure. It never counts as coverage." },
  inferred: { name: "Inferred", means: "A machine found it and is sure enough. No person has seen it." },
  corroborated: { name: "Corroborated", means: "Independent documents agree. No person has seen it." },
  reviewed: { name: "Reviewed", means: "A person approved exactly this." },
  validated: { name: "Validated", means: "A second person confirmed it." },
};

export const gradeReasonWords: Record<GradeReason, string> = {
  not_yet_made: "It was not made yet at that moment",
  not_yet_valid: "Its first day of validity is still to come",
  retired: "A newer assessment no longer makes this claim",
  integrity_failed: "The file's bytes are no longer those that were uploaded",
  superseded: "A newer version of the document has taken its place",
  withdrawn: "It was withdrawn",
  rejected: "A person rejected it",
  amended: "A person amended it: the amendment stands in its place",
  low_probability: "The probability is below the review threshold",
  guarded: "Something about the wording needs a person's eyes",
  contradicts: "The document says the opposite",
  inferred_unseen: "Inferred by a machine; no person has seen it",
  independent_agreement: "An independent document agrees",
  approved_by_person: "Approved by a person",
  amended_by_person: "Amended by a person",
  carried_over: "Carried over from the older version: the words are unchanged",
  confirmed_by_second_person: "Confirmed by a second person",
  evidence_requested: "More evidence was asked for",
  escalated: "Handed up to somebody else",
  stale: "Its validity is over",
  contradicted: "Another document says the opposite",
  point_changed: "The point's words have changed since",
  kind_changed: "A document of this kind cannot prove it",
};

const guardWords: Record<Guard, string> = {
  negated: "A negation stands near the quote",
  planned: "It may be planned, not done",
  optional: "It may be optional",
  exception: "There is an exception near the quote",
  restated: "It restates a requirement instead of saying what is done",
  promotional: "It reads like advertising",
  injection: "The document talks to whoever analyses it",
  unreliable_text: "The words could not be read reliably",
  contradiction: "It contradicts another claim",
  generic_point: "The point is so general that much matches it",
  doubted: "The sceptic doubts it",
};

export const reviewReasonWords: Record<ReviewReason, string> = {
  ...guardWords,
  low_probability: "The probability is below the threshold",
  sampled: "Drawn at random, to check the machine",
  words_changed: "Words changed since a person decided",
  second_person: "Waits for a second person",
  escalated: "Handed up by another reviewer",
  evidence_requested: "More evidence was asked for",
};

export const stanceWords: Record<Stance, string> = {
  supports: "Supports",
  partly: "Partly supports",
  contradicts: "Contradicts",
};

export const natureWords: Record<Nature, { name: string; means: string }> = {
  design: { name: "Design", means: "It says what is to be done" },
  operation: { name: "Operation", means: "It shows that it was done" },
};

export const kindWords: Record<Kind, string> = {
  policy: "Policy",
  procedure: "Procedure",
  screenshot: "Screenshot",
  record: "Record",
  report: "Report",
  attestation: "Attestation",
};

export const stageWords: Record<Stage, string> = {
  received: "Received",
  reading: "Reading",
  splitting: "Splitting",
  embedding: "Embedding",
  describing: "Describing",
  assessing: "Assessing",
  done: "Done",
  failed: "Failed",
};

export const factWords: Record<FactName, string> = {
  title: "Title",
  kind: "Kind",
  version: "Version",
  owner: "Owner",
  approver: "Approved by",
  effectiveFrom: "In effect from",
  effectiveTo: "In effect until",
  capturedAt: "Captured on",
  sourceUrl: "Address",
  periodStart: "Period from",
  periodEnd: "Period until",
};

export const actionWords: Record<Action, string> = {
  approve: "Approved",
  amend: "Amended",
  reject: "Rejected",
  request_evidence: "Asked for more evidence",
  escalate: "Escalated",
  withdraw: "Withdrawn",
};

export const warningWords: Record<Warning["reason"], string> = {
  instructions: "Instructions to whoever analyses it",
  disguised_letters: "Letters of another alphabet that look Latin",
  not_shown: "Text that is not shown",
  comment: "A comment",
  deleted: "Deleted text",
  alternative_text: "Alternative text of a picture",
  metadata: "Text in the file's properties",
  background_colour: "Text in the colour of its background",
  invisible: "Invisible text",
  tiny: "Tiny text",
  off_page: "Text outside the page",
  low_contrast: "Text that can hardly be seen",
  control_characters: "Text hidden by control characters",
};

export const roleWords: Record<Principal["roles"][number], string> = {
  uploader: "uploader",
  reviewer: "reviewer",
  validator: "validator",
  client: "reader",
  admin: "administrator",
};
