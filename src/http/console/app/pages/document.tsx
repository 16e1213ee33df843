// One document: how far it is, what it proves with which words, what it says about itself, how it looks.
import type { Claim, DocumentDetail } from "../answers.ts";
import { writeCount, writeMoment, writeSize } from "../dates.ts";
import { ClaimsTab } from "../documents/claims-tab.tsx";
import { DocumentActions } from "../documents/document-actions.tsx";
import { DocumentNotes } from "../documents/document-notes.tsx";
import { findState, isMoving, tellKind, tellName } from "../documents/document-state.ts";
import { EvidenceAsked } from "../documents/evidence-asked.tsx";
import { FactsTab } from "../documents/facts-tab.tsx";
import { HistoryTab } from "../documents/history-tab.tsx";
import { MembersTab } from "../documents/members-tab.tsx";
import { PagesTab } from "../documents/pages-tab.tsx";
import { StageProgress } from "../documents/stage-progress.tsx";
import { TextTab } from "../documents/text-tab.tsx";
import { Loading, ProblemNote } from "../parts/empty-state.tsx";
import { PageHeader } from "../parts/page-header.tsx";
import { type Tab, Tabs } from "../parts/tabs.tsx";
import { definePage, useQuery } from "../router.ts";
import { hasRole, useWho } from "../session.ts";
import { useAsk } from "../use-ask.ts";
import { useEvents } from "../use-events.ts";
import { type Listed, useList } from "../use-list.ts";

export const documentPage = definePage({
  path: "/documents/:id",
  nav: null,
  draw: ({ id }) => <DocumentView id={id} />,
});

const up = { to: "/documents", label: "Documents" };

function DocumentView({ id }: { id: string }) {
  const asked = useAsk<DocumentDetail>(`/v1/documents/${id}`);
  const document = asked.answer;
  const claims = useList<Claim>(
    document && findState(document) === "done" ? `/v1/claims?documentId=${id}&limit=200` : null,
  );
  const isFollowed = document !== null && isMoving(document);
  useEvents(isFollowed ? `/v1/documents/${id}/events` : null, ["progress", "done", "failed"], asked.reload);
  if (document === null) {
    return (
      <>
        <PageHeader title="Document" up={up} />
        {asked.problem ? (
          <ProblemNote
            problem={asked.problem}
            onRetry={asked.problem.status === 404 ? undefined : asked.reload}
          />
        ) : (
          <Loading what="the document" />
        )}
      </>
    );
  }
  return (
    <>
      <PageHeader
        title={tellName(document)}
        up={up}
        lead={<Lead document={document} />}
        actions={<Actions document={document} />}
      />
      <div class="stack">
        {asked.problem ? <ProblemNote problem={asked.problem} onRetry={asked.reload} /> : null}
        <Body document={document} claims={claims} />
      </div>
    </>
  );
}

function Lead({ document }: { document: DocumentDetail }) {
  const { fileName, kind, sizeBytes, uploadedAt, uploadedByName, version } = document;
  const parts = [
    tellName(document) === fileName ? "" : fileName,
    kind === null ? "" : tellKind(kind),
    version === null ? "" : `version ${version}`,
    writeSize(sizeBytes),
    `uploaded by ${uploadedByName}, ${writeMoment(uploadedAt)}`,
  ];
  return <>{parts.filter(Boolean).join(" · ")}</>;
}

function Actions({ document }: { document: DocumentDetail }) {
  const who = useWho();
  return who && hasRole(who, "uploader") ? <DocumentActions document={document} /> : null;
}

function Body({ document, claims }: { document: DocumentDetail; claims: Listed<Claim> }) {
  const who = useWho();
  const mayState = who ? hasRole(who, "uploader", "reviewer") : false;
  const state = findState(document);
  if (state !== "done") {
    return (
      <section class="card" aria-label="Progress">
        <StageProgress document={document} mayRetry={mayState} />
      </section>
    );
  }
  return (
    <>
      <EvidenceAsked documentId={document.id} />
      <DocumentNotes document={document} />
      <DocumentTabs document={document} claims={claims} mayState={mayState} />
    </>
  );
}

type TabsProps = { document: DocumentDetail; claims: Listed<Claim>; mayState: boolean };

function DocumentTabs({ document, claims, mayState }: TabsProps) {
  const [query, change] = useQuery();
  const members = useAsk<{ items: unknown[] }>(
    isContainer(document) ? `/v1/documents/${document.id}/members` : null,
  );
  const tabs: Tab[] = [
    { key: "claims", label: "Claims", count: claims.items?.length ?? null },
    { key: "facts", label: "Facts", count: document.missing.length > 0 ? document.missing.length : null },
    { key: "pages", label: document.pageCount > 1 ? writeCount(document.pageCount, "page") : "Page" },
    { key: "text", label: "Text" },
    { key: "history", label: "History" },
    ...(members.answer && members.answer.items.length > 0
      ? [{ key: "files", label: "Files inside", count: members.answer.items.length }]
      : []),
  ];
  const wanted = query.get("tab") ?? (document.mediaType === "application/zip" ? "files" : "claims");
  const chosen = tabs.some(({ key }) => key === wanted) ? wanted : "claims";
  return (
    <Tabs label="About this document" tabs={tabs} chosen={chosen} onChoose={(tab) => change({ tab })}>
      {chosen === "claims" ? <ClaimsTab document={document} claims={claims} /> : null}
      {chosen === "facts" ? <FactsTab document={document} mayState={mayState} /> : null}
      {chosen === "pages" ? <PagesTab document={document} claims={claims.items ?? []} /> : null}
      {chosen === "text" ? <TextTab document={document} /> : null}
      {chosen === "history" ? <HistoryTab document={document} mayAsk={mayState} /> : null}
      {chosen === "files" ? <MembersTab document={document} /> : null}
    </Tabs>
  );
}

function isContainer({ mediaType }: DocumentDetail): boolean {
  return mediaType === "application/zip" || mediaType === "message/rfc822";
}
