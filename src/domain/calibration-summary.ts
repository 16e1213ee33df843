// What answers say of calibration: the state of everything that could go unseen, and what stands behind it.
import type { Calibration, CalibrationState } from "./calibration.ts";
import { type Claim, canGoUnseen } from "./claim.ts";
import { nameSource } from "./scoring.ts";
import { conservativeThreshold } from "./triage.ts";

export type CalibrationSummary = {
  /** `proven` only when every source with claims that could go unseen has its threshold proven. */
  state: CalibrationState;
  sources: {
    source: string;
    state: CalibrationState;
    threshold: number;
    /** When proven: with 95 % confidence at most this share of what goes unseen is wrong. */
    target: number | null;
    accepted: number;
    errors: number;
    since: Date | null;
  }[];
};

/** Sources of claims that stood at a moment and could go unseen. */
export function listOpenSources(claims: readonly Claim[], asOf: Date): string[] {
  const open = claims.filter(
    (claim) =>
      canGoUnseen(claim) && claim.createdAt <= asOf && (claim.retiredAt === null || claim.retiredAt > asOf),
  );
  return [...new Set(open.map(nameSource))];
}

/** @param calibrations oldest first. */
export function summarizeCalibration(
  open: readonly string[],
  calibrations: readonly Calibration[],
  asOf: Date,
): CalibrationSummary {
  const sources = open.toSorted().map((source) => {
    const found = calibrations.findLast((one) => one.source === source && one.since <= asOf);
    if (!found)
      return {
        source,
        state: "uncalibrated" as const,
        threshold: conservativeThreshold,
        target: null,
        accepted: 0,
        errors: 0,
        since: null,
      };
    const { state, threshold, target, accepted, errors, since } = found;
    return { source, state, threshold, target, accepted, errors, since };
  });
  const states = sources.map(({ state }) => state);
  const worst = states.includes("drifted")
    ? "drifted"
    : states.length === 0 || states.includes("uncalibrated")
      ? "uncalibrated"
      : "proven";
  return { state: worst, sources };
}
