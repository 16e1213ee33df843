// What is demanded: how much of what goes unseen may be wrong, and how much of it people check anyway. People decide it.
import { useState } from "preact/hooks";
import type { Calibration } from "../answers.ts";
import { ask } from "../api.ts";
import { writeExactShare, writeMoment } from "../dates.ts";
import { Button } from "../parts/button.tsx";
import { ProblemNote } from "../parts/empty-state.tsx";
import { Field } from "../parts/field.tsx";
import { hasRole, useWho } from "../session.ts";
import { showToast } from "../toasts.ts";
import { refresh, useDoing } from "../use-ask.ts";

export function TargetCard({ calibration }: { calibration: Calibration }) {
  const { target, sampleShare, decidedBy, decidedAt } = calibration;
  const who = useWho();
  const [isOpen, setIsOpen] = useState(false);
  const mayDecide = who !== null && who.principal.kind === "person" && hasRole(who, "validator");
  return (
    <section class="card stack" aria-labelledby="target-title">
      <h2 id="target-title">What is demanded</h2>
      <p>
        At most <strong>{writeExactShare(target)}</strong> of what nobody looks at may be wrong, and people
        check <strong>{writeExactShare(sampleShare)}</strong> of it, drawn at random.
      </p>
      <p class="dim small">
        {decidedBy && decidedAt
          ? `Decided by ${decidedBy}, ${writeMoment(decidedAt)}.`
          : "The built-in figures: nobody has decided on others."}
        {mayDecide ? "" : " A validator may change them."}
      </p>
      {mayDecide && !isOpen ? (
        <div class="actions">
          <Button onClick={() => setIsOpen(true)}>Change</Button>
        </div>
      ) : null}
      {mayDecide && isOpen ? <TargetForm calibration={calibration} onDone={() => setIsOpen(false)} /> : null}
    </section>
  );
}

type TargetFormProps = { calibration: Calibration; onDone: () => void };

function TargetForm({ calibration, onDone }: TargetFormProps) {
  const [target, setTarget] = useState(writePercent(calibration.target));
  const [sample, setSample] = useState(writePercent(calibration.sampleShare));
  const wrongTarget = findWrong(target, 1, 50);
  const wrongSample = findWrong(sample, 5, 100);
  const isRight = wrongTarget === null && wrongSample === null;
  const save = useDoing(async () => {
    const body = { target: readPercent(target) / 100, sampleShare: readPercent(sample) / 100 };
    await ask("/v1/calibration/target", { method: "PUT", body });
    showToast("Decided in your name.", { tone: "good" });
    for (const one of ["/v1/calibration", "/v1/coverage", "/v1/reviews", "/v1/claims"]) refresh(one);
    onDone();
  });
  return (
    <form
      class="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (isRight) save.run();
      }}
    >
      <div class="form-row">
        <Field
          label="May be wrong, %"
          value={target}
          onInput={setTarget}
          hint="1 to 50. Less means that more goes to people, and that a proof takes more labels."
          wrong={wrongTarget}
        />
        <Field
          label="Checked anyway, %"
          value={sample}
          onInput={setSample}
          hint="5 to 100. More means more work now, and a proof sooner."
          wrong={wrongSample}
        />
      </div>
      {save.problem ? <ProblemNote problem={save.problem} onDismiss={save.clear} /> : null}
      <div class="actions">
        <Button type="submit" tone="main" isBusy={save.isRunning} isDisabled={!isRight}>
          Decide
        </Button>
        <Button onClick={onDone}>Cancel</Button>
      </div>
    </form>
  );
}

function writePercent(share: number): string {
  return String(Number((100 * share).toFixed(2)));
}

function readPercent(text: string): number {
  return text.trim() === "" ? Number.NaN : Number(text.replace(",", "."));
}

function findWrong(text: string, least: number, most: number): string | null {
  const percent = readPercent(text);
  return percent >= least && percent <= most ? null : `A number from ${least} to ${most}.`;
}
