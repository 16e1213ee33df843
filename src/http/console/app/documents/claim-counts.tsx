// Claims of a document, those that a person confirmed kept apart from those that only a machine stands behind.
import type { Grade } from "../../../../domain/grade.ts";
import { GradeCounts } from "../parts/grade-badge.tsx";

type Counts = Partial<Record<Grade, number>>;

/** `open` waits for a person and does not count as coverage. */
export function sumCounts(counts: Counts): { people: number; machine: number; open: number } {
  const count = (grade: Grade) => counts[grade] ?? 0;
  return {
    people: count("validated") + count("reviewed"),
    machine: count("corroborated") + count("inferred"),
    open: count("suggested"),
  };
}

/** Who stands behind claims: people, a machine alone, or nobody yet. */
export type Stander = "people" | "machine" | "open";

const grades: Record<Stander, readonly Grade[]> = {
  people: ["validated", "reviewed"],
  machine: ["corroborated", "inferred"],
  open: ["suggested"],
};

export function ClaimCounts({ counts, of }: { counts: Counts; of: Stander }) {
  const wanted = Object.fromEntries(grades[of].map((grade) => [grade, counts[grade] ?? 0]));
  return <GradeCounts counts={wanted} nothing="–" />;
}
