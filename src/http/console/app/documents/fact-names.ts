// Which facts there are, in the order in which people look for them, and what belongs in each.
import type { FactName } from "../../../../domain/fact.ts";

export const factNames: readonly FactName[] = [
  "title",
  "kind",
  "version",
  "owner",
  "approver",
  "effectiveFrom",
  "effectiveTo",
  "capturedAt",
  "periodStart",
  "periodEnd",
  "sourceUrl",
];

/** A kind and a title can be changed, and not be taken back. */
export const lastingFacts: readonly FactName[] = ["title", "kind"];

export const dayFacts: readonly FactName[] = [
  "effectiveFrom",
  "effectiveTo",
  "capturedAt",
  "periodStart",
  "periodEnd",
];
