// The desk: one review with its proof, decided by hand or by keyboard alone.
import { useEffect, useState } from "preact/hooks";
import type { ReviewDetail } from "../answers.ts";
import { ask } from "../api.ts";
import { useKeys } from "../keys.ts";
import { Button } from "../parts/button.tsx";
import { Loading, ProblemNote } from "../parts/empty-state.tsx";
import { PageHeader } from "../parts/page-header.tsx";
import type { Problem } from "../problem.ts";
import { type Asking, DecisionDialog } from "../review/decision-dialog.tsx";
import { DeskProof } from "../review/desk-proof.tsx";
import { DeskReasons } from "../review/desk-reasons.tsx";
import { decide, noteVisit, openNext, openPrevious } from "../review/use-desk.ts";
import { definePage } from "../router.ts";
import { useAsk, useDoing } from "../use-ask.ts";

export const deskPage = definePage({
  path: "/review/:id",
  nav: null,
  draw: ({ id }) => <Desk key={id} id={id} />,
});

const up = { to: "/review", label: "Review" };
const renewEveryMs = 4 * 60_000;

function Desk({ id }: { id: string }) {
  const asked = useAsk<ReviewDetail>(`/v1/reviews/${id}`);
  const holding = useDoing(async () => {
    await ask(`/v1/reviews/${id}/claim`, { method: "POST" });
  });
  useEffect(() => {
    noteVisit(id);
    holding.run();
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") holding.run();
    }, renewEveryMs);
    return () => {
      clearInterval(timer);
      // Whoever decided it holds it no more.
      ask(`/v1/reviews/${id}/release`, { method: "POST" }).catch(() => undefined);
    };
  }, [id]);
  const item = asked.answer;
  return (
    <>
      <PageHeader
        title={item ? "Does it prove this?" : "A review"}
        up={up}
        lead={item ? `${item.detail.document.title ?? item.detail.document.fileName}` : undefined}
      />
      {asked.problem ? <ProblemNote problem={asked.problem} onRetry={asked.reload} /> : null}
      {item ? (
        <DeskOf item={item} held={holding.problem} reload={asked.reload} />
      ) : asked.problem ? null : (
        <Loading what="the review" />
      )}
    </>
  );
}

type DeskOfProps = { item: ReviewDetail; held: Problem | null; reload: () => void };

function DeskOf({ item, held, reload }: DeskOfProps) {
  const [asking, setAsking] = useState<Asking | null>(null);
  const approving = useDoing(() => decide(item, { action: "approve", rationale: null }));
  const bulk = useDoing(() => approveTogether(item));
  const moving = useDoing((skip: string) => openNext(skip));
  const more = item.detail.bulk.count;
  useKeys("Review", [
    { keys: "a", label: "Approve", run: () => approving.run() },
    { keys: "r", label: "Reject", run: () => setAsking("reject") },
    { keys: "n", label: "Needs more evidence", run: () => setAsking("request_evidence") },
    { keys: "e", label: "Escalate", run: () => setAsking("escalate") },
    { keys: "m", label: "Amend", run: () => setAsking("amend") },
    ...(more > 0 ? [{ keys: "b", label: "Approve all like it", run: () => bulk.run() }] : []),
    { keys: "j", label: "Next one", run: () => moving.run(item.id) },
    { keys: "k", label: "The one before", run: () => openPrevious(item.id) },
  ]);
  return (
    <>
      {held ? <ProblemNote problem={held} /> : null}
      <div class="desk">
        <DeskProof item={item} />
        <DeskReasons item={item} />
      </div>
      {[approving, bulk, moving].map(({ problem, clear }, index) =>
        problem ? (
          <Changed
            key={["approve", "bulk", "move"][index]}
            problem={problem}
            onLook={() => {
              clear();
              reload();
            }}
          />
        ) : null,
      )}
      <div class="desk-bar" role="toolbar" aria-label="Decide">
        <Button tone="main" keys="a" isBusy={approving.isRunning} onClick={() => approving.run()}>
          Approve
        </Button>
        <Button keys="r" tone="bad" onClick={() => setAsking("reject")}>
          Reject
        </Button>
        <Button keys="n" onClick={() => setAsking("request_evidence")}>
          Needs more
        </Button>
        <Button keys="m" onClick={() => setAsking("amend")}>
          Amend
        </Button>
        <Button keys="e" onClick={() => setAsking("escalate")}>
          Escalate
        </Button>
        {more > 0 ? (
          <Button keys="b" isBusy={bulk.isRunning} onClick={() => bulk.run()}>
            Approve all {more + 1} like it
          </Button>
        ) : null}
        <Button keys="j" tone="quiet" onClick={() => moving.run(item.id)}>
          Next
        </Button>
      </div>
      {asking ? <DecisionDialog item={item} action={asking} onClose={() => setAsking(null)} /> : null}
    </>
  );
}

type Change = { what: string; before: string | null; after: string | null };

/** What is different from what was shown, when that is why it was refused. */
function Changed({ problem, onLook }: { problem: Problem; onLook: () => void }) {
  const changes = (problem.body?.["changes"] ?? []) as Change[];
  return (
    <section class="note warn stack" role="alert">
      <p>
        <strong>{problem.message}</strong>
      </p>
      {changes.length > 0 ? (
        <table class="plain-table">
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
      ) : null}
      <p>
        <Button isSmall onClick={onLook}>
          Look again
        </Button>
      </p>
    </section>
  );
}

async function approveTogether(item: ReviewDetail): Promise<void> {
  const others = await Promise.all(
    item.detail.bulk.reviewIds.map((id) => ask<ReviewDetail>(`/v1/reviews/${id}`)),
  );
  const items = [item, ...others].map(({ id, version }) => ({ id, version }));
  await ask("/v1/reviews/bulk-approve", { method: "POST", body: { items } });
  await openNext();
}
