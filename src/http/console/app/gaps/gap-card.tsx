// One gap: what is missing, what closing it is worth, what to upload or review for it, and why what is there falls short.
import type { Gap } from "../answers.ts";
import { writeCount, writeDay } from "../dates.ts";
import { Link } from "../parts/button.tsx";
import { GradeBadge } from "../parts/grade-badge.tsx";
import { writeRequirementPath } from "../requirements/coverage-question.ts";
import { hasRole, useWho } from "../session.ts";
import { kindWords } from "../words.ts";
import { effortWords, shortfallWords } from "./gap-words.ts";

type GapCardProps = { gap: Gap; rank: number; reviewId: string | null };

export function GapCard({ gap, rank, reviewId }: GapCardProps) {
  const { pointId, statement, grade, effort, advice, kind, example, owner } = gap;
  return (
    <article class="card stack tight" aria-label={statement}>
      <h2>
        <span class="gap-rank">{rank}.</span> {statement}
      </h2>
      <p class="chips level">
        <GradeBadge grade={grade} />
        <span class="chip">{effortWords[effort]}</span>
        <strong class="small">{tellWorth(gap)}</strong>
        <code class="small dim">{pointId}</code>
      </p>
      <p>{advice}</p>
      <dl class="facts">
        <div class="fact-row">
          <dt>What closes it</dt>
          <dd>
            {kindWords[kind]}, such as: <q>{example}</q>
          </dd>
        </div>
        {owner ? (
          <div class="fact-row">
            <dt>Probably has it</dt>
            <dd>{owner}</dd>
          </div>
        ) : null}
      </dl>
      <Held documents={gap.documents} />
      <Needed gap={gap} />
      <WayOn effort={effort} reviewId={reviewId} />
    </article>
  );
}

function tellWorth({ unlocks, requirements }: Gap): string {
  if (unlocks > 0) return `Lifts ${writeCount(unlocks, "requirement")} by itself`;
  return `Part of ${writeCount(requirements.length, "requirement")}, lifts none by itself`;
}

function Held({ documents }: Pick<Gap, "documents">) {
  if (documents.length === 0) return null;
  return (
    <section>
      <h3>What you have, and why it falls short</h3>
      <ul class="plain-list">
        {documents.map(({ documentId, title, fileName, grade, shortfalls, validUntil }) => (
          <li key={documentId} class="chips level">
            <GradeBadge grade={grade} isShort />
            <Link to={`/documents/${documentId}`}>{title ?? fileName}</Link>
            <span class="dim small">
              {shortfalls.map((one) => shortfallWords[one]).join("; ")}
              {shortfalls.includes("stale") && validUntil ? ` (valid until ${writeDay(validUntil)})` : ""}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Needed({ gap: { requirements, elsewhere, alternatives } }: { gap: Gap }) {
  return (
    <details>
      <summary>
        Needed for {writeCount(requirements.length, "requirement")}
        {elsewhere > 0 ? `, and ${elsewhere} of other frameworks` : ""}
      </summary>
      <ul class="chips level">
        {requirements.map(({ framework, requirementId, isLifted }) => (
          <li key={`${framework} ${requirementId}`}>
            <Link
              to={writeRequirementPath(framework, requirementId, "")}
              label={`${requirementId} of ${framework}${isLifted ? ", lifted by this alone" : ""}`}
            >
              {requirementId}
            </Link>
            {isLifted ? " ↑" : ""} <span class="dim small">{framework}</span>
          </li>
        ))}
      </ul>
      <p class="dim small">↑ nothing else holds it below the floor</p>
      {alternatives.map(({ pointId, statement, requirementCount }) => (
        <p key={pointId} class="small">
          Instead, for {writeCount(requirementCount, "requirement")}: {statement}
        </p>
      ))}
    </details>
  );
}

/** To what waits for a person when that is enough, else to where files are uploaded. */
function WayOn({ effort, reviewId }: { effort: Gap["effort"]; reviewId: string | null }) {
  const who = useWho();
  const mayUpload = who !== null && hasRole(who, "uploader");
  return (
    <p class="actions">
      {reviewId ? (
        <Link to={`/review/${reviewId}`} class="button main">
          Review what waits
        </Link>
      ) : null}
      {mayUpload && effort !== "review" ? (
        <Link to="/documents" class={reviewId ? "button plain" : "button main"}>
          {effort === "renew" ? "Upload a newer version" : "Upload it"}
        </Link>
      ) : null}
    </p>
  );
}
