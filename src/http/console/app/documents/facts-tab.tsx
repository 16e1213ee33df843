// What a document says about itself, with the words it was read from or who stated it; and a form to state it.
import { useState } from "preact/hooks";
import type { DocumentDetail, DocumentPage, StatedFact } from "../answers.ts";
import { writeDay, writeMoment } from "../dates.ts";
import { Button } from "../parts/button.tsx";
import { Loading, ProblemNote } from "../parts/empty-state.tsx";
import { PageWithBoxes } from "../parts/page-with-boxes.tsx";
import { type Column, Table } from "../parts/table.tsx";
import { useAsk } from "../use-ask.ts";
import { factWords, kindWords } from "../words.ts";
import { factNames } from "./fact-names.ts";
import { FactsForm } from "./facts-form.tsx";

type FactsTabProps = { document: DocumentDetail; mayState: boolean };
type Row = { name: StatedFact["name"]; value: string | null; fact: StatedFact | null; isMissing: boolean };

export function FactsTab({ document, mayState }: FactsTabProps) {
  const asked = useAsk<{ items: StatedFact[] }>(`/v1/documents/${document.id}/facts`);
  const [isEditing, setIsEditing] = useState(false);
  const [shown, setShown] = useState<StatedFact["name"] | null>(null);
  if (asked.problem) return <ProblemNote problem={asked.problem} onRetry={asked.reload} />;
  if (asked.answer === null) return <Loading what="the facts" />;
  const rows = listRows(document, asked.answer.items);
  const fact = rows.find(({ name }) => name === shown)?.fact ?? null;
  return (
    <div class="stack">
      {isEditing ? (
        <FactsForm document={document} onDone={() => setIsEditing(false)} />
      ) : (
        <div class={fact?.quote ? "beside" : ""}>
          <div class="stack">
            <div class="table-frame">
              <Table
                caption="Facts"
                columns={listColumns(setShown)}
                rows={rows}
                getKey={({ name }) => name}
              />
            </div>
            {mayState ? (
              <div class="actions">
                <Button tone="main" onClick={() => setIsEditing(true)}>
                  State or correct facts
                </Button>
                <span class="dim small">
                  What was read stays in the history; what a person states counts.
                </span>
              </div>
            ) : null}
          </div>
          {fact ? <FactPlace fact={fact} document={document} onClose={() => setShown(null)} /> : null}
        </div>
      )}
    </div>
  );
}

/** The newest of a name stands. */
function listRows(document: DocumentDetail, facts: readonly StatedFact[]): Row[] {
  return factNames.flatMap((name) => {
    const fact = facts.findLast((one) => one.name === name) ?? null;
    const value = document[name];
    const isMissing = document.missing.some((one) => one === name);
    return value === null && fact === null && !isMissing ? [] : [{ name, value, fact, isMissing }];
  });
}

function listColumns(onShow: (name: StatedFact["name"]) => void): Column<Row>[] {
  return [
    { key: "name", title: "Fact", isName: true, draw: ({ name }) => factWords[name] },
    {
      key: "value",
      title: "What it is",
      draw: ({ name, value, isMissing }) =>
        value === null ? (
          <span class={isMissing ? "tone-warn" : "dim"}>Not known</span>
        ) : (
          writeFact(name, value)
        ),
    },
    { key: "source", title: "Who says so", draw: (row) => <Source row={row} onShow={onShow} /> },
  ];
}

export function writeFact(name: StatedFact["name"], value: string): string {
  if (name === "kind") return kindWords[value as keyof typeof kindWords] ?? value;
  return /^\d{4}-\d\d-\d\d$/.test(value) ? writeDay(value) : value;
}

function Source({ row: { fact, name }, onShow }: { row: Row; onShow: (name: StatedFact["name"]) => void }) {
  if (fact === null) return <span class="dim">–</span>;
  const { basis, statedBy, statedAt, quote, saidBy } = fact;
  if (basis === "stated") {
    return (
      <>
        Stated by {statedBy}
        <span class="file-name">{writeMoment(statedAt)}</span>
      </>
    );
  }
  if (quote === null) return <span>{saidBy === null ? "From the file" : `From the file itself`}</span>;
  return (
    <>
      <q>{quote.text}</q>
      <span class="file-name">
        {basis === "seen" ? "seen by a model in the picture" : "read"}, page {quote.pageNumber}{" "}
        {quote.boxes.length > 0 ? (
          <Button
            isSmall
            tone="quiet"
            onClick={() => onShow(name)}
            label={`Show where it says: ${quote.text}`}
          >
            Show
          </Button>
        ) : null}
      </span>
    </>
  );
}

type FactPlaceProps = { fact: StatedFact; document: DocumentDetail; onClose: () => void };

function FactPlace({ fact, document, onClose }: FactPlaceProps) {
  const pages = useAsk<{ items: DocumentPage[] }>(`/v1/documents/${document.id}/pages`);
  const page = pages.answer?.items.find(({ number }) => number === fact.quote?.pageNumber);
  if (fact.quote === null || !page?.picture) return null;
  return (
    <div class="stack">
      <div class="actions">
        <h3>{factWords[fact.name]}</h3>
        <Button isSmall tone="quiet" onClick={onClose}>
          Hide
        </Button>
      </div>
      <PageWithBoxes
        src={page.picture}
        width={page.width}
        height={page.height}
        boxes={fact.quote.boxes}
        label={`Page ${page.number} of ${document.fileName}, marked where it says: ${fact.quote.text}`}
      />
    </div>
  );
}
