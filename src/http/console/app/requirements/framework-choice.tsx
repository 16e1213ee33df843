// Which framework, which floor: what is in scope stands first, and the choice stays in the address.
import type { Grade } from "../../../../domain/grade.ts";
import type { ListedFramework, Scope } from "../answers.ts";
import { Choice } from "../parts/field.tsx";
import type { Problem } from "../problem.ts";
import { useAsk } from "../use-ask.ts";
import { gradeOrder, gradeWords } from "../words.ts";

type Offered = { id: string; title: string; isInScope: boolean };
type Offer = { offered: Offered[]; isScopeChosen: boolean; problem: Problem | null; reload: () => void };

/** Frameworks to be measured by, those in scope first; while nobody has chosen, none is before another. */
export function useFrameworks(): Offer {
  const listed = useAsk<{ items: ListedFramework[] }>("/v1/frameworks");
  const scopes = useAsk<{ items: Scope[] }>("/v1/scope");
  const chosen = new Set(
    scopes.answer?.items.filter(({ isChosen }) => isChosen).map(({ frameworkId }) => frameworkId),
  );
  const offered = (scopes.answer === null ? [] : (listed.answer?.items ?? []))
    .filter(({ isTarget }) => !isTarget)
    .map(({ id, title }) => ({ id, title, isInScope: chosen.size === 0 || chosen.has(id) }))
    .toSorted((a, b) => Number(b.isInScope) - Number(a.isInScope));
  return {
    offered,
    isScopeChosen: chosen.size > 0,
    problem: listed.problem ?? scopes.problem,
    reload: () => {
      listed.reload();
      scopes.reload();
    },
  };
}

type FrameworkChoiceProps = {
  offered: readonly Offered[];
  value: string;
  onChange: (id: string) => void;
  /** What no choice means, where that is one. */
  everything?: string;
};

export function FrameworkChoice({ offered, value, onChange, everything }: FrameworkChoiceProps) {
  const options = offered.map(({ id, title, isInScope }) => ({
    value: id,
    label: isInScope ? title : `${title} (not in scope)`,
  }));
  const all = everything === undefined ? [] : [{ value: "", label: everything }];
  return <Choice label="Framework" value={value} onChange={onChange} options={[...all, ...options]} />;
}

export const usualFloor: Grade = "reviewed";

const floors = gradeOrder.filter((grade) => grade !== "none").toReversed();

/** The address may say anything: what is no floor is the usual one. */
export function readFloor(text: string | null): Grade {
  return floors.find((grade) => grade === text) ?? usualFloor;
}

export function FloorChoice({ value, onChange }: { value: Grade; onChange: (floor: string | null) => void }) {
  return (
    <Choice
      label="Counts as met from"
      value={value}
      onChange={(floor) => onChange(floor === usualFloor ? null : floor)}
      options={floors.map((floor) => ({ value: floor, label: gradeWords[floor].name }))}
    />
  );
}
