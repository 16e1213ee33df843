// What reviewers asked of the one who is signed in: answered with a note, a file, or both.
import { useState } from "preact/hooks";
import type { EvidenceRequest } from "../answers.ts";
import { ask, sendFile } from "../api.ts";
import { writeAgo } from "../dates.ts";
import { Button, Link } from "../parts/button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { ProblemNote } from "../parts/empty-state.tsx";
import { Field } from "../parts/field.tsx";
import { showToast } from "../toasts.ts";
import { refresh, useAsk, useDoing } from "../use-ask.ts";
import { FilePicker } from "./drop-target.tsx";

/** All of them, or those about one document. */
export function EvidenceAsked({ documentId = null }: { documentId?: string | null }) {
  const asked = useAsk<{ items: EvidenceRequest[] }>("/v1/evidence-requests?state=open&askedOf=me");
  const [answering, setAnswering] = useState<EvidenceRequest | null>(null);
  const items = (asked.answer?.items ?? []).filter(
    ({ document }) => documentId === null || document.id === documentId,
  );
  if (items.length === 0) return null;
  return (
    <section class="card asked" aria-labelledby="asked-title">
      <h2 id="asked-title">Asked of you</h2>
      <ul>
        {items.map((request) => (
          <li key={request.id}>
            <div>
              <p>{request.question}</p>
              <p class="dim small">
                {request.askedBy.name}, {writeAgo(request.askedAt)}, about{" "}
                <Link to={`/documents/${request.document.id}?claim=${request.claimId}`}>
                  {request.document.fileName}
                </Link>
              </p>
            </div>
            <Button isSmall onClick={() => setAnswering(request)}>
              Answer
            </Button>
          </li>
        ))}
      </ul>
      {answering ? <AnswerDialog request={answering} onClose={() => setAnswering(null)} /> : null}
    </section>
  );
}

function AnswerDialog({ request, onClose }: { request: EvidenceRequest; onClose: () => void }) {
  const [note, setNote] = useState("");
  const [file, setFile] = useState<File | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  const answer = useDoing(async () => {
    const documentId = file ? (await sendFile<{ id: string }>(file)).answer.id : null;
    const body = { note: note.trim() || null, documentId };
    await ask(`/v1/evidence-requests/${request.id}/answer`, { method: "POST", body });
    refresh("/v1/evidence-requests");
    refresh("/v1/documents");
    showToast("Answered: the review is in the queue again.", { tone: "good" });
    onClose();
  });
  const submit = (): void => {
    const isEmpty = note.trim() === "" && file === null;
    setWrong(isEmpty ? "Write a note, or choose a file, or both." : null);
    if (!isEmpty) answer.run();
  };
  return (
    <Dialog
      title="Answer what was asked"
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="main" onClick={submit} isBusy={answer.isRunning}>
            Send the answer
          </Button>
        </>
      }
    >
      <div class="form">
        <blockquote class="quote">{request.question}</blockquote>
        <Field
          label="Note"
          rows={4}
          value={note}
          onInput={(value) => {
            setNote(value);
            setWrong(null);
          }}
          wrong={wrong}
        />
        <div class="actions">
          <FilePicker
            label={file ? "Choose another file" : "Choose a file"}
            onFiles={([one]) => setFile(one ?? null)}
          />
          <span class="dim">{file ? file.name : "A document that shows what was asked for"}</span>
        </div>
        {answer.problem ? <ProblemNote problem={answer.problem} /> : null}
      </div>
    </Dialog>
  );
}
