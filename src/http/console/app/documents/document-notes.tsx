// What one should know before trusting a document.
import type { DocumentDetail } from "../answers.ts";
import { writeCount, writeDay, writeMoment } from "../dates.ts";
import { Link } from "../parts/button.tsx";
import { factWords, warningWords } from "../words.ts";
import { tellValidity } from "./document-state.ts";
import { VersionChoice } from "./version-choice.tsx";

export function DocumentNotes({ document }: { document: DocumentDetail }) {
  return (
    <>
      <Replaced document={document} />
      <VersionChoice document={document} />
      <Stale document={document} />
      <Missing document={document} />
      <Warnings document={document} />
    </>
  );
}

function Replaced({ document }: { document: DocumentDetail }) {
  const { supersededAt, versions, id } = document;
  if (supersededAt === null) return null;
  const newest = versions.findLast((version) => version.supersededAt === null && version.id !== id);
  return (
    <div class="note warn">
      <p class="note-title">A newer version has taken its place</p>
      <p>
        Since {writeMoment(supersededAt)} nothing in it counts.{" "}
        {newest ? <Link to={`/documents/${newest.id}`}>See {newest.fileName}</Link> : null}
      </p>
    </div>
  );
}

function Stale({ document }: { document: DocumentDetail }) {
  const { words, tone } = tellValidity(document);
  const { validity, supersededAt } = document;
  if (supersededAt !== null || tone !== "bad") return null;
  return (
    <div class="note warn">
      <p class="note-title">{words}</p>
      <p>
        Its claims are at most suggested until a newer version is here
        {validity.isAssumed ? ", or until somebody states the date that the file does not tell" : ""}.
      </p>
    </div>
  );
}

function Missing({ document: { id, missing, supersededAt, validity } }: { document: DocumentDetail }) {
  if (missing.length === 0 || supersededAt !== null) return null;
  return (
    <div class="note">
      <p class="note-title">An auditor will ask for {writeCount(missing.length, "more fact")}</p>
      <p>
        Nobody knows yet: {missing.map((name) => factWords[name].toLowerCase()).join(", ")}.{" "}
        {validity.isAssumed && validity.to
          ? `Until then it is taken to be valid until ${writeDay(validity.to)}. `
          : ""}
        <Link to={`/documents/${id}?tab=facts`}>State them</Link>
      </p>
    </div>
  );
}

function Warnings({ document: { warnings } }: { document: DocumentDetail }) {
  if (warnings.length === 0) return null;
  const isTalking = warnings.some(({ isInstruction }) => isInstruction);
  return (
    <details class={`note ${isTalking ? "bad" : "warn"}`}>
      <summary>
        <span class="note-title">
          {isTalking ? "It talks to whoever analyses it" : "It holds what a reader does not see"}
        </span>{" "}
        ({writeCount(warnings.length, "place")};{" "}
        {isTalking ? "claims beside it wait for a person" : "never read as evidence"})
      </summary>
      <ul class="warnings">
        {warnings.map(({ reason, pageNumber, text }) => (
          <li key={`${reason} ${pageNumber} ${text}`}>
            <span class="dim">
              {warningWords[reason]}
              {pageNumber === null ? "" : `, page ${pageNumber}`}
            </span>
            <code>{text}</code>
          </li>
        ))}
      </ul>
    </details>
  );
}
