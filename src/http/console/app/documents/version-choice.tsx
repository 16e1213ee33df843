// A document that seems to be a newer version of another: a person says whether it is.
import { useState } from "preact/hooks";
import type { DocumentDetail } from "../answers.ts";
import { ask } from "../api.ts";
import { Button, Link } from "../parts/button.tsx";
import { ProblemNote } from "../parts/empty-state.tsx";
import { showToast } from "../toasts.ts";
import { refresh, useAsk, useDoing } from "../use-ask.ts";
import { tellName } from "./document-state.ts";

type Subject = Pick<
  DocumentDetail,
  "id" | "stage" | "supersedesId" | "proposedSupersedesId" | "supersededAt"
>;

export function VersionChoice({ document }: { document: Subject }) {
  const [isDeclined, setIsDeclined] = useState(false);
  const { id, stage, supersedesId, proposedSupersedesId, supersededAt } = document;
  const isOpen =
    stage === "done" && supersedesId === null && proposedSupersedesId !== null && supersededAt === null;
  const older = useAsk<DocumentDetail>(isOpen ? `/v1/documents/${proposedSupersedesId}` : null);
  const confirm = useDoing(async () => {
    await ask(`/v1/documents/${id}`, { method: "PATCH", body: { supersedes: proposedSupersedesId } });
    showToast("It replaces the older version: claims of the older one no longer count.", { tone: "good" });
    refresh("/v1/documents");
    refresh("/v1/claims");
  });
  if (!isOpen || isDeclined || older.answer === null || older.answer.supersededAt !== null) return null;
  return (
    <div class="note warn">
      <p class="note-title">Is this a newer version?</p>
      <p>
        It looks like a newer version of{" "}
        <Link to={`/documents/${older.answer.id}`}>{tellName(older.answer)}</Link>. If it is, the older one no
        longer counts; decisions are carried over where the quoted words are unchanged.
      </p>
      {confirm.problem ? <ProblemNote problem={confirm.problem} /> : null}
      <div class="actions">
        <Button isSmall onClick={confirm.run} isBusy={confirm.isRunning}>
          Yes, it replaces it
        </Button>
        <Button isSmall tone="quiet" onClick={() => setIsDeclined(true)}>
          No, both count
        </Button>
      </div>
    </div>
  );
}
