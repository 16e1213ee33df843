// The quotes of a claim where they stand: on the picture of their page, or within the words around them.
import { useState } from "preact/hooks";
import type { Claim, DocumentDetail, DocumentPage } from "../answers.ts";
import { Button } from "../parts/button.tsx";
import { PageWithBoxes } from "../parts/page-with-boxes.tsx";
import { useAsk } from "../use-ask.ts";
import { usePassage } from "./use-passage.ts";

type Quote = Claim["quotes"][number];

export function QuotesInPlace({ claim, document }: { claim: Claim; document: DocumentDetail }) {
  const { quotes } = claim;
  const [at, setAt] = useState(0);
  const quote = quotes[at] ?? quotes[0];
  const pages = useAsk<{ items: DocumentPage[] }>(`/v1/documents/${document.id}/pages`);
  if (!quote) return null;
  const page = pages.answer?.items.find(({ number }) => number === quote.pageNumber);
  const onPage = quotes.filter(({ pageNumber }) => pageNumber === quote.pageNumber);
  const hasPicture = page?.picture != null && quote.boxes.length > 0;
  return (
    <section aria-label="Its quotes">
      {quotes.length > 1 ? <QuoteSteps quotes={quotes} at={at} onStep={setAt} /> : null}
      {hasPicture ? (
        <QuoteAlone quote={quote} page={page} />
      ) : (
        <QuoteInText quote={quote} document={document} page={page} />
      )}
      {page?.picture && hasPicture ? (
        <PageWithBoxes
          src={page.picture}
          width={page.width}
          height={page.height}
          boxes={quote.boxes}
          others={onPage.filter((one) => one !== quote).flatMap(({ boxes }) => boxes)}
          label={`Page ${page.number} of ${document.fileName}, marked where it says: ${quote.text}`}
        />
      ) : null}
    </section>
  );
}

type StepsProps = { quotes: readonly Quote[]; at: number; onStep: (at: number) => void };

function QuoteSteps({ quotes, at, onStep }: StepsProps) {
  return (
    <div class="actions">
      {quotes.map(({ start }, index) => (
        <Button
          key={start}
          isSmall
          tone={index === at ? "main" : "plain"}
          label={`Quote ${index + 1} of ${quotes.length}`}
          onClick={() => onStep(index)}
        >
          {index + 1}
        </Button>
      ))}
      <span class="dim small">{quotes.length} quotes</span>
    </div>
  );
}

type AloneProps = { quote: Quote; page: DocumentPage | undefined };

/** The picture shows what is around it. */
function QuoteAlone({ quote, page }: AloneProps) {
  return (
    <figure class="quote-place">
      <blockquote class="quote">
        <mark>{quote.text}</mark>
      </blockquote>
      <figcaption class="dim small">{page?.label ?? `page ${quote.pageNumber}`}</figcaption>
    </figure>
  );
}

/** The passage around it, once it was found; until then the quote alone. */
function QuoteInText({ quote, document, page }: AloneProps & { document: DocumentDetail }) {
  const passage = usePassage(document.id, quote.passageId);
  const before = passage ? passage.text.slice(0, Math.max(0, quote.start - passage.start)) : "";
  const after = passage ? passage.text.slice(Math.max(0, quote.end - passage.start)) : "";
  const where = [page?.label ?? `page ${quote.pageNumber}`, ...(passage?.headingPath ?? [])].join(" › ");
  return (
    <figure class="quote-place">
      <blockquote class="quote">
        <span class="dim">{before}</span>
        <mark>{quote.text}</mark>
        <span class="dim">{after}</span>
      </blockquote>
      <figcaption class="dim small">{where}</figcaption>
    </figure>
  );
}
