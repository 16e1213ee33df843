// The probability that the machine gives a claim, and what made it.
import type { ReviewDetail } from "../answers.ts";
import { writeShare } from "../dates.ts";
import { Meter } from "../parts/progress.tsx";

type Feature = ReviewDetail["detail"]["score"]["features"][number];

const featuresShown = 4;

export function Score({ item: { detail } }: { item: ReviewDetail }) {
  const { probability, threshold, isCalibrated, features } = detail.score;
  const largest = Math.max(0.1, ...features.map(({ contribution }) => Math.abs(contribution)));
  const rest = features.slice(featuresShown);
  return (
    <section class="card stack tight by-machine" aria-label="What the machine makes of it">
      <h2>The machine's guess</h2>
      <Meter
        label={isCalibrated ? "Probability, calibrated" : "Probability, uncalibrated"}
        share={probability}
        words={`${writeShare(probability)} of ${writeShare(threshold)} needed`}
        mark={{ share: threshold, label: `Threshold ${writeShare(threshold)}` }}
      />
      <Contributions caption="What adds most" features={features.slice(0, featuresShown)} largest={largest} />
      {rest.length > 0 ? (
        <details>
          <summary>{rest.length} more</summary>
          <Contributions caption="What adds less" features={rest} largest={largest} />
        </details>
      ) : null}
    </section>
  );
}

type ContributionsProps = { caption: string; features: readonly Feature[]; largest: number };

/** Bars to the right lift the probability, bars to the left lower it. */
function Contributions({ caption, features, largest }: ContributionsProps) {
  return (
    <table class="plain-table contributions">
      <caption class="unseen">{caption}, on the scale of log odds</caption>
      <tbody>
        {features.map(({ name, label, contribution }) => {
          const width = `${(50 * Math.abs(contribution)) / largest}%`;
          const place = contribution < 0 ? { right: "50%" } : { left: "50%" };
          return (
            <tr key={name}>
              <th scope="row">{label}</th>
              <td class="contribution">
                <div class="contribution-track">
                  <div class={contribution < 0 ? "takes" : "adds"} style={{ width, ...place }} />
                </div>
              </td>
              <td class="contribution-number">
                {contribution > 0 ? "+" : ""}
                {contribution.toFixed(1)}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
