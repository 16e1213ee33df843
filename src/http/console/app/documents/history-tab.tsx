// The assessments of a document: by what, who asked for them, and which claims came, gave way and stayed.
import type { Assessment, DocumentDetail } from "../answers.ts";
import { ask } from "../api.ts";
import { writeCount, writeMoment } from "../dates.ts";
import { Button, Link } from "../parts/button.tsx";
import { Loading, ProblemNote } from "../parts/empty-state.tsx";
import { GradeBadge } from "../parts/grade-badge.tsx";
import { type Column, Table } from "../parts/table.tsx";
import { showToast } from "../toasts.ts";
import { refresh, useAsk, useDoing } from "../use-ask.ts";
import { natureWords, stanceWords } from "../words.ts";

type Change = Assessment["claims"][number];

export function HistoryTab({ document, mayAsk }: { document: DocumentDetail; mayAsk: boolean }) {
  const asked = useAsk<{ items: Assessment[] }>(`/v1/documents/${document.id}/assessments`);
  return (
    <div class="stack">
      <Versions document={document} />
      {mayAsk && document.mediaType !== "application/zip" ? <AssessAgain document={document} /> : null}
      {asked.problem ? <ProblemNote problem={asked.problem} onRetry={asked.reload} /> : null}
      {asked.answer === null && asked.problem === null ? <Loading what="the assessments" /> : null}
      {asked.answer?.items.toReversed().map((assessment) => (
        <AssessmentView key={assessment.at} assessment={assessment} />
      ))}
    </div>
  );
}

function Versions({ document: { versions, id } }: { document: DocumentDetail }) {
  if (versions.length < 2) return null;
  return (
    <section class="card">
      <h2>Versions</h2>
      <ol class="versions">
        {versions.toReversed().map((one) => (
          <li key={one.id}>
            {one.id === id ? (
              <strong>{one.fileName}</strong>
            ) : (
              <Link to={`/documents/${one.id}`}>{one.fileName}</Link>
            )}{" "}
            <span class="dim">
              {one.version === null ? "" : `version ${one.version}, `}uploaded {writeMoment(one.uploadedAt)}
              {one.supersededAt === null ? ", in force" : `, replaced ${writeMoment(one.supersededAt)}`}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function AssessAgain({ document: { id, assessment } }: { document: DocumentDetail }) {
  const again = useDoing(async () => {
    await ask(`/v1/documents/${id}/assessment`, { method: "POST" });
    showToast("It is assessed again: what comes out the same stays, and so do decisions.");
    refresh("/v1/documents");
  });
  return (
    <section class={`note ${assessment.isOutdated ? "warn" : ""}`}>
      <p>
        {assessment.isOutdated
          ? `Something newer is there than what it was assessed by: ${assessment.differs.map(({ part }) => part).join(", ")}. Nothing is assessed again by itself.`
          : "It was assessed by the newest analyser, catalogue and model."}
      </p>
      {again.problem ? <ProblemNote problem={again.problem} /> : null}
      <div class="actions">
        <Button isSmall onClick={again.run} isBusy={again.isRunning}>
          Assess again
        </Button>
      </div>
    </section>
  );
}

function AssessmentView({ assessment }: { assessment: Assessment }) {
  const { at, assessedBy, added, retired, kept, claims } = assessment;
  const changed = claims.filter(({ change }) => change !== "kept");
  return (
    <section class="card stack">
      <div>
        <h2>{writeMoment(at)}</h2>
        <p class="dim">
          {writeCount(added, "claim")} added, {retired} gave way, {kept} stayed · by {assessedBy}
        </p>
      </div>
      {changed.length > 0 ? (
        <details>
          <summary>What changed</summary>
          <Table
            caption="Changed claims"
            columns={columns}
            rows={changed}
            getKey={({ claimId }) => claimId}
          />
        </details>
      ) : null}
    </section>
  );
}

const columns: Column<Change>[] = [
  { key: "change", title: "Change", draw: ({ change }) => (change === "added" ? "Added" : "Gave way") },
  { key: "point", title: "Point", isName: true, draw: ({ pointId }) => <code>{pointId}</code> },
  {
    key: "stance",
    title: "Says",
    draw: ({ stance, nature }) => `${stanceWords[stance]}, ${natureWords[nature].name.toLowerCase()}`,
  },
  {
    key: "before",
    title: "Before",
    draw: ({ gradeBefore }) => (gradeBefore ? <GradeBadge grade={gradeBefore} /> : "–"),
  },
  {
    key: "after",
    title: "After",
    draw: ({ gradeAfter }) => (gradeAfter ? <GradeBadge grade={gradeAfter} /> : "–"),
  },
];
