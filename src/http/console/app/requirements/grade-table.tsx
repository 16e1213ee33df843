// Requirements and points by grade: what people confirmed, what only a machine says, and what does not count, apart.
import type { Grade } from "../../../../domain/grade.ts";
import type { Coverage } from "../answers.ts";
import { GradeBadge } from "../parts/grade-badge.tsx";

const camps: readonly { title: string; grades: readonly Grade[] }[] = [
  { title: "Confirmed by people", grades: ["validated", "reviewed"] },
  { title: "Inferred by machine, unseen", grades: ["corroborated", "inferred"] },
  { title: "Does not count", grades: ["suggested", "none"] },
];

export function GradeTable({ coverage }: { coverage: Coverage }) {
  const rows = [
    { title: "Requirements", counts: coverage.requirementsByGrade },
    { title: "Points", counts: coverage.pointsByGrade },
  ];
  return (
    <div class="table-frame">
      <table class="grade-table">
        <caption class="unseen">Requirements and points by grade</caption>
        <thead>
          <tr>
            <td />
            {camps.map(({ title, grades }) => (
              <th key={title} scope="colgroup" colSpan={grades.length}>
                {title}
              </th>
            ))}
          </tr>
          <tr>
            <td />
            {camps.flatMap(({ grades }) =>
              grades.map((grade) => (
                <th key={grade} scope="col">
                  <GradeBadge grade={grade} />
                </th>
              )),
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ title, counts }) => (
            <tr key={title}>
              <th scope="row">{title}</th>
              {camps.flatMap(({ grades }) =>
                grades.map((grade) => (
                  <td key={grade} class={counts[grade] ? "count-some" : "dim"}>
                    {counts[grade] ?? 0}
                  </td>
                )),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
