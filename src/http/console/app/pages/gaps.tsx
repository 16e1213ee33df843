// Gaps: what to do next, the most valuable first.
import type { Gap } from "../answers.ts";
import { writeCount } from "../dates.ts";
import { Button, Link } from "../parts/button.tsx";
import { EmptyState, Loading, ProblemNote } from "../parts/empty-state.tsx";
import { Choice } from "../parts/field.tsx";
import { GradeBadge } from "../parts/grade-badge.tsx";
import { PageHeader } from "../parts/page-header.tsx";
import { definePage, useQuery } from "../router.ts";
import { useAsk } from "../use-ask.ts";
import { useList } from "../use-list.ts";
import { kindWords } from "../words.ts";

export const gapsPage = definePage({
  path: "/gaps",
  nav: { label: "Gaps", keys: "g g" },
  draw: () => <Gaps />,
});

type Frameworks = { items: { id: string; title: string; isTarget: boolean }[] };

const effortWords = {
  review: "Review what is there",
  renew: "Renew what is out of date",
  upload: "Upload something new",
};

function Gaps() {
  const [query, change] = useQuery();
  const frameworks = useAsk<Frameworks>("/v1/frameworks");
  const framework = query.get("framework") ?? "";
  const listed = useList<Gap>(`/v1/gaps${framework ? `/${framework}` : ""}?limit=20`);
  return (
    <>
      <PageHeader title="Gaps" lead="What would lift most, by itself, first" />
      <div class="stack">
        <div class="toolbar">
          <Choice
            label="Framework"
            value={framework}
            onChange={(one) => change({ framework: one || null })}
            options={[
              { value: "", label: "Every framework in scope" },
              ...(frameworks.answer?.items ?? [])
                .filter(({ isTarget }) => !isTarget)
                .map(({ id, title }) => ({ value: id, label: title })),
            ]}
          />
        </div>
        {listed.problem ? <ProblemNote problem={listed.problem} onRetry={listed.reload} /> : null}
        {listed.items === null && !listed.problem ? <Loading what="the gaps" /> : null}
        {listed.items?.length === 0 ? (
          <EmptyState title="Nothing is missing" action={<Link to="/coverage">Look at the coverage</Link>}>
            Every point in scope stands at the floor or above.
          </EmptyState>
        ) : null}
        {(listed.items ?? []).map((gap) => (
          <GapCard key={gap.pointId} gap={gap} />
        ))}
        {listed.hasMore ? <Button onClick={listed.more}>Show more</Button> : null}
      </div>
    </>
  );
}

function GapCard({ gap }: { gap: Gap }) {
  const { pointId, statement, grade, requirements, unlocks, effort, kind, advice, owner, example } = gap;
  return (
    <article class="card stack" aria-label={statement}>
      <h2>{statement}</h2>
      <p class="actions">
        <GradeBadge grade={grade} />
        <span class="chip">{effortWords[effort]}</span>
        <span class="dim small">
          needed for {writeCount(requirements.length, "requirement")}
          {unlocks > 0 ? `, lifts ${unlocks} alone` : ""}
        </span>
        <code class="small">{pointId}</code>
      </p>
      <p>{advice}</p>
      <p class="dim small">
        {kindWords[kind]}
        {owner ? ` · ${owner} probably has it` : ""}
      </p>
      <blockquote class="quote small">
        <span class="dim">For example: </span>
        {example}
      </blockquote>
      <p>
        <Link to={effort === "review" ? "/review" : "/documents"}>
          {effort === "review" ? "Go to the reviews" : "Upload it"}
        </Link>
      </p>
    </article>
  );
}
