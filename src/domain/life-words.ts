// What happened in the life of a claim, in words for people.
import type { GradeSubject } from "./grade.ts";
import type { CauseKind, Moment } from "./grade-history.ts";
import type { Action, Decision } from "./review.ts";

const done: Record<Action, string> = {
  approve: "approved it",
  amend: "amended it",
  reject: "rejected it",
  request_evidence: "asked for more evidence",
  escalate: "escalated it",
  withdraw: "withdrew it",
};

const happened: Record<Exclude<CauseKind, "claim_decided" | "decision_undone">, (name: string) => string> = {
  claim_made: (name) => `It was inferred from "${name}".`,
  claim_retired: (name) => `A newer assessment of "${name}" took its place.`,
  document_superseded: (name) => `A newer version took the place of "${name}".`,
  integrity_failed: (name) => `The stored bytes of "${name}" no longer match their hash.`,
  integrity_restored: (name) => `The stored bytes of "${name}" match their hash again.`,
  facts_stated: (name) => `Somebody stated facts about "${name}", such as its dates.`,
  versions_joined: (name) => `"${name}" was named the newer version of another document.`,
  carried_over: (name) => `"${name}" goes on with what was decided on the version before it.`,
  catalogue_changed: () => "Another version of the catalogue came into use.",
  rules_changed: () => "A newer version of this program grades by other rules.",
  contradiction_found: (name) => `"${name}" and another document were found to contradict each other.`,
  contradiction_resolved: (name) => `A contradiction between "${name}" and another document was resolved.`,
  scoring_changed: () => "The scorer or the review threshold of the organization changed.",
  validity_turned: (name) => `The validity of "${name}" began or ended.`,
};

/** @param subject the claim that it happened to. @param isOwn whether that is the claim whose life is told. */
export function describeMoment(
  { kind, decision }: Moment,
  { claim, document }: GradeSubject,
  isOwn: boolean,
): string {
  const words =
    kind === "claim_decided" || kind === "decision_undone"
      ? describeDecision(kind, decision)
      : happened[kind](document.fileName);
  const side = claim.stance === "contradicts" ? "opposing claim" : "claim";
  return isOwn ? words : `Another ${side} on this point, from "${document.fileName}": ${words}`;
}

function describeDecision(kind: "claim_decided" | "decision_undone", decision: Decision | undefined): string {
  if (!decision) return "Somebody decided.";
  const { principalName, asRole, action, rationale, carriedFrom } = decision;
  if (kind === "decision_undone") return `${principalName} took back: ${principalName} ${done[action]}.`;
  const why = rationale === null ? "" : ` Why: ${rationale}`;
  const carried = carriedFrom === null ? "" : " Carried over from the older version, word for word the same.";
  return `${principalName} ${done[action]} as ${asRole}.${carried}${why}`;
}
