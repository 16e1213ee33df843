// What a reviewer does with reviews: takes the next one, decides, takes decisions back.
import type { Decided, ReviewDetail } from "../answers.ts";
import { ask } from "../api.ts";
import { writeCount } from "../dates.ts";
import { navigate } from "../router.ts";
import { announce, showToast } from "../toasts.ts";
import { refresh } from "../use-ask.ts";
import { actionWords, gradeWords } from "../words.ts";

export type Action = Decided["decision"]["action"];

/** What the queue is narrowed to. It stays in the address from review to review. */
export const filterNames = ["frameworkId", "documentId", "reason", "assignee"] as const;

/** Passed over since the page was opened, those that were looked at in their order, and those that are decided. */
const skipped: string[] = [];
const visited: string[] = [];
const decided = new Set<string>();
const skipMaximum = 500;

export function noteVisit(id: string): void {
  if (!visited.includes(id)) visited.push(id);
}

export function readFilters(): Record<string, string> {
  const query = new URLSearchParams(location.search);
  return Object.fromEntries(
    filterNames.map((name) => [name, query.get(name) ?? ""]).filter(([, value]) => value),
  );
}

/** The address of the queue or of one review, narrowed as it is now. */
export function writeReviewPlace(id?: string): string {
  const query = new URLSearchParams(readFilters()).toString();
  return `/review${id === undefined ? "" : `/${id}`}${query === "" ? "" : `?${query}`}`;
}

/** Leads to the next review, or to the list when nothing is left. */
export async function openNext(skip: string | null = null): Promise<void> {
  if (skip !== null && !skipped.includes(skip)) skipped.push(skip);
  const body = { ...readFilters(), skip: skipped.slice(-skipMaximum) };
  const next = await ask<ReviewDetail | null>("/v1/reviews/next", { method: "POST", body });
  if (next) navigate(writeReviewPlace(next.id));
  else {
    const words =
      skipped.length > 0 ? "Nothing waits but what you passed over." : "Nothing else waits for you.";
    skipped.length = 0;
    showToast(words, { tone: "good" });
    navigate(writeReviewPlace());
  }
}

export function openPrevious(id: string): void {
  const before = visited.slice(0, visited.indexOf(id)).findLast((one) => !decided.has(one));
  if (before === undefined) announce("There is none before this one.");
  else navigate(writeReviewPlace(before));
}

/** Whoever decided a review holds it no more. A lease that cannot be given back ends by itself. */
export function letGo(id: string): void {
  if (decided.has(id)) return;
  ask(`/v1/reviews/${id}/release`, { method: "POST", isOutliving: true }).catch(() => undefined);
}

export type Wanted = { action: Action; rationale: string | null; amendment?: object };

/** Decides on exactly what was shown, offers to take it back, and leads to the next one. */
export async function decide({ id, version }: ReviewDetail, wanted: Wanted): Promise<void> {
  const { decision, grade } = await ask<Decided>(`/v1/reviews/${id}/decision`, {
    method: "POST",
    body: { version, ...wanted },
  });
  decided.add(id);
  showToast(`${actionWords[decision.action]}. It stands at ${gradeWords[grade.grade].name} now.`, {
    tone: "good",
    undo: { label: "Undo", run: () => void undo([decision.id], id) },
  });
  await openNext();
  refreshAll();
}

/** Gives a review to a person, or to anybody with null; what is another's makes way for the next one. */
export async function assign(
  { id }: ReviewDetail,
  assigneeId: string | null,
  isMine: boolean,
): Promise<void> {
  const { assignee } = await ask<{ assignee: { name: string } | null }>(`/v1/reviews/${id}/assign`, {
    method: "POST",
    body: { assigneeId },
  });
  showToast(assignee ? `${assignee.name} is to decide it.` : "Anybody may decide it.", { tone: "good" });
  if (isMine) refresh(`/v1/reviews/${id}`);
  else await openNext(id);
  refreshAll();
}

type Approved = {
  approved: { id: string; decisionId: string }[];
  refused: { id: string; reason: string }[];
};

/** Approves reviews as they were shown, each singly; what is refused is told with its reason and stays open. */
export async function approveTogether(items: readonly ReviewDetail[]): Promise<void> {
  const body = { items: items.map(({ id, version }) => ({ id, version })) };
  const { approved, refused } = await ask<Approved>("/v1/reviews/bulk-approve", { method: "POST", body });
  for (const { id } of approved) decided.add(id);
  for (const { reason } of refused) showToast(`One was not approved: ${reason}`, { tone: "bad" });
  const [first] = approved;
  if (first) {
    const decisionIds = approved.map(({ decisionId }) => decisionId);
    showToast(`${writeCount(approved.length, "review")} approved.`, {
      tone: "good",
      undo: { label: "Undo", run: () => void undo(decisionIds, first.id) },
    });
  }
  await openNext();
  refreshAll();
}

async function undo(decisionIds: readonly string[], reviewId: string): Promise<void> {
  try {
    for (const id of decisionIds) {
      const { reviewId: opened } = await ask<{ reviewId: string | null }>(`/v1/decisions/${id}/undo`, {
        method: "POST",
      });
      if (opened) decided.delete(opened);
    }
    navigate(writeReviewPlace(reviewId));
    showToast("Taken back. It is open again.", { tone: "good" });
  } catch (error) {
    showToast(error instanceof Error ? error.message : "It could not be taken back.", { tone: "bad" });
  }
  refreshAll();
}

/** One open review is read by its own page, and a decided one is there no more. */
function refreshAll(): void {
  const lists = ["/v1/reviews?", "/v1/reviews/summary"];
  for (const path of [...lists, "/v1/coverage", "/v1/claims", "/v1/documents", "/v1/gaps"]) refresh(path);
}
