// The documents of the organization: upload, watch, find.
import { useState } from "preact/hooks";
import type { DocumentCounts, ListedDocument } from "../answers.ts";
import { writeCount } from "../dates.ts";
import { isMoving, stateWords, tellName } from "../documents/document-state.ts";
import { DocumentTable } from "../documents/document-table.tsx";
import { DropTarget, FilePicker, pressPicker } from "../documents/drop-target.tsx";
import { EvidenceAsked } from "../documents/evidence-asked.tsx";
import { UploadList } from "../documents/upload-list.tsx";
import { useKeys } from "../keys.ts";
import { Button } from "../parts/button.tsx";
import { EmptyState, Loading, ProblemNote } from "../parts/empty-state.tsx";
import { Choice, Field } from "../parts/field.tsx";
import { PageHeader } from "../parts/page-header.tsx";
import { definePage, navigate, useQuery } from "../router.ts";
import { hasRole, useWho } from "../session.ts";
import { announce } from "../toasts.ts";
import { addUploads } from "../uploads.ts";
import { useAsk } from "../use-ask.ts";
import { type Listed, useList } from "../use-list.ts";
import { kindWords } from "../words.ts";

export const documentsPage = definePage({
  path: "/documents",
  nav: { label: "Documents", keys: "g d" },
  draw: () => <Documents />,
});

const movingMs = 1_500;
const calmMs = 20_000;
const pickLabel = "Upload files";

function Documents() {
  const who = useWho();
  const [query] = useQuery();
  const path = writePath(query);
  const counts = useAsk<DocumentCounts>("/v1/documents/summary");
  const [isAnyMoving, setIsAnyMoving] = useState(false);
  const list = useList<ListedDocument>(path, {
    everyMs: isAnyMoving ? movingMs : calmMs,
    isKeeping: true,
  });
  const isMovingNow = list.items?.some(isMoving) ?? false;
  if (isMovingNow !== isAnyMoving) setIsAnyMoving(isMovingNow);
  const mayUpload = who ? hasRole(who, "uploader") : false;
  const upload = (files: File[]): void => {
    addUploads(files, { limitBytes: counts.answer?.uploadLimitBytes ?? null });
    announce(`${writeCount(files.length, "file")} chosen`);
  };
  const rows = useRows(list.items ?? [], mayUpload);
  const isEmpty = counts.answer?.total === 0;
  return (
    <>
      <PageHeader
        title="Documents"
        lead={
          counts.answer && !isEmpty ? writeLead(counts.answer) : "What your company has, and what it proves."
        }
        actions={
          mayUpload ? <FilePicker label={pickLabel} isMany tone="main" keys="u" onFiles={upload} /> : null
        }
      />
      {mayUpload ? <DropTarget words="Drop the files to upload them" onFiles={upload} /> : null}
      <div class="stack">
        {mayUpload ? <EvidenceAsked /> : null}
        <UploadList />
        {isEmpty ? (
          <NoDocuments mayUpload={mayUpload} onFiles={upload} />
        ) : (
          <div>
            <Filters counts={counts.answer} />
            <Found list={list} chosenId={rows.chosenId} mayRetry={mayUpload} isFiltered={query.size > 0} />
          </div>
        )}
      </div>
    </>
  );
}

function writePath(query: URLSearchParams): string {
  const wanted = new URLSearchParams({ order: "newest", limit: "50" });
  for (const name of ["words", "state", "kind"]) {
    const value = query.get(name);
    if (value) wanted.set(name, value);
  }
  return `/v1/documents?${wanted}`;
}

function writeLead({ total, working, waiting, failed }: DocumentCounts): string {
  const parts = [
    writeCount(total, "document"),
    working > 0 ? `${working} in work` : "",
    waiting > 0 ? `${waiting} waiting` : "",
    failed > 0 ? `${failed} failed` : "",
  ];
  return parts.filter(Boolean).join(", ");
}

