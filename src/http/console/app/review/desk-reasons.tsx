// The right side of the desk: what is claimed, what it serves, what speaks for and against it.
import type { FactName } from "../../../../domain/fact.ts";
import type { ReviewDetail } from "../answers.ts";
import { writeCount, writeDay, writeMoment } from "../dates.ts";
import { Link } from "../parts/button.tsx";
import { GradeBadge } from "../parts/grade-badge.tsx";
import {
  actionWords,
  factWords,
  kindWords,
  natureWords,
  reviewReasonWords,
  stanceWords,
  warningWords,
} from "../words.ts";
import { Score } from "./desk-score.tsx";

const isoDay = /^\d{4}-\d{2}-\d{2}$/;
const requirementsShown = 4;

type Part = { item: ReviewDetail };

export function DeskReasons({ item }: Part) {
  return (
    <div class="stack">
      <Point item={item} />
      <Against item={item} />
      <Requirements item={item} />
      <Score item={item} />
      <Others item={item} />
      <Source item={item} />
      <Past item={item} />
    </div>
  );
}

function Point({ item: { claim, detail, reasons, assignee } }: Part) {
  return (
    <section class="card stack" aria-label="The claim">
      <p class="desk-point">{detail.point.statement}</p>
      <p class="actions">
        <GradeBadge grade={claim.grade} />
        <span class="chip">{stanceWords[claim.stance]}</span>
        <span class="chip">{natureWords[claim.nature].name}</span>
        {assignee ? <span class="chip">For {assignee.name}</span> : null}
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

function Against({ item: { detail } }: Part) {
  const { objection, contradictions } = detail;
  const isDoubted = objection !== null && objection.objection !== "none";
  if (!isDoubted && contradictions.length === 0) return null;
  return (
    <section class="note warn stack by-machine" aria-label="What speaks against it">
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
  const { requirements } = detail;
  const rest = requirements.slice(requirementsShown);
  return (
    <section class="card stack tight" aria-label="Requirements that it serves">
      <h2>Serves {writeCount(requirements.length, "requirement")}</h2>
      <RequirementList requirements={requirements.slice(0, requirementsShown)} />
      {rest.length > 0 ? (
        <details>
          <summary>{rest.length} more</summary>
          <RequirementList requirements={rest} />
        </details>
      ) : null}
    </section>
  );
}

function RequirementList({ requirements }: Pick<ReviewDetail["detail"], "requirements">) {
  return (
    <ul class="plain-list">
      {requirements.map(
        ({ frameworkId, frameworkTitle, requirementId, title, isInScope, required, grade }) => (
          <li key={`${frameworkId} ${requirementId}`} class={isInScope ? "" : "dim"}>
            <GradeBadge grade={grade} isShort /> <code>{requirementId}</code> {title}{" "}
            <span class="dim small">
              {frameworkTitle}
              {required ? "" : ", it helps"}
              {isInScope ? "" : ", not in scope"}
            </span>
          </li>
        ),
      )}
    </ul>
  );
}

function Source({ item: { detail } }: Part) {
  const { document } = detail;
  const { validity } = document;
  const known = Object.entries(document.facts).filter(
    ([name, value]) => value !== null && !["title", "kind"].includes(name),
  );
  return (
    <section class="card stack" aria-label="The document">
      <h2>
        <Link to={`/documents/${document.id}`}>{document.title ?? document.fileName}</Link>
      </h2>
      {document.isStale ? (
        <p class="note bad">Out of date: it is stale evidence.</p>
      ) : (
        <p class="dim small">Up to date.</p>
      )}
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
        {known.map(([name, value]) => [
          <dt key={`${name}-name`}>{name in factWords ? factWords[name as FactName] : name}</dt>,
          <dd key={name}>{value && isoDay.test(value) ? writeDay(value) : value}</dd>,
        ])}
      </dl>
    </section>
  );
}

function Past({ item: { detail } }: Part) {
  const { decisions, earlier, evidence } = detail;
  if (decisions.length === 0 && !earlier && !evidence) return null;
  return (
    <section class="card stack by-people" aria-label="What people said before">
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
