// Reviews as text for a terminal: the queue as a table, one review on one screen, and what a decision changed.
import { z } from "zod";
import type { ReviewItem } from "../domain/review-item.ts";
import type { Fault } from "../fault.ts";
import type { Decided } from "../flows/decide-review.ts";
import type { ReviewDetail } from "../flows/read-queue.ts";
import { shorten, writeTable } from "./table.ts";

const width = 110;

export function writeQueue(items: readonly ReviewItem[], isCut: boolean): string {
  if (items.length === 0) return "Nothing waits.\n";
  const columns = [
    { title: "review" },
    { title: "lifts", align: "right" as const },
    { title: "due" },
    { title: "state" },
    { title: "reasons" },
    { title: "file" },
    { title: "point" },
  ];
  const rows = items.map((item) => [
    item.id,
    item.worth.requirements.toFixed(1),
    item.dueAt.toISOString().slice(0, 10),
    describeState(item),
    shorten(item.reasons.join(", ").replaceAll("_", " "), 30),
    shorten(item.claim.document.fileName, 28),
    shorten(item.claim.statement, 50),
  ]);
  return `${writeTable(columns, rows)}${isCut ? "There are more: see --limit.\n" : ""}`;
}

function describeState({ lease, isWaiting, isLate, isEscalated, assignee }: ReviewItem): string {
  if (lease) return `held by ${lease.holder.name}`;
  if (isWaiting) return "waits for the uploader";
  const state = [isLate && "late", isEscalated && "escalated", assignee && `for ${assignee.name}`];
  return state.filter(Boolean).join(", ") || "open";
}

/** @param seen the code that a decision names what was shown by. */
export function writeReview({ detail, ...item }: ReviewDetail, seen: string): string {
  const { claim } = item;
  const percent = (share: number) => `${Math.round(share * 100)} %`;
  const { score, document, evidence, earlier, bulk } = detail;
  const requirements = detail.requirements.filter(({ isInScope }) => isInScope);
  return [
    `${detail.point.statement}\n`,
    `  ${claim.stance}, ${claim.nature}, now ${claim.grade} (${claim.reasons.join(", ").replaceAll("_", " ")})\n`,
    `  ${document.fileName}, ${document.kind ?? "of no kind yet"}, valid ${document.validity.from ?? "?"} to ${document.validity.to ?? "?"}${document.isStale ? ", out of date" : ""}\n`,
    ...claim.quotes.flatMap(({ text, start, end, pageNumber }, index) => {
      const around = detail.context[index];
      return [
        `\n  page ${pageNumber}, characters ${start}-${end}:\n`,
        `  ${shorten((around?.before ?? "").slice(-120), width)} »${text}« ${shorten(around?.after ?? "", width)}\n`,
      ];
    }),
    `\n  Why it is asked: ${item.reasons.join(", ").replaceAll("_", " ")}\n`,
    `  Probability ${percent(score.probability)}, threshold ${percent(score.threshold)}${score.isCalibrated ? "" : ", uncalibrated"}\n`,
    ...score.features
      .slice(0, 5)
      .map(
        ({ label, contribution }) =>
          `    ${contribution > 0 ? "+" : ""}${contribution.toFixed(1)}  ${label}\n`,
      ),
    ...(claim.objection ? [`  The sceptic: ${claim.objection.because}\n`] : []),
    ...claim.contradictions.map(({ reason }) => `  Contradiction: ${reason}\n`),
    ...detail.others.map(
      (one) =>
        `  ${one.stance === "contradicts" ? "Against" : "Also"}: ${one.document.fileName} (${one.grade}) “${shorten(one.quote, 70)}”\n`,
    ),
    ...(evidence ? [`  Asked of ${evidence.askedOf.name}: ${evidence.question}\n`] : []),
    ...(evidence?.answeredBy
      ? [
          `  Answered by ${evidence.answeredBy.name}: ${evidence.note ?? ""} ${evidence.given?.fileName ?? ""}\n`,
        ]
      : []),
    ...detail.decisions.map(
      ({ principalName, action, rationale, undoneAt }) =>
        `  ${principalName}: ${action}${undoneAt ? ", taken back" : ""}${rationale ? ` (${shorten(rationale, 80)})` : ""}\n`,
    ),
    ...(earlier ? [`  Of the older version ${earlier.principalName} said: ${earlier.action}\n`] : []),
    `  Needed for ${requirements.length} requirements in scope: ${shorten(requirements.map(({ frameworkId, requirementId }) => `${frameworkId} ${requirementId}`).join(", "), 80)}\n`,
    ...(bulk.count > 0 ? [`  ${bulk.count} more on this point in this document\n`] : []),
    `\n  reviews decide ${item.id} approve --seen ${seen}\n`,
  ].join("");
}

export function writeDecided({ decision, grade, changes, amendmentId }: Decided): string {
  return [
    `${decision.action}: the claim is ${grade.grade} (${grade.reasons.join(", ").replaceAll("_", " ")})\n`,
    ...(amendmentId ? [`  in its place stands ${amendmentId}\n`] : []),
    ...changes.map(({ claimId, from, to }) => `  ${claimId}  ${from} → ${to}\n`),
    `  reviews undo ${decision.id}  takes it back for ten seconds\n`,
  ].join("");
}

const changesSchema = z.array(
  z.object({ what: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
);

/** What differs from what was shown; nothing for a refusal of another kind. */
export function writeChanges({ details }: Fault): string {
  const changes = changesSchema.safeParse(details?.["changes"]).data ?? [];
  return changes
    .map(({ what, before, after }) => `  ${what}: ${before ?? "none"} → ${after ?? "none"}\n`)
    .join("");
}
