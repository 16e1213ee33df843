// The left side of the desk: the words that are to prove it, where they stand.
import { useState } from "preact/hooks";
import type { ReviewDetail } from "../answers.ts";
import { Button } from "../parts/button.tsx";
import { PageWithBoxes } from "../parts/page-with-boxes.tsx";

export function DeskProof({ item }: { item: ReviewDetail }) {
  const { claim, detail } = item;
  const [at, setAt] = useState(0);
  const quote = claim.quotes[at] ?? claim.quotes[0];
  if (!quote) return null;
  const page = detail.pages.find(({ number }) => number === quote.pageNumber);
  const around = detail.context.find(({ quoteIndex }) => quoteIndex === claim.quotes.indexOf(quote));
  const isPictured = page?.picture != null && quote.boxes.length > 0;
  return (
    <section class="stack" aria-label="The words in the document">
      {claim.quotes.length > 1 ? (
        <div class="actions">
          {claim.quotes.map(({ start }, index) => (
            <Button
              key={start}
              isSmall
              tone={index === at ? "main" : "plain"}
              label={`Quote ${index + 1} of ${claim.quotes.length}`}
              onClick={() => setAt(index)}
            >
              {index + 1}
            </Button>
          ))}
        </div>
      ) : null}
      <blockquote class="quote">
        {isPictured ? null : <span class="dim">…{around?.before}</span>}
        <mark>{quote.text}</mark>
        {isPictured ? null : <span class="dim">{around?.after}…</span>}
        <footer class="dim small">
          Page {quote.pageNumber} of {detail.document.fileName}
        </footer>
      </blockquote>
      {page?.picture && isPictured ? (
        <PageWithBoxes
          src={page.picture}
          width={page.width}
          height={page.height}
          boxes={quote.boxes}
          others={claim.quotes
            .filter((one) => one !== quote && one.pageNumber === quote.pageNumber)
            .flatMap(({ boxes }) => boxes)}
          label={`Page ${page.number} of ${detail.document.fileName}, marked where it says: ${quote.text}`}
        />
      ) : null}
    </section>
  );
}
