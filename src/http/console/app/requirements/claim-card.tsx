// A claim under its point: its words, why it stands where it stands, who decided, and where to go on.
import type { Claim } from "../answers.ts";
import { writeMoment } from "../dates.ts";
import { ClaimHistory } from "../documents/claim-history.tsx";
import { Link } from "../parts/button.tsx";
import { GradeBadge } from "../parts/grade-badge.tsx";
import { actionWords, gradeReasonWords, natureWords, stanceWords } from "../words.ts";

export function ClaimCard({ claim, reviewId }: { claim: Claim; reviewId: string | null }) {
  const { id, grade, reasons, quotes, document, stance, nature, decisions } = claim;
  const name = document.title ?? document.fileName;
  return (
    <section class="point-claim stack tight" aria-label={`Claim from ${name}`}>
      <p class="chips level">
        <GradeBadge grade={grade} />
        <span class={stance === "contradicts" ? "chip bad" : "chip"}>{stanceWords[stance]}</span>
        <span class="dim small">
          {natureWords[nature].name}: {natureWords[nature].means.toLowerCase()}
        </span>
      </p>
      {quotes.map((quote) => (
        <figure key={`${quote.pageNumber} ${quote.text}`} class="quote-place">
          <blockquote class="quote">{quote.text}</blockquote>
          <figcaption class="small">
            <Link to={`/documents/${document.id}?claim=${id}`}>
              {name}, page {quote.pageNumber}
            </Link>
          </figcaption>
        </figure>
      ))}
      <ul class="reasons small">
        {reasons.map((reason) => (
          <li key={reason}>{gradeReasonWords[reason]}</li>
        ))}
        {decisions.map(({ action, principalName, asRole, decidedAt, rationale }) => (
          <li key={decidedAt}>
            {actionWords[action]} by {principalName} as {asRole}, {writeMoment(decidedAt)}
            {rationale ? `: “${rationale}”` : ""}
          </li>
        ))}
      </ul>
      {reviewId ? (
        <p>
          <Link to={`/review/${reviewId}`}>Review this claim</Link>
        </p>
      ) : null}
      <ClaimHistory claimId={id} />
    </section>
  );
}
