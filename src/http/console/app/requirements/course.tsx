// The course of coverage: how many requirements stood at each grade at moments of the past, never added up to one share.
import type { CoverageHistory } from "../answers.ts";
import { writeMoment } from "../dates.ts";
import { gradeOrder, gradeWords } from "../words.ts";

const width = 720;
const height = 180;
const left = 36;

type CourseProps = { history: CoverageHistory; what: "requirementsByGrade" | "pointsByGrade" };

export function Course({ history, what }: CourseProps) {
  const points = history.points.map((point) => {
    const counts = point[what];
    return {
      asOf: point.asOf,
      counts,
      total: gradeOrder.reduce((sum, grade) => sum + (counts[grade] ?? 0), 0),
    };
  });
  const total = points.at(-1)?.total ?? 0;
  const step = (width - left) / Math.max(1, points.length);
  const scale = (height - 24) / Math.max(1, ...points.map((point) => point.total));
  return (
    <figure class="stack">
      <svg class="chart" viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
        <text x="0" y="12">
          {total}
        </text>
        <text x="0" y={height - 20}>
          0
        </text>
        {points.map(({ asOf, counts }, index) => {
          let top = height - 20;
          return gradeOrder.toReversed().map((grade) => {
            const size = (counts[grade] ?? 0) * scale;
            top -= size;
            return size === 0 ? null : (
              <rect
                key={`${asOf} ${grade}`}
                x={left + index * step}
                y={top}
                width={Math.max(1, step - 4)}
                height={size}
                class={`bar-${grade}`}
                style={{ fill: `var(--${grade}-paper)`, stroke: `var(--${grade}-line)` }}
              />
            );
          });
        })}
        <text x={left} y={height - 4}>
          {points[0] ? writeMoment(points[0].asOf) : ""}
        </text>
        <text x={width} y={height - 4} text-anchor="end">
          {writeMoment(points.at(-1)?.asOf ?? "")}
        </text>
      </svg>
      <details>
        <summary>The same as a table</summary>
        <div class="table-frame">
          <table class="plain-table">
            <caption class="unseen">
              {what === "pointsByGrade" ? "Points" : "Requirements"} at each grade over time
            </caption>
            <thead>
              <tr>
                <th scope="col">When</th>
                {gradeOrder.toReversed().map((grade) => (
                  <th key={grade} scope="col">
                    {gradeWords[grade].name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {points.map(({ asOf, counts }) => (
                <tr key={asOf}>
                  <th scope="row">{writeMoment(asOf)}</th>
                  {gradeOrder.toReversed().map((grade) => (
                    <td key={grade}>{counts[grade]}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  );
}
