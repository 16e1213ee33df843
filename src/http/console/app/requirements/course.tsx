// The course of coverage: how much stood at each grade at moments of the past, never added up to one share.
import { useId } from "preact/hooks";
import type { CoverageHistory } from "../answers.ts";
import { writeDay, writeMoment } from "../dates.ts";
import { gradeOrder, gradeWords } from "../words.ts";
import { ChartPatterns, type StackedGrade, stackedGrades } from "./chart-patterns.tsx";

const width = 560;
const height = 230;
const left = 40;
const floorY = height - 26;
const topY = 12;
const dayMs = 86_400_000;

type Counted = "requirementsByGrade" | "pointsByGrade";
type CourseProps = { history: CoverageHistory; what: Counted };
type Moment = { asOf: string; counts: Partial<Record<StackedGrade | "none", number>>; standing: number };

export function Course({ history, what }: CourseProps) {
  const prefix = useId();
  const moments = history.points.map((point): Moment => {
    const counts = point[what];
    const standing = stackedGrades.reduce((sum, grade) => sum + (counts[grade] ?? 0), 0);
    return { asOf: point.asOf, counts, standing };
  });
  const last = moments.at(-1);
  if (!last) return null;
  const noun = what === "pointsByGrade" ? "points" : "requirements";
  const total = last.standing + (last.counts.none ?? 0);
  const most = Math.max(...moments.map(({ standing }) => standing));
  return (
    <figure class="course">
      <h3>{noun === "points" ? "Points" : "Requirements"}</h3>
      {most === 0 ? (
        <p class="dim">
          None of the {total} {noun} has stood above None at any moment of this time.
        </p>
      ) : (
        <Picture moments={moments} most={most} prefix={prefix} />
      )}
      <figcaption class="dim small">
        {last.standing} of {total} {noun} stand above None now. The others have no bar.
      </figcaption>
      <CourseTable moments={moments} noun={noun} />
    </figure>
  );
}

function Picture({ moments, most, prefix }: { moments: readonly Moment[]; most: number; prefix: string }) {
  const tick = findTick(most);
  const ceiling = Math.ceil(most / tick) * tick;
  const scale = (floorY - topY) / ceiling;
  const step = (width - left) / moments.length;
  const ticks = Array.from({ length: ceiling / tick + 1 }, (_, index) => index * tick);
  return (
    <>
      <svg class="chart" viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
        <ChartPatterns prefix={prefix} />
        {ticks.map((value) => (
          <g key={value}>
            <line
              class="chart-line"
              x1={left}
              x2={width}
              y1={floorY - value * scale}
              y2={floorY - value * scale}
            />
            <text x={left - 6} y={floorY - value * scale + 4} text-anchor="end">
              {value}
            </text>
          </g>
        ))}
        {moments.map((moment, index) => (
          <Bar
            key={moment.asOf}
            moment={moment}
            scale={scale}
            prefix={prefix}
            x={left + index * step + 3}
            width={Math.max(2, step - 6)}
          />
        ))}
        <Times moments={moments} />
      </svg>
      <Legend moments={moments} prefix={prefix} />
    </>
  );
}

type BarProps = { moment: Moment; scale: number; prefix: string; x: number; width: number };

function Bar({ moment: { counts }, scale, prefix, ...place }: BarProps) {
  const bottoms = stackedGrades.map((_, index) =>
    stackedGrades.slice(0, index).reduce((sum, grade) => sum + (counts[grade] ?? 0), 0),
  );
  return (
    <g>
      {stackedGrades.map((grade, index) => {
        const size = (counts[grade] ?? 0) * scale;
        const y = floorY - (bottoms[index] ?? 0) * scale - size;
        return size === 0 ? null : (
          <rect
            key={grade}
            {...place}
            y={y}
            height={size}
            fill={`url(#${prefix}-${grade})`}
            class={`chart-bar chart-${grade}`}
          />
        );
      })}
    </g>
  );
}

/** The first and the last; hours matter only while everything happened in two days. */
function Times({ moments }: { moments: readonly Moment[] }) {
  const [first, last] = [moments[0]?.asOf ?? "", moments.at(-1)?.asOf ?? ""];
  const write = Date.parse(last) - Date.parse(first) < 2 * dayMs ? writeMoment : writeDay;
  return (
    <>
      <text x={left} y={height - 6}>
        {write(first)}
      </text>
      <text x={width} y={height - 6} text-anchor="end">
        {write(last)}
      </text>
    </>
  );
}

/** Only what is in the picture, with how many there are now. */
function Legend({ moments, prefix }: { moments: readonly Moment[]; prefix: string }) {
  const shown = stackedGrades.filter((grade) => moments.some(({ counts }) => (counts[grade] ?? 0) > 0));
  return (
    <ul class="chart-legend" aria-label="Now">
      {shown.map((grade) => (
        <li key={grade}>
          <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
            <rect
              x="0.5"
              y="0.5"
              width="15"
              height="15"
              fill={`url(#${prefix}-${grade})`}
              class={`chart-bar chart-${grade}`}
            />
          </svg>
          {gradeWords[grade].name} <strong>{moments.at(-1)?.counts[grade] ?? 0}</strong>
        </li>
      ))}
    </ul>
  );
}

function CourseTable({ moments, noun }: { moments: readonly Moment[]; noun: string }) {
  const shown = gradeOrder.toReversed();
  return (
    <details>
      <summary>The same as a table</summary>
      <div class="table-frame">
        <table class="plain-table">
          <caption class="unseen">
            {noun === "points" ? "Points" : "Requirements"} at each grade over time
          </caption>
          <thead>
            <tr>
              <th scope="col">When</th>
              {shown.map((grade) => (
                <th key={grade} scope="col">
                  {gradeWords[grade].name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {moments.map(({ asOf, counts }) => (
              <tr key={asOf}>
                <th scope="row">{writeMoment(asOf)}</th>
                {shown.map((grade) => (
                  <td key={grade}>{counts[grade] ?? 0}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

/** 1, 2 or 5 times a power of ten, so that there are at most five lines. */
function findTick(most: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, most / 5)));
  return [1, 2, 5, 10].map((one) => one * power).find((one) => most / one <= 5) ?? 10 * power;
}
