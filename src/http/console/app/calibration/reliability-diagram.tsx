// The reliability diagram: what the machine said against what was the case, with the count of each bin.
import type { Calibration } from "../answers.ts";
import { writeShare } from "../dates.ts";

type Bins = Calibration["sources"][number]["reliability"]["inForce"]["bins"];

const size = 240;
const left = 44;
const top = 28;
const ticks = [0, 0.25, 0.5, 0.75, 1];
const placeX = (share: number) => left + size * share;
const placeY = (share: number) => top + size * (1 - share);

export function ReliabilityDiagram({ bins }: { bins: Bins }) {
  return (
    <figure class="stack tight">
      <h3>Reliability</h3>
      <svg
        class="chart reliability"
        viewBox={`0 0 ${left + size + 40} ${top + size + 40}`}
        aria-hidden="true"
      >
        {ticks.map((tick) => (
          <g key={tick}>
            <line class="chart-line" x1={left} x2={placeX(1)} y1={placeY(tick)} y2={placeY(tick)} />
            <text x={left - 6} y={placeY(tick) + 4} text-anchor="end">
              {100 * tick}
            </text>
            <text x={placeX(tick)} y={top + size + 16} text-anchor="middle">
              {100 * tick}
            </text>
          </g>
        ))}
        <line class="chart-ideal" x1={placeX(0)} y1={placeY(0)} x2={placeX(1)} y2={placeY(1)} />
        {bins.map((bin) => (
          <Dot key={bin.from} bin={bin} />
        ))}
        <text x={placeX(0.5)} y={top + size + 34} text-anchor="middle">
          said by the machine, %
        </text>
      </svg>
      <figcaption class="dim small">
        Upward: how many were right, %. On the dashed line what was said is what was the case; below it the
        machine was too sure. The number at a dot counts its labels.
      </figcaption>
      <BinTable bins={bins} />
    </figure>
  );
}

/** The area of a dot grows with its labels. */
function Dot({ bin: { probability, rightShare, labels } }: { bin: Bins[number] }) {
  const radius = Math.min(14, 3 + Math.sqrt(labels));
  return (
    <g>
      <line
        class="chart-miss"
        x1={placeX(probability)}
        x2={placeX(probability)}
        y1={placeY(probability)}
        y2={placeY(rightShare)}
      />
      <circle class="chart-dot" cx={placeX(probability)} cy={placeY(rightShare)} r={radius} />
      <text
        class="chart-count"
        x={placeX(probability)}
        y={placeY(rightShare) - radius - 4}
        text-anchor="middle"
      >
        {labels}
      </text>
    </g>
  );
}

function BinTable({ bins }: { bins: Bins }) {
  return (
    <details>
      <summary>The same as a table</summary>
      <table class="plain-table">
        <caption class="unseen">Reliability: what was said, what was right, and how many labels</caption>
        <thead>
          <tr>
            <th scope="col">Bin</th>
            <th scope="col">Said on average</th>
            <th scope="col">Were right</th>
            <th scope="col">Labels</th>
          </tr>
        </thead>
        <tbody>
          {bins.map(({ from, to, probability, rightShare, labels }) => (
            <tr key={from}>
              <th scope="row">
                {writeShare(from)} to {writeShare(to)}
              </th>
              <td>{writeShare(probability)}</td>
              <td>{writeShare(rightShare)}</td>
              <td>{labels}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
