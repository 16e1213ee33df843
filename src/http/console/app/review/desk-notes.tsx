// What stands in the way of a decision: somebody else holds the review, or it is not what was shown any more.
import { useEffect, useRef } from "preact/hooks";
import { Button } from "../parts/button.tsx";
import { ProblemNote } from "../parts/empty-state.tsx";
import type { Problem } from "../problem.ts";

type Change = { what: string; before: string | null; after: string | null };
type Lease = { holder: { name: string }; until: string };

/** Null when it was refused for another reason than that something changed. */
export function listChanges(problem: Problem | null): Change[] | null {
  return (problem?.body["changes"] as Change[] | undefined) ?? null;
}

export function HeldNote({ problem, onRetry }: { problem: Problem; onRetry: () => void }) {
  const lease = problem.body["lease"] as Lease | undefined;
  if (!lease) return <ProblemNote problem={problem} onRetry={onRetry} />;
  const until = new Date(lease.until).toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" });
  return (
    <div class="note warn" role="alert">
      <p class="note-title">{lease.holder.name} is working on this review</p>
      <p>It is theirs until {until}. You can read it, and decide it when they let go of it.</p>
      <div class="actions">
        <Button isSmall onClick={onRetry}>
          Try to take it
        </Button>
      </div>
    </div>
  );
}

type ChangedNoteProps = { problem: Problem; onSeen?: (() => void) | undefined };

/** The difference between what was shown and what there is. With `onSeen` it waits to be read. */
export function ChangedNote({ problem, onSeen }: ChangedNoteProps) {
  const changes = listChanges(problem);
  const note = useRef<HTMLElement>(null);
  useEffect(() => note.current?.querySelector("button")?.focus(), []);
  if (!changes) return <ProblemNote problem={problem} />;
  return (
    <section class="note warn stack" role="alert" ref={note}>
      <p class="note-title">It changed while you looked at it. Nothing was decided.</p>
      <table class="plain-table changes">
        <caption class="unseen">What changed</caption>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">You saw</th>
            <th scope="col">Now</th>
          </tr>
        </thead>
        <tbody>
          {changes.map(({ what, before, after }) => (
            <tr key={what}>
              <th scope="row">{what}</th>
              <td>{before ?? "nothing"}</td>
              <td>{after ?? "nothing"}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {onSeen ? (
        <div class="actions">
          <Button isSmall keys="Enter" onClick={onSeen}>
            I have seen it
          </Button>
        </div>
      ) : (
        <p class="small">What you wrote is still here. Send it again if it still holds.</p>
      )}
    </section>
  );
}
