// The queue: what waits for a person, the most valuable first.
import type { Review } from "../answers.ts";
import { writeAgo, writeCount } from "../dates.ts";
import { Button, Link } from "../parts/button.tsx";
import { EmptyState, Loading, ProblemNote } from "../parts/empty-state.tsx";
import { Choice } from "../parts/field.tsx";
import { GradeBadge } from "../parts/grade-badge.tsx";
import { PageHeader } from "../parts/page-header.tsx";
import { Table } from "../parts/table.tsx";
import { openNext } from "../review/use-desk.ts";
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

type Summary = { open: number; late: number; waiting: number; mine: number };
type Frameworks = { items: { id: string; title: string }[] };

const states = [
  { value: "open", label: "Can be decided now" },
  { value: "late", label: "Late" },
  { value: "waiting", label: "Wait for the uploader" },
  { value: "mine", label: "Held by me" },
];

function Reviews() {
  const [query, change] = useQuery();
  const who = useWho();
  const wanted = new URLSearchParams({ state: query.get("state") ?? "open", limit: "50" });
  for (const name of ["frameworkId", "reason", "assignee", "documentId"]) {
    const value = query.get(name);
    if (value) wanted.set(name, value);
  }
  const listed = useList<Review>(`/v1/reviews?${wanted}`, { everyMs: 15_000 });
  const summary = useAsk<Summary>("/v1/reviews/summary", { everyMs: 15_000 });
  const frameworks = useAsk<Frameworks>("/v1/frameworks");
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
        <div class="toolbar">
          <Choice
            label="State"
            value={query.get("state") ?? "open"}
            onChange={(state) => change({ state })}
            options={states}
          />
          <Choice
            label="Framework"
            value={query.get("frameworkId") ?? ""}
            onChange={(frameworkId) => change({ frameworkId: frameworkId || null })}
            options={[
              { value: "", label: "Every framework" },
              ...(frameworks.answer?.items ?? []).map(({ id, title }) => ({ value: id, label: title })),
            ]}
          />
          <Choice
            label="Reason"
            value={query.get("reason") ?? ""}
            onChange={(reason) => change({ reason: reason || null })}
            options={[
              { value: "", label: "Every reason" },
              ...Object.entries(reviewReasonWords).map(([value, label]) => ({ value, label })),
            ]}
          />
          <Choice
            label="Assigned to"
            value={query.get("assignee") ?? ""}
            onChange={(assignee) => change({ assignee: assignee || null })}
            options={[
              { value: "", label: "Anybody" },
              { value: "me", label: "Me" },
              { value: "none", label: "Nobody" },
            ]}
          />
        </div>
        {listed.problem ? <ProblemNote problem={listed.problem} onRetry={listed.reload} /> : null}
        {listed.items === null ? <Loading what="the queue" /> : <Queue items={listed.items} />}
        {listed.hasMore ? <Button onClick={listed.more}>Show more</Button> : null}
      </div>
    </>
  );
}

function tellSummary({ open, late, waiting, mine }: Summary): string {
  return [
    `${writeCount(open, "review")} to decide`,
    late > 0 ? `${late} late` : "",
    waiting > 0 ? `${waiting} wait for an uploader` : "",
    mine > 0 ? `${mine} assigned to you` : "",
  ]
    .filter(Boolean)
    .join(" · ");
}

function Queue({ items }: { items: readonly Review[] }) {
  if (items.length === 0) {
    return (
      <EmptyState title="Nothing waits here" action={<Link to="/documents">Upload documents</Link>}>
        Reviews open when the machine is unsure, hears a warning, or is checked at random. Choose other
        filters, or upload more evidence.
      </EmptyState>
    );
  }
  return (
    <div class="table-frame">
      <Table
        caption="Reviews, the most valuable first"
        rows={items}
        getKey={({ id }) => id}
        columns={[
          {
            key: "claim",
            title: "Claim",
            isName: true,
            draw: ({ id, claim }) => <Link to={`/review/${id}`}>{claim.statement}</Link>,
          },
          {
            key: "grade",
            title: "Stands at",
            draw: ({ claim }) => <GradeBadge grade={claim.grade} isShort />,
          },
          {
            key: "document",
            title: "Document",
            isMinor: true,
            draw: ({ claim }) => claim.document.title ?? claim.document.fileName,
          },
          {
            key: "reasons",
            title: "Why",
            draw: ({ reasons }) => reasons.map((reason) => reviewReasonWords[reason]).join("; "),
          },
          {
            key: "worth",
            title: "Would lift",
            draw: ({ worth }) =>
              worth.requirements >= 1
                ? writeCount(Math.round(worth.requirements), "requirement")
                : "a part of one",
          },
          {
            key: "state",
            title: "State",
            isMinor: true,
            draw: ({ isLate, openedAt, lease, assignee }) => (
              <>
                {isLate ? <span class="chip bad">Late</span> : writeAgo(openedAt)}
                {lease && !lease.isMine ? ` · ${lease.holder.name} works on it` : ""}
                {assignee ? ` · for ${assignee.name}` : ""}
              </>
            ),
          },
        ]}
      />
    </div>
  );
}
