// One cell for each requirement, by its group: its grade as a word for who does not see, bars and a colour for who does.
import { useRef, useState } from "preact/hooks";
import type { Coverage } from "../answers.ts";
import { Link } from "../parts/button.tsx";
import { GradeBars } from "../parts/grade-badge.tsx";
import { gradeOrder, gradeWords } from "../words.ts";
import { findNextCell } from "./next-cell.ts";

type Requirement = Coverage["requirements"][number];
type HeatMapProps = {
  requirements: readonly Requirement[];
  /** The group of a requirement, in the publisher's words. */
  groups: ReadonlyMap<string, string>;
  /** Where the tab key enters; the first without it. */
  start: string | null;
  writePath: (requirementId: string) => string;
};

export function HeatMap({ requirements, groups, start, writePath }: HeatMapProps) {
  const [moved, setMoved] = useState<string | null>(null);
  const frame = useRef<HTMLElement>(null);
  const isThere = (id: string | null) => requirements.some(({ requirementId }) => requirementId === id);
  const stop = [moved, start].find(isThere) ?? requirements[0]?.requirementId;
  return (
    <section
      ref={frame}
      class="heat"
      aria-label="Requirements by grade"
      onKeyDown={(event) => {
        if (event.ctrlKey || event.metaKey || event.altKey || !frame.current) return;
        const next = findNextCell([...frame.current.querySelectorAll<HTMLElement>(".heat-cell")], event.key);
        if (!next) return;
        event.preventDefault();
        next.focus();
        setMoved(next.dataset["requirement"] ?? null);
      }}
    >
      {[...groupRequirements(requirements, groups)].map(([group, members]) => (
        <div key={group} class="heat-group">
          <h3>{group}</h3>
          <ul class="heat-cells">
            {members.map((one) => (
              <li key={one.requirementId}>
                <Cell
                  requirement={one}
                  isStop={one.requirementId === stop}
                  to={writePath(one.requirementId)}
                />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}

function groupRequirements(requirements: readonly Requirement[], groups: HeatMapProps["groups"]) {
  const grouped = new Map<string, Requirement[]>();
  for (const one of requirements) {
    const group = groups.get(one.requirementId) ?? "Requirements";
    grouped.set(group, [...(grouped.get(group) ?? []), one]);
  }
  return grouped;
}

type CellProps = { requirement: Requirement; isStop: boolean; to: string };

function Cell({ requirement, isStop, to }: CellProps) {
  const { requirementId, title, grade, pointsByGrade } = requirement;
  return (
    <Link
      to={to}
      class={`heat-cell grade-${grade}`}
      title={title}
      tabIndex={isStop ? 0 : -1}
      label={`${requirementId} ${title}: grade ${gradeWords[grade].name}. ${tellPoints(pointsByGrade)}`}
      data={{ requirement: requirementId }}
    >
      <span class="heat-name">
        <GradeBars grade={grade} />
        {requirementId}
      </span>
      <Shares counts={pointsByGrade} />
    </Link>
  );
}

type Counts = Requirement["pointsByGrade"];

/** How its points share out: a requirement is only as strong as the weakest of them. */
function Shares({ counts }: { counts: Counts }) {
  const total = gradeOrder.reduce((sum, grade) => sum + (counts[grade] ?? 0), 0);
  return (
    <span class="heat-shares" aria-hidden="true">
      {gradeOrder.toReversed().map((grade) => (
        <span
          key={grade}
          class={`heat-share-${grade}`}
          style={{ width: `${(100 * (counts[grade] ?? 0)) / Math.max(1, total)}%` }}
        />
      ))}
    </span>
  );
}

function tellPoints(counts: Counts): string {
  const told = gradeOrder.toReversed().filter((grade) => (counts[grade] ?? 0) > 0);
  return `Points: ${told.map((grade) => `${counts[grade]} ${gradeWords[grade].name}`).join(", ")}`;
}
