// Short messages in the corner, and the chance to undo what they tell.
import { createState } from "./state.ts";

export type Toast = {
  id: number;
  text: string;
  tone: "plain" | "good" | "bad";
  undo: { label: string; run: () => void } | null;
  /** How long it stays; null until it is dismissed. */
  seconds: number | null;
};

export const toasts = createState<readonly Toast[]>([]);
let lastId = 0;

type Wish = Partial<Omit<Toast, "id" | "text">>;

/** Answers how to take it away early. Bad news stays until it is dismissed. */
export function showToast(text: string, { tone = "plain", undo = null, seconds }: Wish = {}): () => void {
  lastId += 1;
  const id = lastId;
  const stays = seconds === undefined ? (tone === "bad" ? null : undo ? 10 : 5) : seconds;
  toasts.set([...toasts.get(), { id, text, tone, undo, seconds: stays }]);
  const dismiss = () => dismissToast(id);
  if (stays !== null) setTimeout(dismiss, stays * 1_000);
  return dismiss;
}

export function dismissToast(id: number): void {
  toasts.set(toasts.get().filter((toast) => toast.id !== id));
}

/** Undoes what the newest toast that can be undone tells. */
export function undoNewest(): void {
  const newest = toasts.get().findLast(({ undo }) => undo !== null);
  if (newest) undoToast(newest);
}

export function undoToast(toast: Toast): void {
  dismissToast(toast.id);
  toast.undo?.run();
}

/** Read out to who does not see the page. */
export const announcement = createState("");

export function announce(text: string): void {
  announcement.set("");
  setTimeout(() => announcement.set(text), 50);
}
