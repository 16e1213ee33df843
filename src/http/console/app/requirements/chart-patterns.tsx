// Each grade has a pattern of its own in charts: colour is never the only sign.
import type { Grade } from "../../../../domain/grade.ts";

/** Above `none`, in the order in which they are stacked: people's word at the bottom, on firm ground. */
export const stackedGrades = ["validated", "reviewed", "corroborated", "inferred", "suggested"] as const;
export type StackedGrade = Exclude<Grade, "none">;

const strokes: Record<StackedGrade, string> = {
  validated: "",
  reviewed: "M0 8 L8 0 M-2 2 L2 -2 M6 10 L10 6",
  corroborated: "M0 4 H8 M4 0 V8",
  inferred: "M0 4 H8",
  suggested: "M4 3 V5",
};

/** Paper with the strokes of the grade on it, to be filled with by `url(#…)`; the prefix keeps two charts apart. */
export function ChartPatterns({ prefix }: { prefix: string }) {
  return (
    <defs>
      {stackedGrades.map((grade) => (
        <pattern
          key={grade}
          id={`${prefix}-${grade}`}
          width="8"
          height="8"
          patternUnits="userSpaceOnUse"
          class={`chart-${grade}`}
        >
          <rect width="8" height="8" class="chart-paper" />
          <path d={strokes[grade]} class="chart-stroke" />
        </pattern>
      ))}
    </defs>
  );
}
