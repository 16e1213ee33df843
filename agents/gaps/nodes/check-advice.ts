// Step 3: code reads what the model wrote; where it fails a check, the composed advice stands, and the answer says so.
import { type RefusedAdvice, takeWritten, type WrittenBatch } from "../../../src/domain/written-gap.ts";
import type { GapsState } from "../state.ts";

export function buildCheckAdvice() {
  return async function checkAdvice({ found, batches }: GapsState): Promise<Pick<GapsState, "checked">> {
    const { gaps, refused } = takeWritten(found.gaps, batches);
    const notes = [...listBound(gaps.length, batches), ...listProblems(batches), ...listRefusals(refused)];
    return { checked: { gaps, refused, notes } };
  };
}

function listBound(count: number, batches: readonly WrittenBatch[]): string[] {
  const asked = batches.reduce((sum, { pointIds }) => sum + pointIds.length, 0);
  if (asked === 0 || asked === count) return [];
  return [
    `Advice was written for the first ${asked} gaps; that of the others is composed from the catalogue.`,
  ];
}

/** Batches that failed for the same reason are told together. */
function listProblems(batches: readonly WrittenBatch[]): string[] {
  const counts = new Map<string, number>();
  for (const { problem, pointIds } of batches) {
    if (problem !== null) counts.set(problem, (counts.get(problem) ?? 0) + pointIds.length);
  }
  return [...counts].map(
    ([problem, count]) => `The advice of ${count} gaps is composed from the catalogue: ${problem}`,
  );
}

function listRefusals(refused: readonly RefusedAdvice[]): string[] {
  if (refused.length === 0) return [];
  const counts = new Map<string, number>();
  for (const { reason } of refused) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const reasons = [...counts].map(([reason, count]) => `${reason} ${count}`).join(", ");
  return [
    `${refused.length} written advices did not stand the checks (${reasons}): composed ones stand for them.`,
  ];
}
