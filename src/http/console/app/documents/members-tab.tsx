// The files inside an archive or attached to a message: each a document of its own, or with the reason why not.
import type { DocumentDetail, Member } from "../answers.ts";
import { Link } from "../parts/button.tsx";
import { Loading, ProblemNote } from "../parts/empty-state.tsx";
import { type Column, Table } from "../parts/table.tsx";
import { useAsk } from "../use-ask.ts";

const columns: Column<Member>[] = [
  {
    key: "path",
    title: "File",
    isName: true,
    draw: ({ path, documentId }) => (documentId ? <Link to={`/documents/${documentId}`}>{path}</Link> : path),
  },
  {
    key: "state",
    title: "What became of it",
    draw: ({ documentId, reason }) =>
      documentId ? "A document of its own" : <span class="tone-warn">{reason ?? "Not taken"}</span>,
  },
];

export function MembersTab({ document }: { document: DocumentDetail }) {
  const asked = useAsk<{ items: Member[] }>(`/v1/documents/${document.id}/members`);
  if (asked.problem) return <ProblemNote problem={asked.problem} onRetry={asked.reload} />;
  if (asked.answer === null) return <Loading what="the files inside" />;
  return (
    <div class="table-frame">
      <Table caption="Files inside" columns={columns} rows={asked.answer.items} getKey={({ path }) => path} />
    </div>
  );
}
