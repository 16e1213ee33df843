// Coverage of a framework: every requirement by grade, how that came to be, and what stands behind each.
import type { Coverage, CoverageHistory } from "../answers.ts";
import { Link } from "../parts/button.tsx";
import { EmptyState, Loading, ProblemNote } from "../parts/empty-state.tsx";
import { Choice, Field } from "../parts/field.tsx";
import { GradeCounts, GradeLegend } from "../parts/grade-badge.tsx";
import { PageHeader } from "../parts/page-header.tsx";
import { Course } from "../requirements/course.tsx";
import { HeatMap } from "../requirements/heat-map.tsx";
import { RequirementPanel } from "../requirements/requirement-panel.tsx";
import { definePage, useQuery } from "../router.ts";
import { useAsk } from "../use-ask.ts";

export const coveragePage = definePage({
  path: "/coverage",
  nav: { label: "Coverage", keys: "g c" },
  draw: () => <CoverageView />,
});

type Frameworks = { items: { id: string; title: string; isTarget: boolean }[] };

function CoverageView() {
  const [query, change] = useQuery();
  const frameworks = useAsk<Frameworks>("/v1/frameworks");
  const offered = (frameworks.answer?.items ?? []).filter(({ isTarget }) => !isTarget);
  const id = query.get("framework") ?? offered.find(({ id: one }) => one === "soc2-tsc-2017")?.id ?? null;
  const asOf = query.get("asOf") ?? "";
  const coverage = useAsk<Coverage>(id && `/v1/coverage/${id}${asOf ? `?asOf=${asOf}` : ""}`);
  const history = useAsk<CoverageHistory>(id && `/v1/coverage/${id}/history`);
  const found = coverage.answer;
  const chosen = query.get("requirement");
  const requirement = found?.requirements.find(({ requirementId }) => requirementId === chosen);
  return (
    <>
      <PageHeader
        title="Coverage"
        lead={
          found
            ? `${found.met} of ${found.total} requirements confirmed by people, or better`
            : "How far a framework is proven"
        }
      />
      <div class="stack">
        <div class="toolbar">
          <Choice
            label="Framework"
            value={id ?? ""}
            onChange={(framework) => change({ framework, requirement: null })}
            options={offered.map(({ id: value, title }) => ({ value, label: title }))}
          />
          <Field
            label="On the day"
            type="date"
            value={asOf}
            onInput={(day) => change({ asOf: day || null })}
          />
        </div>
        {coverage.problem ? <ProblemNote problem={coverage.problem} onRetry={coverage.reload} /> : null}
        {found === null && !coverage.problem ? <Loading what="the coverage" /> : null}
        {found && isEmpty(found) ? (
          <EmptyState title="No evidence yet" action={<Link to="/documents">Upload documents</Link>}>
            Upload policies, screenshots and records: each is read for all frameworks at once.
          </EmptyState>
        ) : null}
        {found ? (
          <section class="card stack" aria-label="Counts">
            <p>
              Requirements <GradeCounts counts={found.requirementsByGrade} />
            </p>
            <p>
              Points <GradeCounts counts={found.pointsByGrade} />
            </p>
            <p class="dim small">
              A requirement stands where its weakest required point stands. What no person has seen is never
              added to what people confirmed.
            </p>
          </section>
        ) : null}
        {found ? (
          <div class="desk">
            <div class="stack">
              <HeatMap
                requirements={found.requirements}
                chosen={chosen}
                onChoose={(one) => change({ requirement: one })}
              />
              <GradeLegend />
            </div>
            {requirement ? (
              <RequirementPanel framework={found.framework} requirement={requirement} />
            ) : (
              <p class="card dim">Choose a requirement to see its points, claims and quotes.</p>
            )}
          </div>
        ) : null}
        {history.answer ? (
          <section class="card stack" aria-label="Over time">
            <h2>Requirements over time</h2>
            <Course history={history.answer} what="requirementsByGrade" />
            <h2>Points over time</h2>
            <Course history={history.answer} what="pointsByGrade" />
          </section>
        ) : null}
      </div>
    </>
  );
}

function isEmpty({ pointsByGrade }: Coverage): boolean {
  return Object.entries(pointsByGrade).every(([grade, count]) => grade === "none" || count === 0);
}
