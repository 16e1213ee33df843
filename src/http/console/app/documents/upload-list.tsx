// The files that were chosen in this window, each with how far it is.

import { writeCount, writeShare, writeSize } from "../dates.ts";
import { Button, Link } from "../parts/button.tsx";
import { Progress } from "../parts/progress.tsx";
import { useShared } from "../state.ts";
import { clearUploads, retryUpload, type Upload, uploads } from "../uploads.ts";
import { sumCounts } from "./claim-counts.tsx";
import { findState } from "./document-state.ts";
import { StageProgress } from "./stage-progress.tsx";
import { VersionChoice } from "./version-choice.tsx";

export function UploadList() {
  const all = useShared(uploads);
  if (all.length === 0) return null;
  const open = all.filter(({ state }) => state !== "over" && state !== "refused").length;
  const refused = all.filter(({ state }) => state === "refused").length;
  return (
    <section class="card uploads" aria-labelledby="uploads-title">
      <header>
        <h2 id="uploads-title">
          {open > 0
            ? `Uploading: ${all.length - open} of ${writeCount(all.length, "file")} through`
            : writeOutcome(all.length, refused)}
        </h2>
        {open < all.length ? (
          <Button isSmall tone="quiet" onClick={clearUploads}>
            {open > 0 ? "Hide what is through" : "Hide"}
          </Button>
        ) : null}
      </header>
      <ul>
        {all.map((upload) => (
          <UploadItem key={upload.id} upload={upload} />
        ))}
      </ul>
    </section>
  );
}

function writeOutcome(count: number, refused: number): string {
  if (refused === 0) return `${writeCount(count, "file")} uploaded`;
  return `${writeCount(count - refused, "file")} uploaded, ${refused} refused`;
}

function UploadItem({ upload }: { upload: Upload }) {
  const { file, document } = upload;
  return (
    <li class={`upload ${upload.state}`}>
      <p class="upload-name">
        {document ? <Link to={`/documents/${document.id}`}>{file.name}</Link> : <span>{file.name}</span>}{" "}
        <span class="dim small">{writeSize(file.size)}</span>
      </p>
      <div class="upload-state">
        <UploadState upload={upload} />
      </div>
    </li>
  );
}

function UploadState({ upload }: { upload: Upload }) {
  const { state, sent, document, problem } = upload;
  if (state === "queued") return <span class="dim">Waits for its turn</span>;
  if (state === "sending") return <Progress label="Sending" done={sent} total={1} note={writeShare(sent)} />;
  if (state === "refused") {
    return (
      <div class="failed" role="alert">
        <p>
          <strong>{problem?.title ?? "Refused"}.</strong> {problem?.message}
        </p>
        {problem?.status === 0 && problem.code === "unreachable" ? (
          <Button isSmall onClick={() => retryUpload(upload)}>
            Send again
          </Button>
        ) : null}
      </div>
    );
  }
  if (document === null) return null;
  if (findState(document) !== "done") return <StageProgress document={document} mayRetry />;
  const { people, machine, open } = sumCounts(document.claimsByGrade);
  return (
    <div class="stack tight">
      <p>
        {upload.isNew ? "Done: " : <strong>Already here: </strong>}
        {upload.isNew ? "" : "the same bytes are the same document, nothing was read again. "}
        {writeCount(people + machine + open, "claim")}
        {open > 0 ? `, ${open} for review` : ""}
      </p>
      <VersionChoice document={document} />
    </div>
  );
}
