// What is known of each source: the lessons that teach its scorer, and the sample that judges it.
import type { Calibration } from "./calibration.ts";
import { groupBy } from "./grouping.ts";
import {
  collectSample,
  type Drawn,
  type Label,
  type LabelledClaim,
  listLessons,
  type Sample,
} from "./label.ts";
import type { Decision } from "./review.ts";
import { nameSource } from "./scoring.ts";

export type Labelled = {
  claims: readonly LabelledClaim[];
  decisions: readonly Decision[];
  drawn: readonly Drawn[];
};

export type SourceEvidence = {
  source: string;
  /** The calibration in force; null: all is as built in. */
  current: Calibration | null;
  lessons: Label[];
  sample: Sample;
};

/** One for each source that has labels or a calibration. @param calibrations oldest first. */
export function gatherEvidence(
  { claims, decisions, drawn }: Labelled,
  calibrations: readonly Calibration[],
): SourceEvidence[] {
  const bySource = groupBy(claims, nameSource);
  const newest = new Map(calibrations.map((one) => [one.source, one]));
  return [...new Set([...bySource.keys(), ...newest.keys()])].toSorted().map((source) => {
    const own = bySource.get(source) ?? [];
    const ids = new Set(own.map(({ id }) => id));
    const ownDrawn = drawn.filter(({ claimId }) => ids.has(claimId));
    const current = newest.get(source) ?? null;
    const from = current?.sampleFrom ?? null;
    const counted = ownDrawn.filter(({ drawnAt }) => from === null || drawnAt > from);
    const lessons = listLessons(own, decisions, ownDrawn);
    return { source, current, lessons, sample: collectSample(own, decisions, counted) };
  });
}
