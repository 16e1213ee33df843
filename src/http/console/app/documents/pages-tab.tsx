// The pages of a document as they look, marked where claims rest on them, with what was hidden or could not be read.
import type { Claim, DocumentDetail, DocumentPage } from "../answers.ts";
import { writeCount } from "../dates.ts";
import { useKeys } from "../keys.ts";
import { Button } from "../parts/button.tsx";
import { EmptyState, Loading, ProblemNote } from "../parts/empty-state.tsx";
import { GradeBadge } from "../parts/grade-badge.tsx";
import { PageWithBoxes } from "../parts/page-with-boxes.tsx";
import { useQuery } from "../router.ts";
import { useAsk } from "../use-ask.ts";
import { warningWords } from "../words.ts";

type PagesTabProps = { document: DocumentDetail; claims: readonly Claim[] };

export function PagesTab({ document, claims }: PagesTabProps) {
  const asked = useAsk<{ items: DocumentPage[] }>(`/v1/documents/${document.id}/pages`);
  const [query, change] = useQuery();
  const pages = asked.answer?.items ?? [];
  const page = pages.find(({ number }) => String(number) === query.get("page")) ?? pages[0];
  const turn = (by: number): void => {
    const next = page && pages[pages.indexOf(page) + by];
    if (next) change({ page: String(next.number) });
  };
  useKeys("Pages", [
    { keys: "j", label: "Next page", run: () => turn(1) },
    { keys: "k", label: "Page before", run: () => turn(-1) },
  ]);
  if (asked.problem) return <ProblemNote problem={asked.problem} onRetry={asked.reload} />;
  if (asked.answer === null) return <Loading what="the pages" />;
  if (!page) return <EmptyState title="It has no pages" />;
  return (
    <div class="stack">
      {pages.length > 1 ? <Turner page={page} count={pages.length} onTurn={turn} /> : null}
      <PageView page={page} document={document} claims={claims} />
    </div>
  );
}

type TurnerProps = { page: DocumentPage; count: number; onTurn: (by: number) => void };

function Turner({ page, count, onTurn }: TurnerProps) {
  return (
    <div class="actions">
      <Button isSmall onClick={() => onTurn(-1)} isDisabled={page.number === 1} keys="k">
        Before
      </Button>
      <span role="status">
        Page {page.number} of {count}
        {page.label ? `: ${page.label}` : ""}
      </span>
      <Button isSmall onClick={() => onTurn(1)} isDisabled={page.number === count} keys="j">
        Next
      </Button>
    </div>
  );
}

function PageView({ page, document, claims }: PagesTabProps & { page: DocumentPage }) {
  const quotes = claims.flatMap((claim) =>
    claim.quotes.filter(({ pageNumber }) => pageNumber === page.number).map((quote) => ({ claim, quote })),
  );
  return (
    <div class="beside pages">
      {page.picture ? (
        <PageWithBoxes
          key={page.number}
          src={page.picture}
          width={page.width}
          height={page.height}
          boxes={quotes.flatMap(({ quote }) => quote.boxes)}
          label={`Page ${page.number} of ${document.fileName}, ${writeCount(quotes.length, "quote")} marked`}
        />
      ) : (
        <EmptyState title="This format has no pages to look at">
          <p>What was read of it is under the tab Text.</p>
        </EmptyState>
      )}
      <div class="stack">
        <h2>
          {quotes.length === 0
            ? "No claim rests on this page"
            : `${writeCount(quotes.length, "quote")} on this page`}
        </h2>
        <ul class="page-quotes">
          {quotes.map(({ claim, quote }) => (
            <li key={`${claim.id} ${quote.start}`}>
              <GradeBadge grade={claim.grade} />
              <p>{claim.statement}</p>
              <blockquote class="quote">{quote.text}</blockquote>
            </li>
          ))}
        </ul>
        <Unread page={page} />
      </div>
    </div>
  );
}

function Unread({ page: { hidden, unreadable } }: { page: DocumentPage }) {
  return (
    <>
      {unreadable.length > 0 ? (
        <p class="note warn">
          {writeCount(unreadable.length, "state")} on it, such as of a switch, could not be read from any
          word: claims beside them wait for a person.
        </p>
      ) : null}
      {hidden.length > 0 ? (
        <details class="note">
          <summary>{writeCount(hidden.length, "text")} that a reader does not see (never evidence)</summary>
          <ul class="warnings">
            {hidden.map(({ reason, text }) => (
              <li key={`${reason} ${text}`}>
                <span class="dim">{warningWords[reason]}</span>
                <code>{text}</code>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </>
  );
}
