// Gaps: what to do next, the most valuable first.
import type { Gap, GapPage } from "../answers.ts";
import { writeCount } from "../dates.ts";
import { GapCard } from "../gaps/gap-card.tsx";
import { Button, Link } from "../parts/button.tsx";
import { EmptyState, Loading, ProblemNote } from "../parts/empty-state.tsx";
import { PageHeader } from "../parts/page-header.tsx";
import {
  FloorChoice,
  FrameworkChoice,
  readFloor,
  useFrameworks,
  usualFloor,
} from "../requirements/framework-choice.tsx";
import { useOpenReviews } from "../requirements/use-open-reviews.ts";
import { definePage, useQuery } from "../router.ts";
import { useList } from "../use-list.ts";
import { gradeWords } from "../words.ts";

export const gapsPage = definePage({
  path: "/gaps",
  nav: { label: "Gaps", keys: "g g" },
  draw: () => <Gaps />,
});

type Head = Omit<GapPage, "items" | "nextCursor">;

function Gaps() {
  const [query, change] = useQuery();
  const { offered, problem, reload } = useFrameworks();
  const framework = query.get("framework") ?? "";
  const floor = readFloor(query.get("floor"));
  const asked = `limit=20${floor === usualFloor ? "" : `&floor=${floor}`}`;
  const listed = useList<Gap, Head>(
    `/v1/gaps${framework ? `/${encodeURIComponent(framework)}` : ""}?${asked}`,
  );
  const { head } = listed;
  return (
    <>
      <PageHeader
        title="Gaps"
        lead={head ? tellGaps(head, framework !== "") : "What would lift most, by itself, first"}
      />
      <div class="stack">
        <div class="toolbar">
          <FrameworkChoice
            offered={offered}
            value={framework}
            onChange={(one) => change({ framework: one })}
            everything="Every framework in scope"
          />
          <FloorChoice value={floor} onChange={(one) => change({ floor: one })} />
        </div>
        {problem ? <ProblemNote problem={problem} onRetry={reload} /> : null}
        {listed.problem ? <ProblemNote problem={listed.problem} onRetry={listed.reload} /> : null}
        {listed.items === null && !listed.problem ? <Loading what="the gaps" /> : null}
        {head?.documentCount === 0 ? <NoDocuments /> : null}
        {listed.items?.length === 0 ? (
          <EmptyState title="Nothing is missing" action={<Link to="/coverage">Look at the coverage</Link>}>
            Every point in scope stands at {gradeWords[floor].name} or above.
          </EmptyState>
        ) : null}
        <Ranked gaps={listed.items ?? []} />
        {listed.hasMore && head ? (
          <div class="actions">
            <Button onClick={listed.more} isBusy={listed.isLoading}>
              Show more
            </Button>
            <span class="dim">
              {listed.items?.length} of {head.total} are shown
            </span>
          </div>
        ) : null}
      </div>
    </>
  );
}

function tellGaps({ total, frameworks, isScopeChosen }: Head, isOne: boolean): string {
  const where = isOne ? "in this framework" : `in ${writeCount(frameworks.length, "framework")}`;
  const all = isOne || isScopeChosen ? "" : ", all of them, as nobody has chosen a scope";
  return `${writeCount(total, "point")} below the floor ${where}${all}. What lifts most comes first.`;
}

function NoDocuments() {
  return (
    <EmptyState title="No documents yet" action={<Link to="/documents">Upload documents</Link>}>
      So every point is a gap. Begin at the top of this list: each file that closes one is read for all
      frameworks at once.
    </EmptyState>
  );
}

/** The reviews come the most valuable first, so the first one of a point is the one to do. */
function Ranked({ gaps }: { gaps: readonly Gap[] }) {
  const reviews = useOpenReviews("");
  return (
    <ol class="gap-list" aria-label="Gaps, the most valuable first">
      {gaps.map((gap, index) => (
        <li key={gap.pointId}>
          <GapCard
            gap={gap}
            rank={index + 1}
            reviewId={reviews.find(({ claim }) => claim.pointId === gap.pointId)?.id ?? null}
          />
        </li>
      ))}
    </ol>
  );
}
