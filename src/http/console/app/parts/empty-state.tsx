// What stands where there is nothing yet: what this place is for and what to do next; and what loads or went wrong.
import type { ComponentChildren } from "preact";
import type { Problem } from "../problem.ts";
import { Button } from "./button.tsx";

type EmptyStateProps = { title: string; children?: ComponentChildren; action?: ComponentChildren };

export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <section class="empty">
      <h2>{title}</h2>
      {children ? <div class="empty-words">{children}</div> : null}
      {action ? <div class="actions">{action}</div> : null}
    </section>
  );
}

/** Shown after a moment only: what is quick does not flicker. */
export function Loading({ what }: { what: string }) {
  return (
    <p class="loading" role="status">
      Loading {what}…
    </p>
  );
}

type ProblemNoteProps = { problem: Problem; onRetry?: (() => void) | undefined; onDismiss?: () => void };

export function ProblemNote({ problem, onRetry, onDismiss }: ProblemNoteProps) {
  return (
    <div class="note bad" role="alert">
      <p class="note-title">{problem.title}</p>
      <p>{problem.message}</p>
      {problem.requestId && problem.status >= 500 ? (
        <p class="dim">
          Request <code>{problem.requestId}</code>: tell it to who runs the product.
        </p>
      ) : null}
      {onRetry || onDismiss ? (
        <div class="actions">
          {onRetry ? (
            <Button isSmall onClick={onRetry}>
              Try again
            </Button>
          ) : null}
          {onDismiss ? (
            <Button isSmall tone="quiet" onClick={onDismiss}>
              Dismiss
            </Button>
          ) : null}
        </div>
      ) : null}
    </div>
  );
}
