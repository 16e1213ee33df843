// Guards: wording near a quote that sends a claim to a person whatever its probability.
import type { Guard } from "./claim.ts";
import { hasInjection } from "./injection.ts";

/** Patterns are deliberately wide: a false alarm costs a reviewer seconds, a miss costs trust. */
const patterns: readonly [Guard, RegExp][] = [
  [
    "negated",
    /\b(?:not|never|no longer|neither|nor|cannot|can't|isn't|aren't|wasn't|weren't|don't|doesn't|didn't|hasn't|haven't|without|lacks?|lacking|missing|absent|disabled|disable|off|none|failed|overdue|outstanding|unencrypted|unpatched|expired|inactive|non-compliant|noncompliant|incomplete)\b/i,
  ],
  [
    "planned",
    /\b(?:will be|is to be|are to be|going to|plan(?:s|ned|ning)?|intend(?:s|ed)?|aim(?:s|ed)? to|roadmap|upcoming|forthcoming|in future|future|target(?:ed)? (?:date|for)|to do|to-do|tbd|tba|pending|proposed|draft|pilot|not yet|once (?:approved|available|rolled out)|under evaluation|scheduled for|in progress|from q[1-4]|(?:in|by) q[1-4]|next (?:year|quarter)|on the backlog|backlog)\b/i,
  ],
  [
    "optional",
    /\b(?:may|might|could|optional(?:ly)?|at (?:their|its|the) discretion|where (?:feasible|practical|practicable|possible|appropriate)|if (?:possible|feasible|desired)|should consider|consider(?:ing)?|recommended|encouraged|suggested|best effort|ideally|preferably|as (?:needed|time permits))\b/i,
  ],
  [
    "exception",
    /\b(?:except(?:ion|ions|ing)?|excluded?|excluding|exempt(?:ed|ion|ions)?|waiver|waived|other than|apart from|does not apply|out of scope|risk[- ]accepted|grandfathered|bypass(?:ed)?)\b/i,
  ],
  [
    "restated",
    /\b(?:the (?:organi[sz]ation|entity|company) (?:shall|must|should)|criteri(?:on|a) (?:requires?|states?)|(?:annex a|iso(?:\/iec)? ?27001|soc ?2|tsc|clause) [^.]{0,40}(?:requires?|demands?|states?|asks)|control objective|requirement:|the standard requires|in accordance with (?:iso|soc|annex))/i,
  ],
  [
    "promotional",
    /\b(?:bank[- ]grade|military[- ]grade|world[- ]class|best[- ]in[- ]class|industry[- ]leading|cutting[- ]edge|state[- ]of[- ]the[- ]art|peace of mind|trusted by|enterprise[- ]grade|unparalleled|rock[- ]solid|bulletproof|we take (?:your )?security|security is (?:in our dna|our (?:top|number one) priority)|sleep (?:well|soundly)|next[- ]generation|uncompromising)\b/i,
  ],
];

/**
 * Guards that fire on a quote and its surroundings (the passage it stands in, the heading above it).
 * `statement` is the point's own words: wording that the point itself has (such as "without delay") is no alarm.
 */
export function findGuards(quote: string, surroundings: string, statement: string): Guard[] {
  const heard = patterns
    .filter(([guard, pattern]) => {
      const hit = pattern.exec(guard === "promotional" ? surroundings : quote);
      return hit !== null && !statement.toLowerCase().includes(hit[0].toLowerCase());
    })
    .map(([guard]) => guard);
  return hasInjection(surroundings) ? [...heard, "injection"] : heard;
}

/** OCR words below this are often misread: one in ten characters wrong at half of such words on degraded screens. */
export const reliableConfidence = 0.8;

const oppositeValue =
  /^(?:disabled|off|not (?:enforced|enabled|configured|required|set|available|encrypted|connected|completed|done|tested)|inactive|non-?compliant|failed|overdue|optional|unencrypted|expired|none|no|never)\b[.,;)]?$/i;
/** What is named here is better absent: "Excluded users: none" is no lack. */
const unwanted =
  /exclu|except|fail|error|overdue|violation|finding|incident|unauthori|alert|open|gap|missing|without|bypass|vulnerab|malware|comment|remark|note/i;

/** A cell of a screen or a record, "label: value", whose value is the opposite of what a control wants. */
export function hasOppositeState(cell: string): boolean {
  const parts = cell.split(":");
  const value = parts.at(-1)?.trim() ?? "";
  const label = parts.slice(0, -1).join(":");
  return label.trim() !== "" && oppositeValue.test(value) && !unwanted.test(label);
}
