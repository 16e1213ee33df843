// The queue: what waits for a person, the most valuable first.
import type { Review } from "../answers.ts";
import { writeAgo, writeCount } from "../dates.ts";
import { Button, Link } from "../parts/button.tsx";
import { EmptyState, Loading, ProblemNote } from "../parts/empty-state.tsx";
import { GradeBadge } from "../parts/grade-badge.tsx";
import { PageHeader } from "../parts/page-header.tsx";
import { type Column, Table } from "../parts/table.tsx";
import { QueueFilters, type Summary } from "../review/queue-filters.tsx";
import { filterNames, openNext, writeReviewPlace } from "../review/use-desk.ts";
import { definePage, useQuery } from "../router.ts";
import { hasRole, useWho } from "../session.ts";
import { useAsk, useDoing } from "../use-ask.ts";
import { useList } from "../use-list.ts";
import { reviewReasonWords } from "../words.ts";

export const reviewsPage = definePage({
  path: "/review",
  nav: { label: "Review", keys: "g r" },
  draw: () => <Reviews />,
});

function Reviews() {
  const [query] = useQuery();
  const who = useWho();
  const wanted = new URLSearchParams({ state: query.get("state") ?? "open", limit: "50" });
  for (const name of filterNames) {
    const value = query.get(name);
    if (value) wanted.set(name, value);
  }
  const listed = useList<Review>(`/v1/reviews?${wanted}`, { everyMs: 15_000 });
  const summary = useAsk<Summary>("/v1/reviews/summary", { everyMs: 15_000 });
  const starting = useDoing(() => openNext());
  const mayDecide = who !== null && hasRole(who, "reviewer", "validator");
  return (
    <>
      <PageHeader
        title="Review"
        lead={summary.answer ? tellSummary(summary.answer) : "What waits for a person"}
        actions={
          mayDecide ? (
            <Button tone="main" isBusy={starting.isRunning} onClick={() => starting.run()}>
              Start reviewing
            </Button>
          ) : null
        }
      />
      <div class="stack">
        {starting.problem ? <ProblemNote problem={starting.problem} onDismiss={starting.clear} /> : null}
        <QueueFilters summary={summary.answer} />
        {listed.problem ? <ProblemNote problem={listed.problem} onRetry={listed.reload} /> : null}
        {listed.items === null ? (
          <Loading what="the queue" />
        ) : (
          <Queue items={listed.items} isNarrowed={query.size > 0} />
        )}
        {listed.hasMore ? <Button onClick={listed.more}>Show more</Button> : null}
      </div>
    </>
  );
}

function tellSummary({ open, late, waiting, assigned }: Summary): string {
  return [
    `${writeCount(open, "review")} to decide`,
    late > 0 ? `${late} late` : "",
    waiting > 0 ? `${waiting} wait for an uploader` : "",
    assigned > 0 ? `${assigned} assigned to you` : "",
  ]
    .filter(Boolean)
    .join(" · ");
}

function Queue({ items, isNarrowed }: { items: readonly Review[]; isNarrowed: boolean }) {
  if (items.length === 0) return <NothingWaits isNarrowed={isNarrowed} />;
  return (
    <div class="table-frame">
      <Table
        caption="Reviews, the most valuable first"
        rows={items}
        getKey={({ id }) => id}
        columns={columns}
      />
    </div>
  );
}

function NothingWaits({ isNarrowed }: { isNarrowed: boolean }) {
  return isNarrowed ? (
    <EmptyState title="Nothing waits here" action={<Link to="/review">Show the whole queue</Link>}>
      No review is like this. Choose other filters.
    </EmptyState>
  ) : (
    <EmptyState title="Nothing waits here" action={<Link to="/documents">Upload documents</Link>}>
      Reviews open when the machine is unsure, hears a warning, or is checked at random. Upload evidence, or
      look at the gaps to see what is missing.
    </EmptyState>
  );
}

const columns: Column<Review>[] = [
  {
    key: "claim",
    title: "Claim",
    isName: true,
    draw: ({ id, claim, isLate, lease, assignee, isWaiting }) => (
      <>
        <Link to={writeReviewPlace(id)}>{claim.statement}</Link>
        <span class="file-name">{claim.document.title ?? claim.document.fileName}</span>
        <span class="chips">
          {isLate ? <span class="chip bad">Late</span> : null}
          {lease ? (
            <span class={lease.isMine ? "chip" : "chip warn"}>
              {lease.isMine ? "You hold it" : `${lease.holder.name} works on it`}
            </span>
          ) : null}
          {assignee ? <span class="chip">For {assignee.name}</span> : null}
          {isWaiting ? <span class="chip">Waits for the uploader</span> : null}
        </span>
      </>
    ),
  },
  { key: "grade", title: "Stands at", draw: ({ claim }) => <GradeBadge grade={claim.grade} isShort /> },
  {
    key: "reasons",
    title: "Why",
    draw: ({ reasons }) => reasons.map((reason) => reviewReasonWords[reason]).join("; "),
  },
  { key: "worth", title: "Approving it", draw: ({ worth }) => tellWorth(worth.requirements) },
  { key: "opened", title: "Opened", isMinor: true, draw: ({ openedAt }) => writeAgo(openedAt) },
];

function tellWorth(requirements: number): string {
  if (requirements >= 1) return `would lift ${writeCount(Math.round(requirements), "requirement")}`;
  return requirements > 0 ? "would lift a part of one requirement" : "would lift no requirement";
}
