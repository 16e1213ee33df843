// Coverage of a framework: every requirement by grade, and how that came to be.
import type { Coverage, CoverageHistory, Framework } from "../answers.ts";
import { writeCount, writeDay } from "../dates.ts";
import { Button, Link } from "../parts/button.tsx";
import { EmptyState, Loading, ProblemNote } from "../parts/empty-state.tsx";
import { Field } from "../parts/field.tsx";
import { GradeLegend } from "../parts/grade-badge.tsx";
import { PageHeader } from "../parts/page-header.tsx";
import { Course } from "../requirements/course.tsx";
import { writeQuestion, writeRequirementPath } from "../requirements/coverage-question.ts";
import { FloorChoice, FrameworkChoice, readFloor, useFrameworks } from "../requirements/framework-choice.tsx";
import { GradeTable } from "../requirements/grade-table.tsx";
import { HeatMap } from "../requirements/heat-map.tsx";
import { definePage, useQuery } from "../router.ts";
import { useAsk } from "../use-ask.ts";
import { gradeWords } from "../words.ts";

export const coveragePage = definePage({
  path: "/coverage",
  nav: { label: "Coverage", keys: "g c" },
  draw: () => <CoverageView />,
});

function CoverageView() {
  const [query, change] = useQuery();
  const { offered, isScopeChosen, problem, reload } = useFrameworks();
  const id = query.get("framework") ?? offered[0]?.id ?? null;
  const question = writeQuestion(query);
  const coverage = useAsk<Coverage>(id && `/v1/coverage/${encodeURIComponent(id)}${question}`);
  const found = coverage.answer;
  return (
    <>
      <PageHeader title="Coverage" lead={found ? tellMet(found) : "How far a framework is proven"} />
      <div class="stack">
        <div class="toolbar">
          <FrameworkChoice
            offered={offered}
            value={id ?? ""}
            onChange={(framework) => change({ framework, at: null })}
          />
          <FloorChoice value={readFloor(query.get("floor"))} onChange={(floor) => change({ floor })} />
          <Field
            label="As of the day"
            type="date"
            value={query.get("asOf") ?? ""}
            onInput={(asOf) => change({ asOf })}
          />
          {query.get("asOf") ? <Button onClick={() => change({ asOf: null })}>Back to today</Button> : null}
        </div>
        {problem ? <ProblemNote problem={problem} onRetry={reload} /> : null}
        {coverage.problem ? <ProblemNote problem={coverage.problem} onRetry={coverage.reload} /> : null}
        {found === null && !coverage.problem && !problem ? <Loading what="the coverage" /> : null}
        {found ? (
          <Answer
            coverage={found}
            question={question}
            isScopeChosen={isScopeChosen}
            start={query.get("at")}
            day={query.get("asOf")}
          />
        ) : null}
      </div>
    </>
  );
}

function tellMet({ met, total, floor, openReviews }: Coverage): string {
  const waiting = openReviews > 0 ? ` · ${writeCount(openReviews, "review")} open` : "";
  return `${met} of ${total} requirements stand at ${gradeWords[floor].name} or above${waiting}`;
}

type AnswerProps = {
  coverage: Coverage;
  question: string;
  isScopeChosen: boolean;
  start: string | null;
  day: string | null;
};

function Answer({ coverage, question, isScopeChosen, start, day }: AnswerProps) {
  const path = encodeURIComponent(coverage.framework);
  const framework = useAsk<Framework>(`/v1/frameworks/${path}`);
  const groups = new Map(framework.answer?.requirements.map(({ id, group }) => [id, group]));
  return (
    <>
      {isEmpty(coverage) ? <Nothing day={day} /> : null}
      <section class="card stack" aria-label="Counts">
        <GradeTable coverage={coverage} />
        <p class="dim small">
          A requirement stands where its weakest required point stands. What no person has seen is never added
          to what people confirmed. {isScopeChosen ? "" : "Nobody has chosen a scope: everything counts."}
        </p>
        <NotApplicable coverage={coverage} />
      </section>
      <section class="card stack" aria-labelledby="map-title">
        <h2 id="map-title">Requirements</h2>
        <GradeLegend counts={coverage.requirementsByGrade} />
        <p class="dim small">
          The strip below a name shows how its points share out. Arrow keys move from cell to cell, Enter
          opens one.
        </p>
        {framework.answer || framework.problem ? (
          <HeatMap
            requirements={coverage.requirements}
            groups={groups}
            start={start}
            writePath={(one) => writeRequirementPath(coverage.framework, one, question)}
          />
        ) : (
          <Loading what="the requirements" />
        )}
      </section>
      <OverTime framework={path} />
    </>
  );
}

function isEmpty({ pointsByGrade }: Coverage): boolean {
  return Object.entries(pointsByGrade).every(([grade, count]) => grade === "none" || count === 0);
}

function Nothing({ day }: { day: string | null }) {
  if (day) {
    return (
      <EmptyState
        title={`Nothing counted on ${writeDay(day)}`}
        action={<Link to="/documents">Look at the documents</Link>}
      >
        No document had been read by then, or none spoke for this framework. Choose a later day.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title="No evidence yet"
      action={
        <>
          <Link to="/documents">Upload documents</Link>
          <Link to="/gaps">See what would help most</Link>
        </>
      }
    >
      Upload policies, screenshots and records: each is read for all frameworks at once, and what it proves
      shows on this map.
    </EmptyState>
  );
}

function NotApplicable({ coverage: { scope } }: { coverage: Coverage }) {
  if (scope.notApplicable.length === 0) return null;
  return (
    <details>
      <summary>{writeCount(scope.notApplicable.length, "requirement")} declared not applicable</summary>
      <ul class="plain-list">
        {scope.notApplicable.map(({ requirementId, justification, decidedBy }) => (
          <li key={requirementId}>
            <strong>{requirementId}</strong> by {decidedBy}
            {justification ? `: ${justification}` : ""}
          </li>
        ))}
      </ul>
    </details>
  );
}

function OverTime({ framework }: { framework: string }) {
  const { answer, problem, reload } = useAsk<CoverageHistory>(`/v1/coverage/${framework}/history`);
  return (
    <section class="card stack" aria-labelledby="course-title">
      <h2 id="course-title">Over time</h2>
      {problem ? <ProblemNote problem={problem} onRetry={reload} /> : null}
      {answer === null && !problem ? <Loading what="the history" /> : null}
      {answer ? (
        <div class="courses">
          <Course history={answer} what="requirementsByGrade" />
          <Course history={answer} what="pointsByGrade" />
        </div>
      ) : null}
    </section>
  );
}
