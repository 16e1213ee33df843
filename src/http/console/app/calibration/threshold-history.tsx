// Every change of a threshold, newest first, with what made it.
import type { Calibration } from "../answers.ts";
import { writeExactShare, writeMoment } from "../dates.ts";
import { changeWords, stateWords } from "./state-words.ts";

export function ThresholdHistory({ history }: Pick<Calibration, "history">) {
  return (
    <section class="card stack" aria-labelledby="threshold-history">
      <h2 id="threshold-history">How the threshold came to be</h2>
      {history.length === 0 ? (
        <p class="dim">
          It is the built-in one and has never changed. Every change will stand here with its reason.
        </p>
      ) : (
        <ol class="life">
          {history.map(({ source, since, state, reason, why, threshold, target, accepted, errors }) => (
            <li key={`${source} ${since}`}>
              <time class="dim" dateTime={since}>
                {writeMoment(since)}
              </time>
              <p class="chips level">
                <strong>Threshold {threshold.toFixed(2)}</strong>
                <span class={`chip ${stateWords[state].tone}`}>{stateWords[state].name}</span>
                <span class="dim small">{source}</span>
              </p>
              <p>
                {changeWords[reason]}. {why}
              </p>
              <p class="dim small">
                Target {writeExactShare(target)} · {accepted} labels at or above it, {errors} wrong
              </p>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
