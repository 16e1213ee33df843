// One requirement: its points, and for each the claims that carry it, with their words.
import type { Claim, Coverage, Point } from "../answers.ts";
import { writeCount, writeDay } from "../dates.ts";
import { Button, Link } from "../parts/button.tsx";
import { EmptyState, Loading, ProblemNote } from "../parts/empty-state.tsx";
import { GradeBadge } from "../parts/grade-badge.tsx";
import { PageHeader } from "../parts/page-header.tsx";
import { writeMapPath, writeQuestion, writeRequirementPath } from "../requirements/coverage-question.ts";
import { PointCard } from "../requirements/point-card.tsx";
import { useOpenReviews } from "../requirements/use-open-reviews.ts";
import { definePage, useQuery } from "../router.ts";
import { useAsk } from "../use-ask.ts";
import { type Listed, useList } from "../use-list.ts";

export const requirementPage = definePage({
  path: "/coverage/:framework/:requirement",
  nav: null,
  draw: ({ framework, requirement }) => <RequirementView framework={framework} id={requirement} />,
});

type Requirement = Coverage["requirements"][number];

function RequirementView({ framework, id }: { framework: string; id: string }) {
  const [query] = useQuery();
  const question = writeQuestion(query);
  const { answer, problem, reload } = useAsk<Coverage>(
    `/v1/coverage/${encodeURIComponent(framework)}${question}`,
  );
  const asked = new URLSearchParams({ frameworkId: framework, requirementId: id, limit: "200" });
  const claims = useList<Claim>(`/v1/claims?${asked}`);
  const at = answer?.requirements.findIndex(({ requirementId }) => requirementId === id) ?? -1;
  const requirement = answer?.requirements[at];
  const up = { to: writeMapPath(framework, id, question), label: "Coverage" };
  return (
    <>
      <PageHeader
        title={requirement ? `${id} ${requirement.title}` : id}
        up={up}
        lead={requirement ? <Lead requirement={requirement} /> : "Its points and what speaks for them"}
        actions={answer && requirement ? <Neighbours coverage={answer} at={at} question={question} /> : null}
      />
      <div class="stack">
        {problem ? (
          <ProblemNote problem={problem} onRetry={problem.status === 404 ? undefined : reload} />
        ) : null}
        {answer === null && !problem ? <Loading what="the requirement" /> : null}
        {answer && !requirement ? (
          <EmptyState title="No such requirement" action={<Link to={up.to}>Look at the coverage</Link>}>
            This framework has none of this name in scope.
          </EmptyState>
        ) : null}
        {requirement ? (
          <Points framework={framework} requirement={requirement} claims={claims} day={query.get("asOf")} />
        ) : null}
      </div>
    </>
  );
}

function Lead({ requirement: { grade } }: { requirement: Requirement }) {
  return (
    <>
      <GradeBadge grade={grade} /> as its weakest required point
    </>
  );
}

type NeighboursProps = { coverage: Coverage; at: number; question: string };

function Neighbours({ coverage: { framework, requirements }, at, question }: NeighboursProps) {
  const [before, after] = [requirements[at - 1], requirements[at + 1]];
  return (
    <>
      {before ? (
        <Link
          class="button plain"
          to={writeRequirementPath(framework, before.requirementId, question)}
          label={`Previous: ${before.requirementId}`}
        >
          ← {before.requirementId}
        </Link>
      ) : null}
      {after ? (
        <Link
          class="button plain"
          to={writeRequirementPath(framework, after.requirementId, question)}
          label={`Next: ${after.requirementId}`}
        >
          {after.requirementId} →
        </Link>
      ) : null}
    </>
  );
}

type PointsProps = { framework: string; requirement: Requirement; claims: Listed<Claim>; day: string | null };

function Points({ framework, requirement, claims, day }: PointsProps) {
  const words = useAsk<{ items: Point[] }>(`/v1/frameworks/${encodeURIComponent(framework)}/points`);
  const reviews = useOpenReviews(`frameworkId=${encodeURIComponent(framework)}`);
  const reviewIds = new Map(reviews.map(({ claimId, id }) => [claimId, id]));
  const { items, problem, reload } = claims;
  return (
    <>
      {problem ? <ProblemNote problem={problem} onRetry={reload} /> : null}
      {day ? (
        <p class="note">
          Grades of points are those of {writeDay(day)}. Claims and their quotes are shown as they stand
          today.
        </p>
      ) : null}
      {items === null && !problem ? <Loading what="its claims" /> : null}
      {items === null
        ? null
        : groupPoints(requirement.points).map(({ key, oneOf, members }) => (
            <section
              key={key}
              class={oneOf ? "alternatives stack" : "stack"}
              aria-label={oneOf ? "Alternatives" : "Point"}
            >
              {oneOf ? (
                <p>
                  <strong>One of these {writeCount(members.length, "point")} is enough</strong>
                </p>
              ) : null}
              {members.map((point) => (
                <PointCard
                  key={point.pointId}
                  point={point}
                  words={words.answer?.items.find(({ id }) => id === point.pointId) ?? null}
                  claims={items.filter(({ pointId }) => pointId === point.pointId)}
                  reviewIds={reviewIds}
                />
              ))}
            </section>
          ))}
      {claims.hasMore ? <Button onClick={claims.more}>Show more claims</Button> : null}
    </>
  );
}

type Group = { key: string; oneOf: boolean; members: Requirement["points"] };

/** What is required by itself, alternatives together, and last what only helps. */
function groupPoints(points: Requirement["points"]): Group[] {
  const groups = new Map<string, Group>();
  for (const point of points.toSorted((a, b) => Number(b.required) - Number(a.required))) {
    const oneOf = point.required && point.oneOf !== undefined;
    const key = oneOf ? `one of ${point.oneOf}` : point.pointId;
    const group = groups.get(key) ?? { key, oneOf, members: [] };
    groups.set(key, { ...group, members: [...group.members, point] });
  }
  return [...groups.values()].map((group) => ({ ...group, oneOf: group.oneOf && group.members.length > 1 }));
}
