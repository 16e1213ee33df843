// The right side of the desk: what is claimed, what it serves, what speaks for and against it.
import type { ReviewDetail } from "../answers.ts";
import { writeDay, writeMoment, writeShare } from "../dates.ts";
import { Link } from "../parts/button.tsx";
import { GradeBadge } from "../parts/grade-badge.tsx";
import { Meter } from "../parts/progress.tsx";
import {
  actionWords,
  kindWords,
  natureWords,
  reviewReasonWords,
  stanceWords,
  warningWords,
} from "../words.ts";

const factWords: Record<string, string> = {
  owner: "Owner",
  version: "Version",
  approver: "Approver",
  sourceUrl: "Address",
};

type Part = { item: ReviewDetail };

export function DeskReasons({ item }: Part) {
  return (
    <div class="stack">
      <Point item={item} />
      <Score item={item} />
      <Against item={item} />
      <Others item={item} />
      <Requirements item={item} />
      <Source item={item} />
      <Past item={item} />
    </div>
  );
}

function Point({ item: { claim, detail, reasons } }: Part) {
  return (
    <section class="card stack" aria-label="The claim">
      <p class="desk-point">{detail.point.statement}</p>
      <p class="actions">
        <GradeBadge grade={claim.grade} />
        <span class="chip">{stanceWords[claim.stance]}</span>
        <span class="chip">{natureWords[claim.nature].name}</span>
        <code class="small">{detail.point.id}</code>
      </p>
      <ul class="reasons" aria-label="Why a person is asked">
        {reasons.map((reason) => (
          <li key={reason}>{reviewReasonWords[reason]}</li>
        ))}
      </ul>
      {detail.point.doesNotProve ? <p class="dim small">Not proven by: {detail.point.doesNotProve}</p> : null}
    </section>
  );
}

function Score({ item: { detail } }: Part) {
  const { probability, threshold, isCalibrated, features } = detail.score;
  return (
    <section class="card stack" aria-label="What the machine makes of it">
      <Meter
        label={isCalibrated ? "Probability" : "Probability, not yet calibrated"}
        share={probability}
        words={writeShare(probability)}
        mark={{ share: threshold, label: `Threshold ${writeShare(threshold)}` }}
      />
      <details>
        <summary>What made it</summary>
        <table class="plain-table">
          <caption class="unseen">What each observation adds</caption>
          <tbody>
            {features.map(({ name, label, contribution }) => (
              <tr key={name}>
                <th scope="row">{label}</th>
                <td class="count">
                  {contribution > 0 ? `+${contribution.toFixed(1)}` : contribution.toFixed(1)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  );
}

function Against({ item: { detail } }: Part) {
  const { objection, contradictions } = detail;
  const isDoubted = objection !== null && objection.objection !== "none";
  if (!isDoubted && contradictions.length === 0) return null;
  return (
    <section class="note warn stack" aria-label="What speaks against it">
      {isDoubted ? (
        <p>
          <strong>The sceptic objects:</strong> {objection.because}
        </p>
      ) : null}
      {contradictions.map(({ id, reason, quote, document }) => (
        <div key={id}>
          <p>
            <strong>Contradiction.</strong> {reason}
          </p>
          <blockquote class="quote">{quote.text}</blockquote>
          <p class="small">
            <Link to={`/documents/${document.id}`}>{document.title ?? document.fileName}</Link>, page{" "}
            {quote.pageNumber}
          </p>
        </div>
      ))}
    </section>
  );
}

function Others({ item: { detail } }: Part) {
  if (detail.others.length === 0) return null;
  return (
    <section class="card stack" aria-label="Other claims on this point">
      <h2>Others on this point</h2>
      {detail.others.map(({ claimId, document, stance, grade, quote, isIndependent, dependence }) => (
        <div key={claimId} class="desk-other">
          <p class="actions">
            <GradeBadge grade={grade} isShort />
            <span class={stance === "contradicts" ? "chip bad" : "chip"}>{stanceWords[stance]}</span>
            <Link to={`/documents/${document.id}`}>{document.title ?? document.fileName}</Link>
          </p>
          <blockquote class="quote small">{quote}</blockquote>
          <p class="dim small">{isIndependent ? "A second witness." : dependence}</p>
        </div>
      ))}
    </section>
  );
}

function Requirements({ item: { detail } }: Part) {
  const shown = detail.requirements.slice(0, 8);
  return (
    <section class="card stack" aria-label="Requirements that it serves">
      <h2>Serves {detail.requirements.length} requirements</h2>
      <ul class="plain-list">
        {shown.map(({ frameworkId, requirementId, title, isInScope, grade }) => (
          <li key={`${frameworkId} ${requirementId}`} class={isInScope ? "" : "dim"}>
            <GradeBadge grade={grade} isShort /> <code>{requirementId}</code> {title}{" "}
            <span class="dim small">
              {frameworkId}
              {isInScope ? "" : ", not in scope"}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Source({ item: { detail } }: Part) {
  const { document } = detail;
  const { validity } = document;
  const known = Object.entries(document.facts).filter(([, value]) => value !== null);
  return (
    <section class="card stack" aria-label="The document">
      <h2>
        <Link to={`/documents/${document.id}`}>{document.title ?? document.fileName}</Link>
      </h2>
      {document.isStale ? <p class="note bad">Out of date: it is stale evidence.</p> : null}
      {document.supersededAt ? <p class="note bad">A newer version has taken its place.</p> : null}
      {document.warnings.map(({ reason, text }) => (
        <p key={text} class="note warn">
          {warningWords[reason]}: {text}
        </p>
      ))}
      <dl class="facts">
        <dt>Kind</dt>
        <dd>{document.kind ? kindWords[document.kind] : "not known"}</dd>
        <dt>Counts</dt>
        <dd>
          {validity.from ? writeDay(validity.from) : "…"} to {validity.to ? writeDay(validity.to) : "…"}
          {validity.isAssumed ? " (assumed: no date was found)" : ""}
        </dd>
        <dt>Uploaded</dt>
        <dd>
          {writeMoment(document.uploadedAt)} by {document.uploadedBy.name}
        </dd>
        {known
          .filter(([name]) => name in factWords)
          .map(([name, value]) => [
            <dt key={`${name}-name`}>{factWords[name] ?? name}</dt>,
            <dd key={name}>{value}</dd>,
          ])}
      </dl>
    </section>
  );
}

function Past({ item: { detail } }: Part) {
  const { decisions, earlier, evidence } = detail;
  if (decisions.length === 0 && !earlier && !evidence) return null;
  return (
    <section class="card stack" aria-label="What people said before">
      <h2>What people said</h2>
      {earlier ? (
        <p>
          On the older version, {earlier.principalName}: {actionWords[earlier.action]}. It said: “
          {earlier.quotes[0]}”
        </p>
      ) : null}
      {decisions.map(({ id, action, principalName, rationale, decidedAt, undoneAt }) => (
        <p key={id} class={undoneAt ? "dim" : ""}>
          {writeMoment(decidedAt)}, {principalName}: {actionWords[action]}
          {undoneAt ? " (taken back)" : ""}
          {rationale ? `. ${rationale}` : ""}
        </p>
      ))}
      {evidence ? (
        <p>
          Asked for: {evidence.question}
          {evidence.answer?.note ? ` Answer: ${evidence.answer.note}` : ""}
        </p>
      ) : null}
    </section>
  );
}
