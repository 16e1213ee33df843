// Which documents a list is to show, and how far their processing is in one word.
import type { Kind } from "./document.ts";

/** `waiting` is work that goes on by itself at a known moment. */
export const documentStates = ["working", "waiting", "failed", "done"] as const;
export type DocumentState = (typeof documentStates)[number];

/** Everything that is given has to hold. */
export type DocumentQuestion = {
  /** In the file's name or the title, whatever the case of its letters. */
  words?: string | undefined;
  kind?: Kind | undefined;
  state?: DocumentState | undefined;
  order?: "oldest" | "newest" | undefined;
};
