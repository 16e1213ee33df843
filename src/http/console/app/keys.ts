// Keyboard shortcuts: what is bound now, by which part of the page, and what `?` tells about it.
import { useLayoutEffect, useRef } from "preact/hooks";
import { session } from "./session.ts";
import { createState } from "./state.ts";

/** `keys` is one key ("j", "?", "/") or two in a row ("g d"). */
export type Shortcut = { keys: string; label: string; run: () => void };

export type Group = { title: string; shortcuts: readonly Shortcut[] };

/** The latest group wins when two bind the same key. */
export const groups = createState<readonly Group[]>([]);

const pairMs = 1_200;
let firstKey = "";
let firstAt = 0;

/** Bound as long as the component is there. Nothing is bound while somebody types or a dialog is open. */
export function useKeys(title: string, shortcuts: readonly Shortcut[]): void {
  const latest = useRef(shortcuts);
  latest.current = shortcuts;
  const shown = shortcuts.map(({ keys, label }) => `${keys}\t${label}`).join("\n");
  // Before it is seen: what can be seen can be pressed.
  useLayoutEffect(() => {
    const group: Group = {
      title,
      shortcuts: shown
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => {
          const [keys = "", label = ""] = line.split("\t");
          return { keys, label, run: () => latest.current.find((one) => one.keys === keys)?.run() };
        }),
    };
    groups.set([...groups.get(), group]);
    return () => groups.set(groups.get().filter((one) => one !== group));
  }, [title, shown]);
}

export function listenToKeys(): void {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
    const isSecond = event.timeStamp - firstAt < pairMs;
    const shortcut =
      (isSecond ? findShortcut(`${firstKey} ${event.key}`) : undefined) ?? findShortcut(event.key);
    firstKey = shortcut ? "" : event.key;
    firstAt = event.timeStamp;
    if (!shortcut) return;
    event.preventDefault();
    shortcut.run();
  });
}

function findShortcut(keys: string): Shortcut | undefined {
  return groups
    .get()
    .toReversed()
    .flatMap(({ shortcuts }) => shortcuts)
    .find((one) => one.keys === keys);
}

function isTyping({ target }: KeyboardEvent): boolean {
  // Behind the sign-in page nothing may happen.
  if (!session.get()) return true;
  if (document.querySelector("dialog[open]")) return true;
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !["checkbox", "radio", "button"].includes(target.type);
  return target.isContentEditable || ["TEXTAREA", "SELECT"].includes(target.tagName);
}
