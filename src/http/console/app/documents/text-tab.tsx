// What was read of a document, passage by passage, as claims quote it.
import type { Passage } from "../../../../domain/passage.ts";
import type { DocumentDetail } from "../answers.ts";
import { Button } from "../parts/button.tsx";
import { EmptyState, Loading, ProblemNote } from "../parts/empty-state.tsx";
import { useList } from "../use-list.ts";

export function TextTab({ document }: { document: DocumentDetail }) {
  const list = useList<Passage>(`/v1/documents/${document.id}/passages?limit=100`);
  if (list.problem) return <ProblemNote problem={list.problem} onRetry={list.reload} />;
  if (list.items === null) return <Loading what="the text" />;
  if (list.items.length === 0) return <EmptyState title="No text was found in it" />;
  const items = list.items;
  return (
    <div class="text-tab card">
      <ol class="passages" aria-label="Passages">
        {items.map((passage, at) => (
          <PassageItem key={passage.id} passage={passage} before={items[at - 1]} />
        ))}
      </ol>
      {list.hasMore ? (
        <Button onClick={list.more} isBusy={list.isLoading}>
          Show more
        </Button>
      ) : null}
    </div>
  );
}

/** Headings are said once, where they begin. */
function PassageItem({ passage, before }: { passage: Passage; before: Passage | undefined }) {
  const heading = passage.headingPath.join(" › ");
  const isNewHeading = heading !== "" && heading !== before?.headingPath.join(" › ");
  const isNewPage = before !== undefined && before.pageNumber !== passage.pageNumber;
  return (
    <li>
      {isNewPage ? <p class="page-break">Page {passage.pageNumber}</p> : null}
      {isNewHeading ? <h3 title={heading}>{passage.headingPath.at(-1)}</h3> : null}
      <p class="passage">{passage.text}</p>
    </li>
  );
}
