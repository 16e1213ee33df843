// One source of claims: its state, how far a proof is, and how right its probabilities were.
import type { ComponentChildren } from "preact";
import type { Calibration } from "../answers.ts";
import { writeAgo, writeCount, writeExactShare, writeMoment } from "../dates.ts";
import { Link } from "../parts/button.tsx";
import { Meter, Progress } from "../parts/progress.tsx";
import { ReliabilityDiagram } from "./reliability-diagram.tsx";
import { stateWords } from "./state-words.ts";

type Source = Calibration["sources"][number];

export function SourceCard({ source, target }: { source: Source; target: number }) {
  const { name, means, tone } = stateWords[source.state];
  return (
    <section class="card stack" aria-label={`Source ${source.source}`}>
      <header class="stack tight">
        <h2>{source.source}</h2>
        <p class="chips level">
          <span class={`chip ${tone}`}>{name}</span>
          <span class="dim">{means}</span>
        </p>
      </header>
      <div class="courses">
        <div class="stack">
          <Meter label="Review threshold" share={source.threshold} words={tellThreshold(source)} />
          <SampleProgress source={source} target={target} />
          <Facts source={source} />
        </div>
        <Reliability reliability={source.reliability} />
      </div>
    </section>
  );
}

function tellThreshold({ threshold }: Source): string {
  if (threshold === 1) return "1: every claim goes to people";
  return `${threshold.toFixed(2)}: claims below it go to people`;
}

/** Labels that prove the target when they are right; with wrong ones it takes more of them. */
function SampleProgress({ source: { progress, bound }, target }: { source: Source; target: number }) {
  const { accepted, errors, needed, threshold } = progress;
  const total = accepted + needed;
  const wrong = errors > 0 ? `, ${errors} wrong` : "";
  return (
    <div class="stack tight">
      <Progress
        label={`Labels at ${threshold.toFixed(2)} or above`}
        done={accepted}
        total={total}
        note={errors > 0 ? `${accepted} of ${total} labels${wrong}` : `${accepted} of ${total} clean labels`}
      />
      <p class="dim small">
        {needed > 0
          ? `${writeCount(needed, "more right one", "more right ones")} would prove that at most ${writeExactShare(target)} are wrong.`
          : "Enough to prove the target."}
        {bound === null ? "" : ` Proven now: at most ${writeExactShare(bound)}, with 95 % confidence.`}
      </p>
    </div>
  );
}

function Facts({ source: { sample, lessons, scorer, since, refit } }: { source: Source }) {
  return (
    <dl class="facts">
      <Fact name="Drawn at random">
        {sample.right} right, {sample.wrong} wrong, {sample.waiting} waiting
        {sample.waitingSince ? ` since ${writeAgo(sample.waitingSince)}` : ""}
        {sample.heldUp > 0 ? `, ${sample.heldUp} decided and counted once the oldest is` : ""}
        {sample.waiting > 0 ? (
          <>
            . <Link to="/review?reason=sampled">Review them</Link>
          </>
        ) : null}
      </Fact>
      <Fact name="Other decisions">
        {lessons.right} right, {lessons.wrong} wrong: they teach the scorer and prove nothing
      </Fact>
      <Fact name="Scorer">
        {scorer}
        {refit
          ? `: ${refit.isAdopted ? "refit" : "a refit was not clearly better"}, log loss ${refit.logLoss.toFixed(3)} against ${refit.builtInLogLoss.toFixed(3)} built in, over ${refit.lessons} decisions`
          : ""}
      </Fact>
      {since ? <Fact name="In force since">{writeMoment(since)}</Fact> : null}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div class="fact-row">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** What is in force beside what is built in, over the same labels. */
function Reliability({ reliability: { inForce, builtIn } }: Pick<Source, "reliability">) {
  if (inForce.labels === 0) {
    return (
      <p class="dim">
        No label yet: Brier score, ECE, log loss and the reliability diagram come with the first decision on a
        claim drawn at random.
      </p>
    );
  }
  const rows = [
    { name: "In force", ...inForce },
    { name: "Built in", ...builtIn },
  ];
  return (
    <div class="stack">
      <div class="table-frame">
        <table class="plain-table">
          <caption class="unseen">How right the probabilities were: 0 is perfect</caption>
          <thead>
            <tr>
              <th scope="col">Scorer</th>
              <th scope="col">Brier</th>
              <th scope="col">ECE</th>
              <th scope="col">Log loss</th>
              <th scope="col">Labels</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, brier, ece, logLoss, labels }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{brier.toFixed(3)}</td>
                <td>{ece.toFixed(3)}</td>
                <td>{logLoss.toFixed(3)}</td>
                <td>{labels}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="dim small">0 is perfect in each. Both are measured over the same decided claims.</p>
      <ReliabilityDiagram bins={inForce.bins} />
    </div>
  );
}
