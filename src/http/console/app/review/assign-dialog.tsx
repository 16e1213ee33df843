// Giving a review to somebody: whom, and what happens then.
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { ReviewDetail } from "../answers.ts";
import { Button } from "../parts/button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { Loading, ProblemNote } from "../parts/empty-state.tsx";
import { Choice } from "../parts/field.tsx";
import { useWho } from "../session.ts";
import { useAsk, useDoing } from "../use-ask.ts";
import { assign } from "./use-desk.ts";

type Reviewers = { items: { id: string; name: string }[] };
type AssignDialogProps = { item: ReviewDetail; onClose: () => void };

export function AssignDialog({ item, onClose }: AssignDialogProps) {
  const reviewers = useAsk<Reviewers>("/v1/reviewers");
  const me = useWho()?.principal.id;
  const [wanted, setWanted] = useState(item.assignee?.id ?? "");
  const giving = useDoing(async () => {
    await assign(item, wanted === "" ? null : wanted, wanted === "" || wanted === me);
    onClose();
  });
  const form = useRef<HTMLDivElement>(null);
  const isKnown = reviewers.answer !== null;
  // Who assigns by keyboard chooses at once.
  useLayoutEffect(() => form.current?.querySelector("select")?.focus(), [isKnown]);
  const people = reviewers.answer?.items ?? [];
  const problem = reviewers.problem ?? giving.problem;
  return (
    <Dialog
      title="Who is to decide this?"
      onClose={onClose}
      onSend={() => giving.run()}
      foot={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            tone="main"
            keys="Ctrl Enter"
            isBusy={giving.isRunning}
            isDisabled={!isKnown}
            onClick={() => giving.run()}
          >
            Give
          </Button>
        </>
      }
    >
      <div class="stack" ref={form}>
        {problem ? (
          <ProblemNote problem={problem} onRetry={reviewers.problem ? reviewers.reload : undefined} />
        ) : null}
        {isKnown ? (
          <Choice
            label="Give it to"
            hint="It is offered to nobody else then, until it is late."
            value={wanted}
            onChange={setWanted}
            options={[
              { value: "", label: "Anybody" },
              ...people.map(({ id, name }) => ({ value: id, label: id === me ? `${name} (you)` : name })),
            ]}
          />
        ) : reviewers.problem ? null : (
          <Loading what="who can decide" />
        )}
      </div>
    </Dialog>
  );
}
