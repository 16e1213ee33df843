// The desk: one review with its proof, decided by hand or by keyboard alone.
import { useState } from "preact/hooks";
import type { ReviewDetail } from "../answers.ts";
import { useKeys } from "../keys.ts";
import { Button } from "../parts/button.tsx";
import { Loading, ProblemNote } from "../parts/empty-state.tsx";
import { PageHeader } from "../parts/page-header.tsx";
import { AssignDialog } from "../review/assign-dialog.tsx";
import { BulkDialog } from "../review/bulk-dialog.tsx";
import { type Asking, DecisionDialog } from "../review/decision-dialog.tsx";
import { ChangedNote, HeldNote, listChanges } from "../review/desk-notes.tsx";
import { DeskProof } from "../review/desk-proof.tsx";
import { DeskReasons } from "../review/desk-reasons.tsx";
import { decide, openNext, openPrevious, writeReviewPlace } from "../review/use-desk.ts";
import { useLease } from "../review/use-lease.ts";
import { definePage } from "../router.ts";
import { announce } from "../toasts.ts";
import { useAsk, useDoing } from "../use-ask.ts";

export const deskPage = definePage({
  path: "/review/:id",
  nav: null,
  draw: ({ id }) => <Desk key={id} id={id} />,
});

function Desk({ id }: { id: string }) {
  const asked = useAsk<ReviewDetail>(`/v1/reviews/${id}`);
  const holding = useLease(id);
  const moving = useDoing(() => openNext(id));
  useKeys("Review", [
    { keys: "j", label: "Next one", run: () => moving.run() },
    { keys: "k", label: "The one before", run: () => openPrevious(id) },
  ]);
  const item = asked.answer;
  return (
    <>
      <PageHeader
        title={item ? "Does it prove this?" : "A review"}
        up={{ to: writeReviewPlace(), label: "Review" }}
        lead={item ? (item.detail.document.title ?? item.detail.document.fileName) : undefined}
        actions={
          <>
            <Button keys="k" tone="quiet" onClick={() => openPrevious(id)}>
              Before
            </Button>
            <Button keys="j" isBusy={moving.isRunning} onClick={() => moving.run()}>
              Next
            </Button>
          </>
        }
      />
      <div class="stack">
        {asked.problem ? <ProblemNote problem={asked.problem} onRetry={asked.reload} /> : null}
        {moving.problem ? <ProblemNote problem={moving.problem} onDismiss={moving.clear} /> : null}
        {item && holding.problem ? <HeldNote problem={holding.problem} onRetry={holding.run} /> : null}
        {item ? (
          <DeskOf item={item} isHeld={holding.problem?.body["lease"] !== undefined} reload={asked.reload} />
        ) : asked.problem ? null : (
          <Loading what="the review" />
        )}
      </div>
    </>
  );
}

type DeskOfProps = {
  item: ReviewDetail;
  /** By somebody else. */
  isHeld: boolean;
  reload: () => void;
};

type Open = Asking | "bulk" | "assign" | null;

function DeskOf({ item, isHeld, reload }: DeskOfProps) {
  const [open, setOpen] = useState<Open>(null);
  const approving = useDoing(async () => {
    try {
      await decide(item, { action: "approve", rationale: null });
    } catch (refused) {
      reload();
      throw refused;
    }
  });
  // What changed is to be read before it can be decided: a second stroke of the key is no look.
  const isUnread = listChanges(approving.problem) !== null;
  const isBlocked = isHeld || isUnread;
  const act = (run: () => void) => () => {
    if (!isBlocked) run();
    else announce(isHeld ? "Somebody else is working on this review." : "Read first what changed.");
  };
  const acts = listActs(item, approving, setOpen).map((one) => ({ ...one, run: act(one.run) }));
  useKeys("Decide", acts);
  return (
    <>
      <div class="desk" data-review={item.id}>
        <DeskProof item={item} />
        <DeskReasons item={item} />
      </div>
      <div class="desk-foot">
        {approving.problem ? (
          <ChangedNote problem={approving.problem} onSeen={isUnread ? approving.clear : undefined} />
        ) : null}
        <div class="desk-bar" role="toolbar" aria-label="Decide">
          {acts.map(({ keys, label, run, tone }) => (
            <Button
              key={keys}
              keys={keys}
              tone={tone}
              isBusy={keys === "a" && approving.isRunning}
              isDisabled={isBlocked}
              onClick={run}
            >
              {label}
            </Button>
          ))}
        </div>
      </div>
      {open === "bulk" ? <BulkDialog item={item} onClose={() => setOpen(null)} /> : null}
      {open === "assign" ? <AssignDialog item={item} onClose={() => setOpen(null)} /> : null}
      {open !== null && open !== "bulk" && open !== "assign" ? (
        <DecisionDialog item={item} action={open} onClose={() => setOpen(null)} onChanged={reload} />
      ) : null}
    </>
  );
}

type Act = { keys: string; label: string; tone: "plain" | "main" | "bad"; run: () => void };

function listActs(item: ReviewDetail, approving: { run: () => void }, open: (what: Open) => void): Act[] {
  const { count } = item.detail.bulk;
  return [
    { keys: "a", label: "Approve", tone: "main", run: () => approving.run() },
    { keys: "r", label: "Reject", tone: "bad", run: () => open("reject") },
    { keys: "n", label: "Needs more", tone: "plain", run: () => open("request_evidence") },
    { keys: "m", label: "Amend", tone: "plain", run: () => open("amend") },
    { keys: "e", label: "Escalate", tone: "plain", run: () => open("escalate") },
    { keys: "t", label: "Give to", tone: "plain", run: () => open("assign") },
    ...(count > 0
      ? [
          {
            keys: "b",
            label: `Approve all ${count + 1} like it`,
            tone: "plain" as const,
            run: () => open("bulk"),
          },
        ]
      : []),
  ];
}
