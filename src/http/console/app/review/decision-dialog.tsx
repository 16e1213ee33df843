// The dialog of a decision that needs words: why, what is missing, or what is to be different.
import { useState } from "preact/hooks";
import type { ReviewDetail } from "../answers.ts";
import { Button } from "../parts/button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { ProblemNote } from "../parts/empty-state.tsx";
import { Choice, Field } from "../parts/field.tsx";
import { useDoing } from "../use-ask.ts";
import { natureWords, stanceWords } from "../words.ts";
import { type Action, decide } from "./use-desk.ts";

export type Asking = Exclude<Action, "approve">;

const words: Record<Asking, { title: string; label: string; send: string }> = {
  reject: { title: "Reject this claim", label: "Why does it not hold?", send: "Reject" },
  request_evidence: {
    title: "Ask for more evidence",
    label: "What has to be shown? The uploader is asked this.",
    send: "Ask the uploader",
  },
  escalate: { title: "Hand it up", label: "What makes it hard to decide?", send: "Escalate" },
  withdraw: { title: "Withdraw this claim", label: "Why is it taken back?", send: "Withdraw" },
  amend: { title: "Amend this claim", label: "Why is it to be different?", send: "Amend and approve" },
};

type DecisionDialogProps = { item: ReviewDetail; action: Asking; onClose: () => void };

export function DecisionDialog({ item, action, onClose }: DecisionDialogProps) {
  const { title, label, send } = words[action];
  const [rationale, setRationale] = useState("");
  const [changes, setChanges] = useState<Changes>(readChanges(item));
  const sending = useDoing(async () => {
    const amendment = action === "amend" ? { amendment: buildAmendment(item, changes) } : {};
    await decide(item, { action, rationale: rationale.trim(), ...amendment });
    onClose();
  });
  const isReady = rationale.trim() !== "";
  return (
    <Dialog
      title={title}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="main" isBusy={sending.isRunning} isDisabled={!isReady} onClick={() => sending.run()}>
            {send}
          </Button>
        </>
      }
    >
      <form
        class="stack"
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && isReady) sending.run();
        }}
        onSubmit={(event) => event.preventDefault()}
      >
        {action === "amend" ? <AmendFields changes={changes} onChange={setChanges} item={item} /> : null}
        <Field label={label} value={rationale} onInput={setRationale} rows={4} isRequired />
        <p class="dim small">Ctrl and Enter send it. Your name and the time are recorded with it.</p>
        {sending.problem ? <ProblemNote problem={sending.problem} onDismiss={sending.clear} /> : null}
      </form>
    </Dialog>
  );
}

type Changes = {
  quote: string;
  pointId: string;
  nature: string;
  stance: string;
  validFrom: string;
  validTo: string;
};

function readChanges({ claim }: ReviewDetail): Changes {
  const { pointId, nature, stance } = claim;
  return { quote: claim.quotes[0]?.text ?? "", pointId, nature, stance, validFrom: "", validTo: "" };
}

type AmendFieldsProps = { item: ReviewDetail; changes: Changes; onChange: (changes: Changes) => void };

function AmendFields({ item, changes, onChange }: AmendFieldsProps) {
  const set = (name: keyof Changes) => (value: string) => onChange({ ...changes, [name]: value });
  const isThere = item.claim.quotes.some(({ text }) => text.includes(changes.quote.trim()));
  return (
    <>
      <Field
        label="Quote"
        value={changes.quote}
        onInput={set("quote")}
        rows={3}
        hint="Take words away at its ends. What is left has to stand in the quote, at least 12 characters."
        wrong={isThere ? null : "These words do not stand in the quote like this."}
      />
      <Field
        label="Point"
        value={changes.pointId}
        onInput={set("pointId")}
        hint="The id of the point that it is about"
      />
      <div class="form-row">
        <Choice
          label="Nature"
          value={changes.nature}
          onChange={set("nature")}
          options={Object.entries(natureWords).map(([value, { name }]) => ({ value, label: name }))}
        />
        <Choice
          label="Stance"
          value={changes.stance}
          onChange={set("stance")}
          options={Object.entries(stanceWords).map(([value, label]) => ({ value, label }))}
        />
      </div>
      <div class="form-row">
        <Field label="Counts from" type="date" value={changes.validFrom} onInput={set("validFrom")} />
        <Field label="Counts until" type="date" value={changes.validTo} onInput={set("validTo")} />
      </div>
    </>
  );
}

/** Only what is different is sent. */
function buildAmendment({ claim }: ReviewDetail, changes: Changes): object {
  const wanted = changes.quote.trim();
  const quote = claim.quotes.find(({ text }) => text.includes(wanted));
  const at = quote ? quote.start + quote.text.indexOf(wanted) : 0;
  const isNarrower = quote !== undefined && wanted !== claim.quotes[0]?.text;
  return {
    ...(isNarrower && { quotes: [{ start: at, end: at + wanted.length }] }),
    ...(changes.pointId !== claim.pointId && { pointId: changes.pointId.trim() }),
    ...(changes.nature !== claim.nature && { nature: changes.nature }),
    ...(changes.stance !== claim.stance && { stance: changes.stance }),
    ...(changes.validFrom !== "" && { validFrom: changes.validFrom }),
    ...(changes.validTo !== "" && { validTo: changes.validTo }),
  };
}
