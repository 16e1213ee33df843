// What can be done with a document beside reading it.
import { useEffect, useState } from "preact/hooks";
import type { DocumentDetail } from "../answers.ts";
import { navigate } from "../router.ts";
import { useShared } from "../state.ts";
import { addUploads, uploads } from "../uploads.ts";
import { FilePicker } from "./drop-target.tsx";

/** A newer version is uploaded in its place: the page goes there as soon as it is taken. */
export function DocumentActions({ document }: { document: DocumentDetail }) {
  const [uploadId, setUploadId] = useState<number | null>(null);
  const sent = useShared(uploads).find(({ id }) => id === uploadId);
  const newId = sent?.document?.id ?? null;
  useEffect(() => {
    if (newId !== null && newId !== document.id) navigate(`/documents/${newId}`);
  }, [newId, document.id]);
  if (document.supersededAt !== null || document.stage !== "done") return null;
  return (
    <>
      {sent?.problem ? (
        <span class="tone-bad" role="alert">
          {sent.problem.message}
        </span>
      ) : null}
      <FilePicker
        label={sent && sent.state !== "refused" ? "Sending…" : "Upload a newer version"}
        onFiles={(files) => setUploadId(addUploads(files, { supersedes: document.id })[0] ?? null)}
      />
    </>
  );
}
