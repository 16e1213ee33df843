// One claim in full: the point, why it stands where it stands, its quotes in their place, and its life.
import type { Claim, DocumentDetail } from "../answers.ts";
import { writeMoment } from "../dates.ts";
import { Link } from "../parts/button.tsx";
import { GradeBadge } from "../parts/grade-badge.tsx";
import { Meter } from "../parts/progress.tsx";
import { useAsk } from "../use-ask.ts";
import { actionWords, gradeReasonWords, natureWords, reviewReasonWords, stanceWords } from "../words.ts";
import { ClaimHistory } from "./claim-history.tsx";
import { QuotesInPlace } from "./quotes-in-place.tsx";

type Props = { claim: Claim; document: DocumentDetail };

export function ClaimDetail({ claim, document }: Props) {
  const { statement, stance, nature, grade, reasons, guards } = claim;
  return (
    <article class="claim-detail" aria-label="The chosen claim">
      <header>
        <h2>{statement}</h2>
        <p class="claim-head">
          <GradeBadge grade={grade} />
          <span class={stance === "contradicts" ? "tone-bad" : undefined}>{stanceWords[stance]}</span>
          <span class="dim">
            {natureWords[nature].name}: {natureWords[nature].means.toLowerCase()}
          </span>
        </p>
      </header>
      <QuotesInPlace claim={claim} document={document} />
      <section class="why">
        <h3>Why it stands there</h3>
        <ul class="reasons">
          {reasons.map((reason) => (
            <li key={reason}>{gradeReasonWords[reason]}</li>
          ))}
          {guards.map((guard) => (
            <li key={guard}>{reviewReasonWords[guard]}</li>
          ))}
        </ul>
        <Meter
          label="Probability"
          share={claim.probability}
          words={claim.probability.toFixed(2)}
          mark={{ share: claim.threshold, label: `review threshold ${claim.threshold.toFixed(2)}` }}
        />
        <p class="dim small">
          {writeAnalyser(claim)} · below {claim.threshold.toFixed(2)} a person is asked
        </p>
      </section>
      <Contradictions claim={claim} />
      <Decisions claim={claim} />
      <Requirements claim={claim} />
      <ClaimHistory claimId={claim.id} />
    </article>
  );
}

function writeAnalyser({ analyser, model, promptVersion, createdAt }: Claim): string {
  const by = model === null ? analyser : `${model}${promptVersion ? `, prompt ${promptVersion}` : ""}`;
  return `Inferred by ${by}, ${writeMoment(createdAt)}`;
}

function Contradictions({ claim: { contradictions, objection } }: { claim: Claim }) {
  if (contradictions.length === 0 && objection === null) return null;
  return (
    <section>
      <h3>What speaks against it</h3>
      {objection === null ? null : <p class="note">{tellObjection(objection)}</p>}
      {contradictions.map((one) => (
        <div key={one.id} class="note bad">
          <p>
            <Link to={`/documents/${one.document.id}?claim=${one.otherClaimId}`}>
              {one.document.title ?? one.document.fileName}
            </Link>{" "}
            cannot be kept with it: {one.reason}
          </p>
          <blockquote class="quote">{one.quote.text}</blockquote>
        </div>
      ))}
    </section>
  );
}

function tellObjection({ objection, because, words }: NonNullable<Claim["objection"]>): string {
  if (objection === "none") return "The sceptic was asked to doubt it and found nothing.";
  return `The sceptic, ${objection.replaceAll("_", " ")}: ${because}${words === null ? "" : ` (“${words}”)`}`;
}

function Decisions({ claim: { decisions } }: { claim: Claim }) {
  if (decisions.length === 0) return null;
  return (
    <section>
      <h3>Who decided</h3>
      <ul class="reasons">
        {decisions.map((decision) => (
          <li key={decision.decidedAt}>
            {actionWords[decision.action]} by {decision.principalName} as {decision.asRole},{" "}
            {writeMoment(decision.decidedAt)}
            {decision.rationale ? <blockquote class="quote">{decision.rationale}</blockquote> : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** By framework: one claim serves them all. */
function Requirements({ claim: { requirements } }: { claim: Claim }) {
  const known = useAsk<{ items: { id: string; title: string }[] }>("/v1/frameworks");
  if (requirements.length === 0) return null;
  const tellTitle = (id: string) => known.answer?.items.find((one) => one.id === id)?.title ?? id;
  const frameworks = [...new Set(requirements.map(({ frameworkId }) => frameworkId))];
  return (
    <section>
      <h3>What it serves</h3>
      <dl class="facts">
        {frameworks.map((framework) => (
          <div key={framework} class="fact-row">
            <dt>{tellTitle(framework)}</dt>
            <dd>
              {requirements
                .filter(({ frameworkId }) => frameworkId === framework)
                .map(({ requirementId }) => requirementId)
                .join(", ")}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
