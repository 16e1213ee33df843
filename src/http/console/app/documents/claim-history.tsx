// The life of a claim: every rise and fall with what brought it about, oldest first.
import { useState } from "preact/hooks";
import type { ClaimLife } from "../answers.ts";
import { writeMoment } from "../dates.ts";
import { Button } from "../parts/button.tsx";
import { Loading, ProblemNote } from "../parts/empty-state.tsx";
import { GradeBadge } from "../parts/grade-badge.tsx";
import { useAsk } from "../use-ask.ts";
import { gradeOrder, gradeReasonWords } from "../words.ts";

/** Asked for when somebody wants to see it. */
export function ClaimHistory({ claimId }: { claimId: string }) {
  const [isOpen, setIsOpen] = useState(false);
  const life = useAsk<ClaimLife>(isOpen ? `/v1/claims/${claimId}/history` : null);
  return (
    <section>
      <h3>Its life</h3>
      {isOpen ? null : (
        <Button isSmall onClick={() => setIsOpen(true)}>
          Show every rise and fall
        </Button>
      )}
      {life.problem ? <ProblemNote problem={life.problem} onRetry={life.reload} /> : null}
      {isOpen && life.answer === null && life.problem === null ? <Loading what="its life" /> : null}
      {life.answer ? <Steps life={life.answer} /> : null}
    </section>
  );
}

function Steps({ life: { steps, document } }: { life: ClaimLife }) {
  return (
    <ol class="life">
      <li>
        <time class="dim" dateTime={document.uploadedAt}>
          {writeMoment(document.uploadedAt)}
        </time>
        <p>Uploaded by {document.uploadedBy}</p>
      </li>
      {steps.map((step) => (
        <li key={step.at}>
          <time class="dim" dateTime={step.at}>
            {writeMoment(step.at)}
          </time>
          <p class="claim-head">
            <GradeBadge grade={step.from} />
            <span>{tellMove(step)}</span>
            <GradeBadge grade={step.to} />
          </p>
          <ul class="reasons">
            {step.causes.map((cause) => (
              <li key={`${cause.kind} ${cause.claimId} ${cause.words}`}>{cause.words}</li>
            ))}
            {step.reasons.map((reason) => (
              <li key={reason} class="dim">
                {gradeReasonWords[reason]}
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ol>
  );
}

function tellMove({ from, to }: ClaimLife["steps"][number]): string {
  const by = gradeOrder.indexOf(to) - gradeOrder.indexOf(from);
  if (by === 0) return "stays, for other reasons:";
  return by > 0 ? "rises to" : "falls to";
}
