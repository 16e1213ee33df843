// How much work a gap is, and why what is held falls short, as people read it.
import type { Shortfall } from "../../../../domain/held-evidence.ts";
import type { Gap } from "../answers.ts";

export const effortWords: Record<Gap["effort"], string> = {
  review: "Review what is there",
  renew: "Renew what is out of date",
  upload: "Upload something new",
};

export const shortfallWords: Record<Shortfall, string> = {
  waiting: "the machine is not sure: it waits for a review",
  unseen: "no person has seen it",
  unconfirmed: "one person approved it, a second one is asked for",
  not_yet_valid: "it counts from a later day on",
  stale: "it is out of date",
  contradicted: "another document shows the opposite",
  contradicts: "it shows the opposite",
  partly: "it shows only a part",
  design_only: "it says what is to be done, not that it is done",
  operation_only: "it shows that it is done, not the rule",
  point_changed: "the point's words have changed since",
  other_point: "it speaks for another point of the same topic",
};
