// Buttons, and links that look like text or like buttons.
import type { ComponentChildren } from "preact";
import { navigate, writeAddress } from "../router.ts";

type Tone = "plain" | "main" | "bad" | "quiet";

type ButtonProps = {
  children: ComponentChildren;
  onClick?: () => void;
  tone?: Tone;
  type?: "button" | "submit";
  /** Works on it: it stays focusable and does nothing. */
  isBusy?: boolean;
  isDisabled?: boolean;
  /** The key that does the same, shown on the button. */
  keys?: string;
  /** What it does, where its text alone does not say it. */
  label?: string;
  isSmall?: boolean;
};

export function Button({ children, onClick, tone = "plain", type = "button", ...rest }: ButtonProps) {
  const { isBusy = false, isDisabled = false, keys, label, isSmall = false } = rest;
  return (
    <button
      type={type}
      class={`button ${tone}${isSmall ? " small" : ""}`}
      aria-disabled={isBusy || isDisabled}
      aria-busy={isBusy}
      aria-label={label}
      aria-keyshortcuts={keys}
      onClick={(event) => {
        if (isBusy || isDisabled) event.preventDefault();
        else onClick?.();
      }}
    >
      {children}
      {keys === undefined ? null : <Keys keys={keys} />}
    </button>
  );
}

/** Keys as they stand on a keyboard. */
export function Keys({ keys }: { keys: string }) {
  return (
    <span class="keys" aria-hidden="true">
      {keys.split(" ").map((key) => (
        <kbd key={key}>{keyNames[key] ?? key}</kbd>
      ))}
    </span>
  );
}

const keyNames: Record<string, string> = {
  Enter: "↵",
  Escape: "Esc",
  " ": "Space",
  ArrowDown: "↓",
  ArrowUp: "↑",
};

type LinkProps = {
  /** A path below /console. */
  to: string;
  children: ComponentChildren;
  class?: string;
  isCurrent?: boolean;
  label?: string;
  title?: string;
  /** -1 where arrow keys lead to it. */
  tabIndex?: number;
  /** For who looks for it in the page. */
  data?: { requirement: string };
};

/** A link within the console; with a modifier key the browser does what it always does. */
export function Link({ to, children, isCurrent = false, label, ...rest }: LinkProps) {
  return (
    <a
      href={writeAddress(to)}
      class={rest.class}
      aria-current={isCurrent ? "page" : undefined}
      aria-label={label}
      title={rest.title}
      tabIndex={rest.tabIndex}
      data-requirement={rest.data?.requirement}
      onClick={(event) => {
        if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        navigate(to);
      }}
    >
      {children}
    </a>
  );
}
