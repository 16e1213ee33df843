// Grades as people see them: a word, five bars that fill up, and a form that tells a machine's word from a person's.
import type { Grade } from "../../../../domain/grade.ts";
import { gradeOrder, gradeWords } from "../words.ts";

/** Colour is never the only sign: the word and the number of filled bars say the same. */
export function GradeBadge({ grade, isShort = false }: { grade: Grade; isShort?: boolean }) {
  const { name, means } = gradeWords[grade];
  return (
    <span class={`grade grade-${grade}`} title={means}>
      <GradeBars grade={grade} />
      <span class={isShort ? "unseen" : undefined}>{name}</span>
    </span>
  );
}

export function GradeBars({ grade }: { grade: Grade }) {
  const filled = gradeOrder.indexOf(grade);
  return (
    <svg class="grade-bars" viewBox="0 0 19 10" width="19" height="10" aria-hidden="true">
      {[0, 1, 2, 3, 4].map((step) => (
        <rect
          key={step}
          x={step * 4}
          y={6 - step * 1.5}
          width="3"
          height={4 + step * 1.5}
          rx="0.5"
          class={step < filled ? "filled" : "hollow"}
        />
      ))}
    </svg>
  );
}

/** Counts of every grade side by side, never summed: people's grades first, as they are what counts. */
export function GradeCounts({ counts, nothing = "None yet" }: GradeCountsProps) {
  const shown = gradeOrder.toReversed().filter((grade) => (counts[grade] ?? 0) > 0);
  if (shown.length === 0) return <span class="dim">{nothing}</span>;
  return (
    <span class="grade-counts">
      {shown.map((grade) => (
        <span key={grade} class={`grade grade-${grade}`} title={gradeWords[grade].means}>
          <GradeBars grade={grade} />
          <span>
            {counts[grade]}
            <span class="unseen"> {gradeWords[grade].name}</span>
          </span>
        </span>
      ))}
    </span>
  );
}

/** What the marks mean, for a place where they stand without words; with counts, how often each stands there. */
export function GradeLegend({ counts }: { counts?: GradeCountsProps["counts"] }) {
  return (
    <ul class="legend" aria-label="What the marks mean">
      {gradeOrder.toReversed().map((grade) => (
        <li key={grade}>
          <GradeBadge grade={grade} />
          {counts ? ` ${counts[grade] ?? 0}` : null}
        </li>
      ))}
      <li class="dim small">filled: a person's word · framed: a machine's</li>
    </ul>
  );
}

type GradeCountsProps = { counts: Partial<Record<Grade, number>>; nothing?: string };
