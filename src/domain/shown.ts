// What a reviewer was shown of a claim: everything that decides. It travels as an opaque version, comes back with the
// decision, and is compared with what there is then.
import { z } from "zod";
import { guardSchema, isStandingClaim, stanceSchema } from "./claim.ts";
import { type Contradiction, isOpen } from "./contradiction.ts";
import { findDocumentAsOf, findWords } from "./dated.ts";
import { daySchema, kindSchema, natureSchema } from "./document.ts";
import {
  effectiveGrade,
  type GradeSubject,
  gradeReasonSchema,
  gradeSchema,
  listDecisionsUntil,
} from "./grade.ts";
import { type Review, reviewReasonSchema } from "./review.ts";
import { findScore } from "./scoring.ts";

const day = daySchema.nullable();

/** Compact: it is sent with every review. Lists are sorted, so that the same state is the same text. */
export const shownSchema = z.strictObject({
  claimId: z.uuid(),
  isOpen: z.boolean(),
  isStanding: z.boolean(),
  isSuperseded: z.boolean(),
  stance: stanceSchema,
  nature: natureSchema,
  quotes: z.array(z.tuple([z.number().int(), z.number().int()])),
  /** Of its point, as the catalogue has them. */
  words: z.string().nullable(),
  guards: z.array(guardSchema),
  grade: gradeSchema,
  gradeReasons: z.array(gradeReasonSchema),
  probability: z.number(),
  threshold: z.number(),
  kind: kindSchema.nullable(),
  effective: z.tuple([day, day]),
  capturedAt: day,
  period: z.tuple([day, day]),
  contradictions: z.array(z.uuid()),
  decisions: z.array(z.uuid()),
  reasons: z.array(reviewReasonSchema),
  /** Whether the uploader was asked for more, and has answered. */
  evidence: z.enum(["none", "asked", "answered"]),
});
export type Shown = z.infer<typeof shownSchema>;

/** What is there of one review and its claim at a moment. */
export type ReviewState = {
  review: Pick<Review, "reasons" | "closedAt">;
  subject: GradeSubject;
  /** All claims on its point. */
  peers: readonly GradeSubject[];
  /** Those that the claim is a side of. */
  contradictions: readonly Contradiction[];
  evidence: Shown["evidence"];
};

export function buildShown(state: ReviewState, asOf: Date): Shown {
  const { review, subject, peers, contradictions, evidence } = state;
  const { claim } = subject;
  const document = findDocumentAsOf(subject, asOf);
  const { grade, reasons } = effectiveGrade(subject, peers, asOf);
  const { probability, threshold } = findScore(claim, subject.scorings, asOf);
  return {
    claimId: claim.id,
    isOpen: review.closedAt === null,
    isStanding: isStandingClaim(claim),
    isSuperseded: document.supersededAt !== null,
    stance: claim.stance,
    nature: claim.nature,
    quotes: claim.quotes.map(({ start, end }) => [start, end]),
    words: findWords(subject.wordings, asOf),
    guards: claim.guards.toSorted(),
    grade,
    gradeReasons: reasons.toSorted(),
    probability: round(probability),
    threshold: round(threshold),
    kind: document.kind,
    effective: [document.effectiveFrom, document.effectiveTo],
    capturedAt: document.capturedAt,
    period: [document.periodStart, document.periodEnd],
    contradictions: contradictions
      .filter((one) => isOpen(one, asOf))
      .map(({ id }) => id)
      .toSorted(),
    decisions: listDecisionsUntil(subject, asOf)
      .map(({ id }) => id)
      .toSorted(),
    reasons: review.reasons.toSorted(),
    evidence,
  };
}

/** As people see it. */
function round(share: number): number {
  return Math.round(share * 100) / 100;
}

export function writeVersion(shown: Shown): string {
  return Buffer.from(JSON.stringify(shown)).toString("base64url");
}

/** Null for a text that this program did not give out. */
export function parseVersion(version: string): Shown | null {
  try {
    const parsed = shownSchema.safeParse(JSON.parse(Buffer.from(version, "base64url").toString()));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** In words for the person who decides. */
export type ShownChange = { what: string; before: string | null; after: string | null };

/** What differs between what was shown and what there is; `state` names what is new. */
export function listShownChanges(before: Shown, after: Shown, state: ReviewState): ShownChange[] {
  const tell = (shown: Shown) => describeShown(shown, state);
  const [was, is] = [tell(before), tell(after)];
  return Object.keys(is).flatMap((what) => {
    const [one, other] = [was[what] ?? null, is[what] ?? null];
    return one === other ? [] : [{ what, before: one, after: other }];
  });
}

function describeShown(shown: Shown, state: ReviewState): Record<string, string | null> {
  return {
    claim: shown.isStanding ? "stands" : "gave way to a newer assessment or an amendment",
    review: shown.isOpen ? "open" : "closed",
    document: shown.isSuperseded ? "replaced by a newer version" : "the newest version",
    stance: shown.stance,
    nature: shown.nature,
    quotes: shown.quotes.map(([start, end]) => `characters ${start} to ${end}`).join(", "),
    "words of the point": shown.words,
    warnings: join(shown.guards),
    grade: shown.grade,
    "reasons of the grade": join(shown.gradeReasons),
    probability: String(shown.probability),
    "review threshold": String(shown.threshold),
    "kind of document": shown.kind,
    "effective dates": join(shown.effective, " to "),
    "date of capture": shown.capturedAt,
    "period covered": join(shown.period, " to "),
    contradictions: join(describeContradictions(shown.contradictions, state), "; "),
    decisions: join(describeDecisions(shown.decisions, state), "; "),
    "reasons of the review": join(shown.reasons),
    "more evidence": shown.evidence === "none" ? null : shown.evidence,
  };
}

function join(parts: readonly (string | null)[], by = ", "): string | null {
  return parts.every((part) => part === null)
    ? null
    : parts
        .map((part) => part ?? "open")
        .join(by)
        .replaceAll("_", " ");
}

function describeContradictions(ids: readonly string[], { contradictions }: ReviewState): string[] {
  return ids.map(
    (id) => contradictions.find((one) => one.id === id)?.reason ?? "one that is not there any more",
  );
}

function describeDecisions(ids: readonly string[], { subject }: ReviewState): string[] {
  const known = subject.decisions.filter(({ id }) => ids.includes(id));
  return known.map(({ principalName, action }) => `${principalName}: ${action}`);
}
