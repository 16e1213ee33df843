// One cell for each requirement, by its group: its grade as a word for who does not see, bars and a colour for who does.
import type { Coverage } from "../answers.ts";
import { GradeBars } from "../parts/grade-badge.tsx";
import { gradeOrder, gradeWords } from "../words.ts";

type Requirement = Coverage["requirements"][number];
type HeatMapProps = {
  requirements: readonly Requirement[];
  chosen: string | null;
  onChoose: (requirementId: string) => void;
};

export function HeatMap({ requirements, chosen, onChoose }: HeatMapProps) {
  const groups = new Map<string, Requirement[]>();
  for (const one of requirements) {
    const group = nameGroup(one.requirementId);
    groups.set(group, [...(groups.get(group) ?? []), one]);
  }
  return (
    <section class="heat" aria-label="Requirements by grade">
      {[...groups].map(([group, members]) => (
        <div key={group} class="heat-group">
          <strong>{group}</strong>
          <div class="heat-cells">
            {members.map(({ requirementId, title, grade, pointsByGrade }) => (
              <button
                key={requirementId}
                type="button"
                class={`heat-cell grade-${grade}`}
                title={title}
                aria-pressed={requirementId === chosen}
                aria-label={`${requirementId} ${title}: ${gradeWords[grade].name}. ${tellPoints(pointsByGrade)}`}
                onClick={() => onChoose(requirementId)}
                style={{
                  color: `var(--${grade}-ink)`,
                  background: `var(--${grade}-paper)`,
                  borderColor: `var(--${grade}-line)`,
                }}
              >
                <span class="heat-name">
                  <GradeBars grade={grade} />
                  {requirementId}
                </span>
                <Shares counts={pointsByGrade} />
              </button>
            ))}
          </div>
        </div>
      ))}
    </section>
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
          style={{
            width: `${(100 * (counts[grade] ?? 0)) / Math.max(1, total)}%`,
            background: `var(--${grade}-line)`,
          }}
        />
      ))}
    </span>
  );
}

function tellPoints(counts: Counts): string {
  const told = gradeOrder.toReversed().filter((grade) => (counts[grade] ?? 0) > 0);
  return `Points: ${told.map((grade) => `${counts[grade]} ${gradeWords[grade].name}`).join(", ")}`;
}

/** "CC6.1" is of CC6, "A.8.5" of A.8, "PR.AA-03" of PR.AA, "Art.32(1)(b)" of Art. */
function nameGroup(id: string): string {
  return /^(.+)[.-][^.-]+$/.exec(id)?.[1] ?? id;
}
