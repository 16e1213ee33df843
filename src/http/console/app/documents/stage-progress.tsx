// The progress of one document through its stages; why it waits or failed, and how to try again.
import type { DocumentDetail, ListedDocument } from "../answers.ts";
import { ask } from "../api.ts";
import { writeMoment } from "../dates.ts";
import { Button } from "../parts/button.tsx";
import { ProblemNote } from "../parts/empty-state.tsx";
import { Progress } from "../parts/progress.tsx";
import { refresh, useDoing } from "../use-ask.ts";
import { findState, measureSteps, tellStage } from "./document-state.ts";

type Subject = Pick<
  ListedDocument | DocumentDetail,
  | "id"
  | "stage"
  | "waitingReason"
  | "waitingUntil"
  | "failureReason"
  | "progressDone"
  | "progressTotal"
  | "progress"
>;

/** Draws nothing for a document that is done. */
export function StageProgress({ document, mayRetry }: { document: Subject; mayRetry: boolean }) {
  const state = findState(document);
  if (state === "done") return null;
  if (state === "failed") return <Failed document={document} mayRetry={mayRetry} />;
  const { done, total } = measureSteps(document);
  const step = Math.min(total, Math.floor(done) + 1);
  const rate = document.progress.perSecond;
  return (
    <div class="stage-progress">
      <Progress
        label={tellStage(document)}
        done={done}
        total={total}
        note={`step ${step} of ${total}${rate === null ? "" : `, ${rate} a second`}`}
      />
      {state === "waiting" ? (
        <p class="waiting">
          Waits: {document.waitingReason}
          {document.waitingUntil ? ` Goes on by itself, ${writeMoment(document.waitingUntil)}.` : ""}
        </p>
      ) : null}
    </div>
  );
}

function Failed({ document: { id, failureReason }, mayRetry }: { document: Subject; mayRetry: boolean }) {
  const retry = useDoing(async () => {
    await ask(`/v1/documents/${id}/retry`, { method: "POST" });
    refresh("/v1/documents");
  });
  return (
    <div class="failed">
      <p>
        <strong>Failed.</strong> {failureReason ?? "No reason is known."}
      </p>
      {mayRetry ? (
        <Button isSmall onClick={retry.run} isBusy={retry.isRunning}>
          Try again
        </Button>
      ) : null}
      {retry.problem ? <ProblemNote problem={retry.problem} onDismiss={retry.clear} /> : null}
    </div>
  );
}
