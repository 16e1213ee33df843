// Approving several reviews at once: how many, and in which words, before it is done.
import { useEffect, useState } from "preact/hooks";
import type { ReviewDetail } from "../answers.ts";
import { ask } from "../api.ts";
import { Button } from "../parts/button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { Loading, ProblemNote } from "../parts/empty-state.tsx";
import { useDoing } from "../use-ask.ts";
import { natureWords, stanceWords } from "../words.ts";
import { approveTogether } from "./use-desk.ts";

type BulkDialogProps = { item: ReviewDetail; onClose: () => void };

export function BulkDialog({ item, onClose }: BulkDialogProps) {
  const { reviewIds } = item.detail.bulk;
  const [others, setOthers] = useState<ReviewDetail[] | null>(null);
  const reading = useDoing(async () => {
    setOthers(await Promise.all(reviewIds.map((id) => ask<ReviewDetail>(`/v1/reviews/${id}`))));
  });
  useEffect(() => reading.run(), []);
  const all = others ? [item, ...others] : null;
  const approving = useDoing(async () => {
    if (!all) return;
    await approveTogether(all);
    onClose();
  });
  const problem = reading.problem ?? approving.problem;
  const count = reviewIds.length + 1;
  return (
    <Dialog
      title={`Approve ${count} reviews together?`}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            tone="main"
            keys="Ctrl Enter"
            isBusy={approving.isRunning}
            isDisabled={!all}
            onClick={() => approving.run()}
          >
            Approve all {count}
          </Button>
        </>
      }
      onSend={() => approving.run()}
    >
      <div class="stack">
        <p>They are about the same point in versions of the same document. Each is recorded singly.</p>
        {problem ? (
          <ProblemNote problem={problem} onRetry={reading.problem ? reading.run : undefined} />
        ) : null}
        {all ? (
          all.map(({ id, claim }) => (
            <div key={id} class="desk-other">
              <p class="chips">
                <span class="chip">{stanceWords[claim.stance]}</span>
                <span class="chip">{natureWords[claim.nature].name}</span>
                <span class="dim small">
                  {claim.document.fileName}, page {claim.quotes[0]?.pageNumber}
                </span>
              </p>
              {claim.quotes.map(({ start, text }) => (
                <blockquote key={start} class="quote small">
                  {text}
                </blockquote>
              ))}
            </div>
          ))
        ) : reading.problem ? null : (
          <Loading what="what they say" />
        )}
      </div>
    </Dialog>
  );
}
