// The list of documents as a table: what it is, whether it is valid, how far it is, and what stands behind its claims.
import type { ListedDocument } from "../answers.ts";
import { writeAgo, writeCount, writeMoment } from "../dates.ts";
import { Link } from "../parts/button.tsx";
import { GradeLegend } from "../parts/grade-badge.tsx";
import { type Column, Table } from "../parts/table.tsx";
import { ClaimCounts, type Stander } from "./claim-counts.tsx";
import { findState, tellKind, tellName, tellValidity } from "./document-state.ts";
import { StageProgress } from "./stage-progress.tsx";

type TableProps = { documents: readonly ListedDocument[]; chosenId: string | null; mayRetry: boolean };

export function DocumentTable({ documents, chosenId, mayRetry }: TableProps) {
  const columns: Column<ListedDocument>[] = [
    { key: "name", title: "Document", isName: true, draw: (document) => <Name document={document} /> },
    { key: "kind", title: "Kind", isMinor: true, draw: ({ kind }) => tellKind(kind) },
    {
      key: "validity",
      title: "State",
      draw: (document) => <Validity document={document} mayRetry={mayRetry} />,
    },
    {
      key: "people",
      title: "Confirmed claims",
      draw: (document) => <Counts document={document} of="people" />,
    },
    {
      key: "machine",
      title: "By machine",
      draw: (document) => <Counts document={document} of="machine" />,
    },
    { key: "open", title: "To review", draw: (document) => <Counts document={document} of="open" /> },
    {
      key: "uploaded",
      title: "Uploaded",
      isMinor: true,
      draw: ({ uploadedAt, uploadedByName }) => (
        <>
          <span title={writeMoment(uploadedAt)}>{writeAgo(uploadedAt)}</span>
          <br />
          <span class="dim">{uploadedByName}</span>
        </>
      ),
    },
  ];
  return (
    <div class="table-frame documents">
      <Table
        caption="Documents"
        columns={columns}
        rows={documents}
        getKey={({ id }) => id}
        getClass={({ id, supersededAt }) =>
          [id === chosenId ? "chosen" : "", supersededAt === null ? "" : "replaced"].filter(Boolean).join(" ")
        }
      />
      <GradeLegend />
    </div>
  );
}

/** Claims of a document that is done; while it is in work there are none to speak of. */
function Counts({ document, of }: { document: ListedDocument; of: Stander }) {
  return findState(document) === "done" ? <ClaimCounts counts={document.claimsByGrade} of={of} /> : null;
}

function Name({ document }: { document: ListedDocument }) {
  const { id, title, fileName, warnings, missing } = document;
  const isInstruction = warnings.some((warning) => warning.isInstruction);
  return (
    <>
      <Link to={`/documents/${id}`} class="document-name">
        {tellName(document)}
      </Link>
      {title === null || title === fileName ? null : <span class="file-name">{fileName}</span>}
      {warnings.length > 0 || missing.length > 0 ? (
        <span class="chips">
          {warnings.length > 0 ? (
            <span class={`chip ${isInstruction ? "bad" : "warn"}`}>
              {isInstruction ? "Talks to the analyser" : writeCount(warnings.length, "warning")}
            </span>
          ) : null}
          {missing.length > 0 ? <span class="chip">{writeCount(missing.length, "fact")} missing</span> : null}
        </span>
      ) : null}
    </>
  );
}

function Validity({ document, mayRetry }: { document: ListedDocument; mayRetry: boolean }) {
  if (findState(document) !== "done") return <StageProgress document={document} mayRetry={mayRetry} />;
  const { words, tone } = tellValidity(document);
  const isAssumed = document.validity.isAssumed && document.supersededAt === null;
  return (
    <>
      <span class={tone === "plain" ? undefined : `tone-${tone}`}>{words}</span>
      {isAssumed ? <span class="file-name">assumed: the file tells no date</span> : null}
    </>
  );
}
