// One requirement: its points, and for each the claims that carry it, with their quotes.
import type { Claim, Coverage } from "../answers.ts";
import { Link } from "../parts/button.tsx";
import { Loading, ProblemNote } from "../parts/empty-state.tsx";
import { GradeBadge } from "../parts/grade-badge.tsx";
import { useList } from "../use-list.ts";
import { gradeReasonWords } from "../words.ts";

type Requirement = Coverage["requirements"][number];

export function RequirementPanel({
  framework,
  requirement,
}: {
  framework: string;
  requirement: Requirement;
}) {
  const { requirementId, title, grade, points } = requirement;
  const query = new URLSearchParams({ frameworkId: framework, requirementId, limit: "200" });
  const claims = useList<Claim>(`/v1/claims?${query}`);
  return (
    <section class="card stack" aria-label={`Requirement ${requirementId}`}>
      <h2>
        {requirementId} {title}
      </h2>
      <p>
        <GradeBadge grade={grade} /> <span class="dim">as its weakest required point</span>
      </p>
      {claims.problem ? <ProblemNote problem={claims.problem} onRetry={claims.reload} /> : null}
      {claims.items === null && !claims.problem ? <Loading what="its claims" /> : null}
      {points.map(({ pointId, required, grade: own, isDesignOnly }) => (
        <div key={pointId} class="desk-other">
          <p class="actions">
            <GradeBadge grade={own} />
            <code class="small">{pointId}</code>
            <span class="dim small">{required ? "required" : "helps"}</span>
            {isDesignOnly ? <span class="chip warn">Rule only: nothing shows that it is done</span> : null}
          </p>
          <Claims claims={(claims.items ?? []).filter((claim) => claim.pointId === pointId)} />
        </div>
      ))}
    </section>
  );
}

function Claims({ claims }: { claims: readonly Claim[] }) {
  if (claims.length === 0) return <p class="dim small">No evidence yet.</p>;
  return (
    <ul class="plain-list">
      {claims.slice(0, 4).map(({ id, grade, reasons, quotes, document, statement }) => (
        <li key={id}>
          <p class="small">{statement}</p>
          <blockquote class="quote small">{quotes[0]?.text}</blockquote>
          <p class="actions small">
            <GradeBadge grade={grade} isShort />
            <span class="dim">{reasons.map((reason) => gradeReasonWords[reason]).join("; ")}</span>
            <Link to={`/documents/${document.id}`}>
              {document.title ?? document.fileName}, page {quotes[0]?.pageNumber}
            </Link>
          </p>
        </li>
      ))}
    </ul>
  );
}
