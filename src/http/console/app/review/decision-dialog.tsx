// The dialog of a decision that needs words: why, what is missing, or what is to be different.
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { ReviewDetail } from "../answers.ts";
import { Button } from "../parts/button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { Field } from "../parts/field.tsx";
import { useDoing } from "../use-ask.ts";
import { AmendFields } from "./amend-fields.tsx";
import { buildAmendment, type Changes, findQuoteProblem, readChanges } from "./amendment.ts";
import { ChangedNote, listChanges } from "./desk-notes.tsx";
import { type Action, decide } from "./use-desk.ts";

export type Asking = Exclude<Action, "approve" | "withdraw">;

const words: Record<Asking, { title: string; label: string; send: string }> = {
  reject: { title: "Reject this claim", label: "Why does it not hold?", send: "Reject" },
  request_evidence: {
    title: "Ask for more evidence",
    label: "What has to be shown? The uploader is asked this.",
    send: "Ask the uploader",
  },
  escalate: { title: "Hand it up", label: "What makes it hard to decide?", send: "Escalate" },
  amend: { title: "Amend this claim", label: "Why is it to be different?", send: "Amend and approve" },
};

type DecisionDialogProps = {
  item: ReviewDetail;
  action: Asking;
  onClose: () => void;
  /** It is not what was shown any more. */
  onChanged: () => void;
};

export function DecisionDialog({ item, action, onClose, onChanged }: DecisionDialogProps) {
  const { title, label, send } = words[action];
  const [rationale, setRationale] = useState("");
  const [changes, setChanges] = useState<Changes>(() => readChanges(item));
  const form = useRef<HTMLFormElement>(null);
  const missing = findMissing(item, action, rationale, changes);
  const sending = useDoing(async () => {
    if (missing !== null) return;
    const amendment = action === "amend" ? { amendment: buildAmendment(item, changes) } : {};
    await decide(item, { action, rationale: rationale.trim(), ...amendment });
    onClose();
  });
  useFirstField(form);
  const isChanged = listChanges(sending.problem) !== null;
  useEffect(() => {
    if (isChanged) onChanged();
  }, [isChanged]);
  return (
    <Dialog
      title={title}
      isWide={action === "amend"}
      onClose={onClose}
      onSend={() => sending.run()}
      foot={
        <>
          {missing === null ? null : <span class="dim small">{missing}</span>}
          <Button onClick={onClose}>Cancel</Button>
          <Button
            tone={action === "reject" ? "bad" : "main"}
            keys="Ctrl Enter"
            isBusy={sending.isRunning}
            isDisabled={missing !== null}
            onClick={() => sending.run()}
          >
            {send}
          </Button>
        </>
      }
    >
      <form class="stack" ref={form} onSubmit={(event) => event.preventDefault()}>
        {sending.problem ? <ChangedNote problem={sending.problem} /> : null}
        {action === "amend" ? <AmendFields changes={changes} onChange={setChanges} item={item} /> : null}
        <Field label={label} value={rationale} onInput={setRationale} rows={3} isRequired />
        <p class="dim small">Your name and the time are recorded with it.</p>
      </form>
    </Dialog>
  );
}

/** Who decides by keyboard writes at once. */
function useFirstField(form: { readonly current: HTMLFormElement | null }): void {
  useLayoutEffect(() => form.current?.querySelector("textarea")?.focus(), []);
}

/** What it takes before it can be sent. */
function findMissing(item: ReviewDetail, action: Asking, rationale: string, changes: Changes): string | null {
  if (action === "amend") {
    const problem = findQuoteProblem(item, changes);
    if (problem) return problem;
    if (Object.keys(buildAmendment(item, changes)).length === 0) return "Nothing is different yet.";
  }
  return rationale.trim() === "" ? "It takes a few words." : null;
}
