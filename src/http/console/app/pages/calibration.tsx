// Calibration: how far the machine's probabilities can be believed here, and what proves it.
import type { Calibration } from "../answers.ts";
import { writeMoment, writeShare } from "../dates.ts";
import { EmptyState, Loading, ProblemNote } from "../parts/empty-state.tsx";
import { PageHeader } from "../parts/page-header.tsx";
import { Meter } from "../parts/progress.tsx";
import { definePage } from "../router.ts";
import { useAsk } from "../use-ask.ts";

export const calibrationPage = definePage({
  path: "/calibration",
  nav: { label: "Calibration", keys: "g k" },
  draw: () => <CalibrationView />,
});

const stateWords: Record<string, string> = {
  uncalibrated: "Not calibrated yet: the built-in threshold holds",
  proven: "Proven by people's decisions on claims drawn at random",
  drifted: "It got worse: more goes to people until it is proven anew",
};

function CalibrationView() {
  const asked = useAsk<Calibration>("/v1/calibration");
  const found = asked.answer;
  return (
    <>
      <PageHeader
        title="Calibration"
        lead={found ? stateWords[found.state] : "How sure the machine may be"}
      />
      <div class="stack">
        {asked.problem ? <ProblemNote problem={asked.problem} onRetry={asked.reload} /> : null}
        {found === null && !asked.problem ? <Loading what="the calibration" /> : null}
        {found ? (
          <p>
            At most {writeShare(found.target)} of what nobody looks at may be wrong;{" "}
            {writeShare(found.sampleShare)} of it is drawn and looked at anyway.{" "}
            {found.decidedBy ? `Decided by ${found.decidedBy}.` : "Nobody chose other figures yet."}
          </p>
        ) : null}
        {found?.sources.length === 0 ? (
          <EmptyState title="No claims yet">
            When documents are assessed and people decide on what is drawn, this page tells how right the
            machine is.
          </EmptyState>
        ) : null}
        {found?.sources.map((source) => (
          <Source key={source.source} source={source} />
        ))}
        {found && found.history.length > 0 ? <History history={found.history} /> : null}
      </div>
    </>
  );
}

function Source({ source }: { source: Calibration["sources"][number] }) {
  const { sample, progress, reliability, bound, accepted, errors, threshold, lessons } = source;
  const { brier, ece, logLoss, labels, bins } = reliability.inForce;
  return (
    <section class="card stack" aria-label={source.source}>
      <h2>{source.source}</h2>
      <Meter label="Review threshold" share={threshold} words={writeShare(threshold)} />
      <p>
        {accepted} drawn claims above it are decided, {errors} of them wrong
        {bound === null ? "." : `; at most ${writeShare(bound)} wrong, with 95 % confidence.`}{" "}
        {progress.needed > 0 ? `${progress.needed} more right ones would prove the target.` : ""} Drawn and
        waiting: {sample.waiting}. Other decisions that teach the scorer: {lessons.right} right,{" "}
        {lessons.wrong} wrong.
      </p>
      <p>
        {labels === 0
          ? "No label yet: Brier, ECE and log loss cannot be told."
          : `Brier ${brier.toFixed(3)}, ECE ${ece.toFixed(3)}, log loss ${logLoss.toFixed(3)}, each over ${labels} labels.`}
      </p>
      {labels > 0 ? <Diagram bins={bins} /> : null}
    </section>
  );
}

type Bins = Calibration["sources"][number]["reliability"]["inForce"]["bins"];

/** Said against seen: on the line they are the same. The area of a dot is its count. */
function Diagram({ bins }: { bins: Bins }) {
  const filled = bins.filter(({ labels }) => labels > 0);
  return (
    <figure class="stack">
      <svg class="chart" viewBox="0 0 240 240" style={{ maxWidth: "20rem" }} aria-hidden="true">
        <rect x="20" y="10" width="200" height="200" style={{ fill: "none", stroke: "var(--line)" }} />
        <line x1="20" y1="210" x2="220" y2="10" style={{ stroke: "var(--dim)" }} />
        {filled.map(({ probability, rightShare, labels }) => (
          <circle
            key={probability}
            cx={20 + 200 * probability}
            cy={210 - 200 * rightShare}
            r={2 + Math.sqrt(labels)}
            style={{ fill: "var(--main)" }}
          />
        ))}
        <text x="20" y="228">
          said
        </text>
        <text x="220" y="228" text-anchor="end">
          100 %
        </text>
      </svg>
      <table class="plain-table">
        <caption class="unseen">Reliability: said, seen and how many</caption>
        <thead>
          <tr>
            <th scope="col">Said</th>
            <th scope="col">Were right</th>
            <th scope="col">Labels</th>
          </tr>
        </thead>
        <tbody>
          {filled.map(({ probability, rightShare, labels }) => (
            <tr key={probability}>
              <th scope="row">{writeShare(probability)}</th>
              <td>{writeShare(rightShare)}</td>
              <td>{labels}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}

function History({ history }: Pick<Calibration, "history">) {
  return (
    <section class="card stack" aria-label="How it came to be">
      <h2>How it came to be</h2>
      <ul class="plain-list">
        {history.map(({ source, since, why, threshold }) => (
          <li key={`${source} ${since}`}>
            <strong>{writeMoment(since)}</strong>: threshold {writeShare(threshold)}. {why}
          </li>
        ))}
      </ul>
    </section>
  );
}
