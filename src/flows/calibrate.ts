// Flow: what people decided moves scorer and review threshold of each source, and the queue and the grades follow.
import type { Context } from "../context.ts";
import type { Sql } from "../db/sql.ts";
import { type Calibration, reviseCalibration } from "../domain/calibration.ts";
import { gatherEvidence } from "../domain/calibration-evidence.ts";
import { defaultSetting } from "../domain/calibration-setting.ts";
import { countServed } from "../domain/catalogue.ts";
import { builtInScorer, findProbability } from "../domain/scorer.ts";
import { nameSource } from "../domain/scoring.ts";
import { conservativeThreshold, measureReviewValue } from "../domain/triage.ts";
import {
  closeProbabilityReviews,
  describeDecisions,
  findCalibrationSetting,
  findSeenDecisions,
  insertCalibration,
  isDrawn,
  listCalibrations,
  listDrawn,
  listLabelledClaims,
  listScorings,
  listUndecidedClaims,
  upsertSeenDecisions,
} from "../store/calibrations.ts";
import { listClaimedPoints } from "../store/grades.ts";
import { appendEntry, lockLedger } from "../store/ledger.ts";
import { listOrganizations } from "../store/organizations.ts";
import { insertReviews, listDecisions } from "../store/reviews.ts";

type Calibrator = Pick<Context, "calibrate" | "heedDecision" | "getLearned">;

export function buildCalibrator(
  context: Pick<
    Context,
    "clock" | "newId" | "log" | "database" | "getCatalogue" | "projectGrades" | "announceOpened"
  >,
): Calibrator {
  const { database } = context;
  const run = async (organizationId: string) => {
    const served = countServed((await context.getCatalogue(organizationId)).catalogue);
    return database.asOrganization(organizationId, (sql) => calibrate(context, sql, organizationId, served));
  };
  return {
    calibrate: run,
    heedDecision: async (organizationId, { claimId, action }) => {
      if (action === "approve") return;
      try {
        if (await database.asOrganization(organizationId, (sql) => isDrawn(sql, claimId)))
          await run(organizationId);
      } catch (error) {
        const details = { organizationId, error: error instanceof Error ? error.message : String(error) };
        context.log.error(details, "a decision was not learned from yet; the clock looks again");
      }
    },
    getLearned: (organizationId) =>
      database.asOrganization(organizationId, async (sql) => ({
        scorings: await listScorings(sql),
        sampleShare: ((await findCalibrationSetting(sql)) ?? defaultSetting).sampleShare,
      })),
  };
}

/** Looks at every organization that has other decisions than the last time; returns how many calibrations changed. */
export async function followDecisions(context: Context): Promise<number> {
  const organizations = await context.database.asSystem((sql) => listOrganizations(sql));
  let changed = 0;
  for (const { id } of organizations) {
    const isNew = await context.database.asOrganization(
      id,
      async (sql) => (await findSeenDecisions(sql)) !== (await describeDecisions(sql)),
    );
    if (isNew) changed += (await context.calibrate(id)).length;
  }
  return changed;
}

type Tools = Pick<Context, "clock" | "newId" | "projectGrades" | "announceOpened">;

async function calibrate(
  context: Tools,
  sql: Sql,
  organizationId: string,
  served: ReadonlyMap<string, number>,
): Promise<Calibration[]> {
  // Two at once would both act on the same labels: the second one waits here, then reads.
  await lockLedger(sql, organizationId);
  await upsertSeenDecisions(sql, organizationId, await describeDecisions(sql));
  const { target } = (await findCalibrationSetting(sql)) ?? defaultSetting;
  const claims = await listLabelledClaims(sql);
  const claimIds = claims.map(({ id }) => id);
  const labelled = { claims, decisions: await listDecisions(sql, claimIds), drawn: await listDrawn(sql) };
  const revised: Calibration[] = [];
  for (const known of gatherEvidence(labelled, await listCalibrations(sql))) {
    const { source, current, lessons, sample } = known;
    const evidence = { source, lessons, sample: sample.labels, target, at: context.clock() };
    const after = reviseCalibration(current, evidence);
    if (!after) continue;
    revised.push(after);
    await storeRevision(context, sql, organizationId, served, current, after);
  }
  return revised;
}

async function storeRevision(
  context: Tools,
  sql: Sql,
  organizationId: string,
  served: ReadonlyMap<string, number>,
  before: Calibration | null,
  after: Calibration,
): Promise<void> {
  const id = context.newId();
  await insertCalibration(sql, organizationId, id, after);
  const isMoved =
    (before?.threshold ?? conservativeThreshold) !== after.threshold ||
    before?.scorer?.version !== after.scorer?.version;
  const reviews = isMoved
    ? await matchReviews(context, sql, organizationId, served, after)
    : { opened: 0, closed: 0 };
  const { source, state, reason, why, threshold, target, accepted, errors, bound, since: at } = after;
  await appendEntry(sql, {
    organizationId,
    kind: "calibration_revised",
    subjectId: id,
    principalId: null,
    at,
    body: {
      source,
      state,
      reason,
      why,
      threshold,
      thresholdBefore: before?.threshold ?? conservativeThreshold,
      scorer: after.scorer?.version ?? builtInScorer.version,
      target,
      accepted,
      errors,
      bound,
      reviewsOpened: reviews.opened,
      reviewsClosed: reviews.closed,
    },
  });
  const cause = { kind: "scoring_changed" as const, subjectId: organizationId, principalId: null };
  // Claims that no review depends on are scored by it too: parts, guarded ones, those that people decided on.
  await context.projectGrades(sql, organizationId, await listClaimedPoints(sql), cause);
  await context.announceOpened(sql, { organizationId, at });
}

/** Every undecided claim below the threshold has a review; above it, only the drawn and otherwise doubtful ones keep it. */
async function matchReviews(
  { newId }: Tools,
  sql: Sql,
  organizationId: string,
  served: ReadonlyMap<string, number>,
  { source, scorer, threshold, since }: Calibration,
) {
  const claims = (await listUndecidedClaims(sql)).filter((claim) => nameSource(claim) === source);
  const scored = claims.map((claim) => ({
    claim,
    probability: findProbability(scorer ?? builtInScorer, claim.features),
  }));
  const opened = scored
    .filter(({ claim, probability }) => probability < threshold && !claim.isQueued)
    .map(({ claim: { id, pointId }, probability }) => ({
      id: newId(),
      claimId: id,
      reasons: ["low_probability" as const],
      value: measureReviewValue({ probability }, ["low_probability"], served.get(pointId) ?? 0),
      openedAt: since,
    }));
  await insertReviews(sql, organizationId, opened);
  const passing = scored
    .filter(({ claim, probability }) => probability >= threshold && claim.isForProbabilityAlone)
    .map(({ claim }) => claim.id);
  const closed = await closeProbabilityReviews(sql, passing, since);
  return { opened: opened.length, closed };
}
