// What a reviewer does with reviews: takes the next one, decides, takes a decision back.
import type { Decided, ReviewDetail } from "../answers.ts";
import { ask } from "../api.ts";
import { navigate } from "../router.ts";
import { showToast } from "../toasts.ts";
import { refresh } from "../use-ask.ts";
import { actionWords } from "../words.ts";

export type Action = Decided["decision"]["action"];

/** Passed over since the page was opened, and those that were looked at, in their order. */
const skipped: string[] = [];
const visited: string[] = [];

export function noteVisit(id: string): void {
  if (visited.at(-1) !== id) visited.push(id);
}

/** Leads to the next review, or to the list when nothing is left. */
export async function openNext(skip: string | null = null): Promise<void> {
  if (skip !== null && !skipped.includes(skip)) skipped.push(skip);
  const next = await ask<ReviewDetail | null>("/v1/reviews/next", {
    method: "POST",
    body: { skip: skipped },
  });
  if (next) navigate(`/review/${next.id}`);
  else {
    skipped.length = 0;
    showToast("Nothing else waits for you.", { tone: "good" });
    navigate("/review");
  }
}

export function openPrevious(id: string): void {
  const at = visited.lastIndexOf(id);
  const before = at > 0 ? visited[at - 1] : undefined;
  if (before !== undefined) navigate(`/review/${before}`);
}

export type Wanted = { action: Action; rationale: string | null; amendment?: object };

/** Decides on exactly what was shown, offers to take it back, and leads to the next one. */
export async function decide({ id, version }: ReviewDetail, wanted: Wanted): Promise<void> {
  const { decision, grade } = await ask<Decided>(`/v1/reviews/${id}/decision`, {
    method: "POST",
    body: { version, ...wanted },
  });
  showToast(`${actionWords[decision.action]}. It stands at ${grade.grade} now.`, {
    tone: "good",
    undo: { label: "Undo", run: () => void undo(decision.id, id) },
  });
  refreshAll();
  await openNext();
}

async function undo(decisionId: string, reviewId: string): Promise<void> {
  try {
    await ask(`/v1/decisions/${decisionId}/undo`, { method: "POST" });
    refreshAll();
    navigate(`/review/${reviewId}`);
    showToast("Taken back. The review is open again.", { tone: "good" });
  } catch (error) {
    showToast(error instanceof Error ? error.message : "It could not be taken back.", { tone: "bad" });
  }
}

function refreshAll(): void {
  for (const path of ["/v1/reviews", "/v1/coverage", "/v1/claims", "/v1/documents"]) refresh(path);
}
