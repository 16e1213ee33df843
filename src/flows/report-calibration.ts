// Flow: how far probabilities can be believed, what proves it and what is missing; and what a person demands of it.
import type { Context } from "../context.ts";
import type { Sql } from "../db/sql.ts";
import { type Calibration, scoreSample } from "../domain/calibration.ts";
import { gatherEvidence, type SourceEvidence } from "../domain/calibration-evidence.ts";
import { type CalibrationSetting, defaultSetting } from "../domain/calibration-setting.ts";
import { type CalibrationSummary, summarizeCalibration } from "../domain/calibration-summary.ts";
import type { Principal } from "../domain/principal.ts";
import { measureReliability, type Reliability } from "../domain/reliability.ts";
import { countCleanNeeded } from "../domain/review-threshold.ts";
import { builtInScorer } from "../domain/scorer.ts";
import { conservativeThreshold } from "../domain/triage.ts";
import { Fault } from "../fault.ts";
import {
  findCalibrationSetting,
  insertCalibrationSetting,
  listCalibrations,
  listDrawn,
  listLabelledClaims,
  listOpenSources,
} from "../store/calibrations.ts";
import { appendEntry } from "../store/ledger.ts";
import { listDecisions } from "../store/reviews.ts";

export type SourceReport = CalibrationSummary["sources"][number] & {
  scorer: string;
  bound: number | null;
  why: string | null;
  /** Decisions that teach the scorer. */
  lessons: { right: number; wrong: number };
  /** Randomly drawn claims: decided ones that count, ones that wait, and decided ones that wait behind them. */
  sample: { right: number; wrong: number; waiting: number; waitingSince: Date | null; heldUp: number };
  /** Labels at or above the threshold, and how many more, all right, would prove the target there. */
  progress: { threshold: number; accepted: number; errors: number; needed: number };
  /** On the random sample, by the scorer in force and by the built-in one. */
  reliability: { inForce: Reliability; builtIn: Reliability };
  refit: Calibration["metrics"]["refit"];
};

export type CalibrationReport = {
  state: CalibrationSummary["state"];
  setting: CalibrationSetting;
  sources: SourceReport[];
  /** Newest first. */
  history: Calibration[];
};

export async function reportCalibration(
  context: Context,
  organizationId: string,
): Promise<CalibrationReport> {
  return context.database.asOrganization(organizationId, (sql) => report(sql, context.clock()));
}

async function report(sql: Sql, at: Date): Promise<CalibrationReport> {
  const setting = (await findCalibrationSetting(sql)) ?? defaultSetting;
  const calibrations = await listCalibrations(sql);
  const summary = summarizeCalibration(await listOpenSources(sql), calibrations, at);
  const claims = await listLabelledClaims(sql);
  const claimIds = claims.map(({ id }) => id);
  const labelled = { claims, decisions: await listDecisions(sql, claimIds), drawn: await listDrawn(sql) };
  const known = gatherEvidence(labelled, calibrations);
  const names = new Set([...summary.sources, ...known].map(({ source }) => source));
  return {
    state: summary.state,
    setting,
    sources: [...names]
      .toSorted()
      .map((source) => describeSource(source, known.find((one) => one.source === source) ?? null, setting)),
    history: calibrations.toReversed(),
  };
}

function describeSource(
  source: string,
  known: SourceEvidence | null,
  { target }: CalibrationSetting,
): SourceReport {
  const { current, lessons, sample } = known ?? {
    current: null,
    lessons: [],
    sample: { labels: [], waiting: [], heldUp: 0 },
  };
  const threshold = current?.threshold ?? conservativeThreshold;
  const count = (labels: readonly { isRight: boolean }[]) => {
    const right = labels.filter(({ isRight }) => isRight).length;
    return { right, wrong: labels.length - right };
  };
  const scored = scoreSample(current?.scorer ?? null, sample.labels);
  // Where nothing passes, nothing could be proven: what matters is how far the built-in threshold is from it.
  const aim = threshold === 1 ? conservativeThreshold : threshold;
  return {
    source,
    state: current?.state ?? "uncalibrated",
    threshold,
    target: current?.target ?? null,
    accepted: current?.accepted ?? 0,
    errors: current?.errors ?? 0,
    since: current?.since ?? null,
    scorer: current?.scorer?.version ?? builtInScorer.version,
    bound: current?.bound ?? null,
    why: current?.why ?? null,
    lessons: count(lessons),
    sample: {
      ...count(sample.labels),
      waiting: sample.waiting.length,
      waitingSince: sample.waiting[0]?.drawnAt ?? null,
      heldUp: sample.heldUp,
    },
    progress: { threshold: aim, ...countCleanNeeded(scored, aim, target) },
    reliability: {
      inForce: measureReliability(scored),
      builtIn: measureReliability(scoreSample(null, sample.labels)),
    },
    refit: current?.metrics.refit ?? null,
  };
}

/**
 * Records how much of what goes unseen may be wrong, and how much of it people check anyway; both hold at once. Throws
 * Fault `forbidden` for a machine.
 */
export async function decideCalibration(
  context: Context,
  principal: Pick<Principal, "id" | "organizationId" | "kind">,
  wanted: { target: number; sampleShare?: number | undefined },
): Promise<CalibrationReport> {
  if (principal.kind !== "person")
    throw new Fault("forbidden", "People decide how much may be wrong: this key belongs to a machine.");
  const { organizationId, id: principalId } = principal;
  await context.database.asOrganization(organizationId, async (sql) => {
    const before = (await findCalibrationSetting(sql)) ?? defaultSetting;
    const { target, sampleShare = before.sampleShare } = wanted;
    const [id, decidedAt] = [context.newId(), context.clock()];
    await insertCalibrationSetting(sql, organizationId, { id, target, sampleShare, principalId, decidedAt });
    await appendEntry(sql, {
      organizationId,
      kind: "calibration_demanded",
      subjectId: id,
      principalId,
      at: decidedAt,
      body: {
        target,
        targetBefore: before.target,
        sampleShare,
        sampleShareBefore: before.sampleShare,
      },
    });
  });
  await context.calibrate(organizationId);
  return reportCalibration(context, organizationId);
}
