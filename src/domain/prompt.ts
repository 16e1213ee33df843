// A prompt: words for a model, with a name, a version and declared slots.
import type { ChatPrompt } from "./chat.ts";

/** `text` is our own words, `data` comes from uploads and is fenced in, `mark` is the code that the fences carry. */
export const slotKinds = ["text", "data", "mark"] as const;
export type SlotKind = (typeof slotKinds)[number];

export type Prompt = {
  name: string;
  /** A whole number from 1 on. */
  version: string;
  /** Of the whole file. */
  sha256: string;
  slots: Record<string, SlotKind>;
  system: string;
  user: string;
};

/** What a model is asked, and exactly which words asked it. */
export type RenderedPrompt = ChatPrompt & Pick<Prompt, "sha256">;

/** `changed` has other words than were locked under its version; `new` is a version that is not locked yet. */
export type PromptState = "locked" | "new" | "changed";

export type PromptEdition = Pick<Prompt, "name" | "version" | "sha256" | "slots"> & {
  state: PromptState;
  /** All locked ones, oldest first. */
  versions: string[];
};

/** The prompts of this program with their earlier versions. */
export interface PromptShelf {
  list(): Promise<PromptEdition[]>;
  /** The text of the file, as it is now or as it was locked under a version. Throws Fault `not_found`. */
  read(name: string, version?: string): Promise<string>;
  /** Locks new versions and keeps their texts; returns them. Throws Fault `broken_prompt`. */
  lock(): Promise<PromptEdition[]>;
}