/** Rows are walked by keys; the chosen one is opened. */
function useRows(items: readonly ListedDocument[], mayUpload: boolean) {
  const [chosenId, setChosenId] = useState<string | null>(null);
  const walk = (by: number): void => {
    const at = items.findIndex(({ id }) => id === chosenId);
    const next = items[at < 0 ? 0 : Math.max(0, Math.min(items.length - 1, at + by))];
    if (!next) return;
    setChosenId(next.id);
    announce(tellName(next));
    document.querySelector(`a[href$="/documents/${next.id}"]`)?.scrollIntoView({ block: "nearest" });
  };
  useKeys("Documents", [
    { keys: "j", label: "Next document", run: () => walk(1) },
    { keys: "k", label: "Document before", run: () => walk(-1) },
    {
      keys: "o",
      label: "Open the chosen document",
      run: () => chosenId && navigate(`/documents/${chosenId}`),
    },
    { keys: "/", label: "Find", run: () => document.getElementById("find-documents")?.focus() },
    ...(mayUpload ? [{ keys: "u", label: pickLabel, run: () => pressPicker(pickLabel) }] : []),
  ]);
  return { chosenId };
}

function Filters({ counts }: { counts: DocumentCounts | null }) {
  const [query, change] = useQuery();
  const states = Object.entries(stateWords).map(([value, label]) => ({
    value,
    label: counts ? `${label} (${counts[value as keyof typeof stateWords]})` : label,
  }));
  return (
    <search class="toolbar">
      <div class="grows">
        <Field
          id="find-documents"
          label="Find by name or title"
          type="search"
          value={query.get("words") ?? ""}
          onInput={(words) => change({ words })}
        />
      </div>
      <Choice
        label="State"
        value={query.get("state") ?? ""}
        onChange={(state) => change({ state })}
        options={[{ value: "", label: "All" }, ...states]}
      />
      <Choice
        label="Kind"
        value={query.get("kind") ?? ""}
        onChange={(kind) => change({ kind })}
        options={[
          { value: "", label: "All" },
          ...Object.entries(kindWords).map(([value, label]) => ({ value, label })),
        ]}
      />
    </search>
  );
}

type FoundProps = {
  list: Listed<ListedDocument>;
  chosenId: string | null;
  mayRetry: boolean;
  isFiltered: boolean;
};

function Found({ list, chosenId, mayRetry, isFiltered }: FoundProps) {
  const [, change] = useQuery();
  if (list.items === null) {
    return list.problem ? (
      <ProblemNote problem={list.problem} onRetry={list.reload} />
    ) : (
      <Loading what="the documents" />
    );
  }
  if (list.items.length === 0) {
    return (
      <EmptyState
        title="No document is like this"
        action={
          isFiltered ? (
            <Button onClick={() => change({ words: null, state: null, kind: null })}>
              Show all documents
            </Button>
          ) : null
        }
      >
        <p>Nothing matches what you look for.</p>
      </EmptyState>
    );
  }
  return (
    <>
      {list.problem ? <ProblemNote problem={list.problem} onRetry={list.reload} /> : null}
      <DocumentTable documents={list.items} chosenId={chosenId} mayRetry={mayRetry} />
      {list.hasMore ? (
        <p class="more">
          <Button onClick={list.more} isBusy={list.isLoading}>
            Show more
          </Button>
        </p>
      ) : null}
    </>
  );
}

function NoDocuments({ mayUpload, onFiles }: { mayUpload: boolean; onFiles: (files: File[]) => void }) {
  if (!mayUpload) {
    return (
      <EmptyState title="No documents yet">
        <p>
          Nobody has uploaded anything. You may read, and your key has no right to upload: ask for the role
          uploader.
        </p>
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title="Begin with what you have"
      action={<FilePicker label="Choose files" isMany tone="main" onFiles={onFiles} />}
    >
      <p>
        Policies, procedures, screenshots of admin consoles, exports, reports: drop them anywhere on this
        page. Every file is read, and what it proves is shown with the very words that prove it.
      </p>
      <p>
        PDF, Word, Excel, PowerPoint, OpenDocument, Markdown, HTML, CSV, e-mail, PNG, JPEG, and zip files of
        these.
      </p>
    </EmptyState>
  );
}
