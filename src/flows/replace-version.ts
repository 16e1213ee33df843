// Flow: a newer version takes the place of a document: decisions on unchanged words go on, the others are asked anew.
import type { Context, Replacement } from "../context.ts";
import type { Sql } from "../db/sql.ts";
import {
  type Carried,
  carryDecisions,
  type Decided,
  planCarryOver,
  remakeClaim,
} from "../domain/carry-over.ts";
import { countServed, describePoint } from "../domain/catalogue.ts";
import type { Claim } from "../domain/claim.ts";
import { listProvableNatures } from "../domain/document.ts";
import { effectiveGrade } from "../domain/grade.ts";
import { groupBy } from "../domain/grouping.ts";
import type { Quote } from "../domain/quote.ts";
import { buildQuotePlacer } from "../domain/quote-place.ts";
import type { OpenedReview } from "../domain/review.ts";
import { measureReviewValue } from "../domain/triage.ts";
import {
  closeReviewsOf,
  findNewerVersion,
  insertCarriedDecisions,
  openChangedReviews,
  updateCarriedFrom,
} from "../store/carry-over.ts";
import { insertClaims, listClaims, retireClaims } from "../store/claims.ts";
import { findDocument, findReading } from "../store/documents.ts";
import { appendEntry } from "../store/ledger.ts";
import { updateSuperseded } from "../store/lineages.ts";
import { listPassages } from "../store/passages.ts";
import { closeReviewsOfRetired, insertReviews, listDecisions } from "../store/reviews.ts";

type Parts = Pick<Context, "newId" | "listSubjects" | "projectGrades">;
type Step = Replacement & { parts: Parts };

/** What went from one version to the next. */
type CarriedOver = {
  olderId: string;
  newerId: string;
  carried: { claimId: string; from: string; decisions: string[] }[];
  reopened: { claimId: string; earlierId: string }[];
  pointIds: string[];
};

/** Fills `context.replaceVersion`: rows first, then the ledger, as all who write to both do. */
export function buildReplaceVersion(parts: Parts): Context["replaceVersion"] {
  return async (sql, replacement) => {
    const { organizationId, olderId, newerId, principalId, at } = replacement;
    if ((await updateSuperseded(sql, olderId, at)) === 0) return false;
    const steps = await carryAlong(sql, { ...replacement, parts });
    const entry = { organizationId, principalId, at };
    const body = { supersededBy: newerId };
    await appendEntry(sql, { ...entry, kind: "document_superseded", subjectId: olderId, body });
    for (const { newerId: subjectId, olderId: from, carried, reopened, pointIds } of steps) {
      if (pointIds.length === 0) continue;
      const told = { from, carried, reopened };
      await appendEntry(sql, { ...entry, kind: "decisions_carried_over", subjectId, body: told });
      const cause = { kind: "carried_over" as const, subjectId, principalId };
      await parts.projectGrades(sql, organizationId, pointIds, cause);
    }
    return true;
  };
}

/** The newer version may have been replaced itself before it was assessed: what it goes on with goes on from there. */
async function carryAlong(sql: Sql, step: Step): Promise<CarriedOver[]> {
  const found: CarriedOver[] = [];
  let { olderId, newerId } = step;
  for (;;) {
    found.push(await carryOver(sql, { ...step, olderId, newerId }));
    const next = await findNewerVersion(sql, newerId);
    if (next === null || found.some((one) => one.olderId === next || one.newerId === next)) return found;
    [olderId, newerId] = [newerId, next];
  }
}

async function carryOver(sql: Sql, step: Step): Promise<CarriedOver> {
  const { organizationId, olderId, newerId, known, at, parts } = step;
  const nothing: CarriedOver = { olderId, newerId, carried: [], reopened: [], pointIds: [] };
  const olderIds = (await listClaims(sql, { documentId: olderId })).map(({ id }) => id);
  // Questions about a version that counts no more need no answer; whoever is answering one is waited for.
  const asked = await closeReviewsOf(sql, olderIds, at);
  const older = await listDecided(sql, olderId);
  const place = older.some(({ decisions }) => decisions.length > 0)
    ? await preparePlacer(sql, olderId, newerId)
    : null;
  if (place === null) return nothing;
  const findWords = (pointId: string) => {
    const point = known.points.get(pointId);
    return point ? describePoint(point) : null;
  };
  const newer = await listDecided(sql, newerId);
  const kind = (await findDocument(sql, newerId))?.kind ?? null;
  const natures = kind === null ? [] : listProvableNatures(kind);
  const rules = { place, findWords, natures };
  const { carried, retired, reopened } = planCarryOver(older, newer, rules);
  await retireClaims(sql, retired, at);
  await closeReviewsOfRetired(sql, newerId, at);
  const made = carried.map((one) => ({ ...one, claim: one.onto ?? remake(step, one), from: one.claim }));
  const remade = made.filter(({ onto }) => onto === null).map(({ claim }) => claim);
  await insertClaims(sql, organizationId, remade);
  for (const { onto, from } of made) if (onto) await updateCarriedFrom(sql, onto.id, from.id);
  const decisions = made.flatMap(({ claim, decisions: taken }) =>
    carryDecisions(
      taken,
      claim.id,
      taken.map(() => parts.newId()),
      at,
    ),
  );
  await insertCarriedDecisions(sql, organizationId, decisions);
  await askOn(sql, step, made, asked);
  await askAgain(sql, step, reopened, newer);
  const decided = groupBy(decisions, ({ claimId }) => claimId);
  const pointOf = new Map([...older, ...newer].map(({ claim }) => [claim.id, claim.pointId]));
  return {
    olderId,
    newerId,
    reopened,
    carried: made.map(({ claim, from }) => ({
      claimId: claim.id,
      from: from.id,
      decisions: (decided.get(claim.id) ?? []).map(({ id }) => id),
    })),
    pointIds: [
      ...made.map(({ claim }) => claim.pointId),
      ...reopened.flatMap(({ claimId }) => pointOf.get(claimId) ?? []),
    ],
  };
}

function remake({ parts, newerId: documentId, at }: Step, carried: Carried): Claim {
  return remakeClaim(carried, { id: parts.newId(), documentId, at });
}

async function listDecided(sql: Sql, documentId: string): Promise<Decided[]> {
  const claims = await listClaims(sql, { documentId });
  const taken = (
    await listDecisions(
      sql,
      claims.map(({ id }) => id),
    )
  ).filter(({ principalKind, undoneAt }) => principalKind === "person" && undoneAt === null);
  const byClaim = groupBy(taken, ({ claimId }) => claimId);
  return claims.map((claim) => ({ claim, decisions: byClaim.get(claim.id) ?? [] }));
}

/** Null when one of the two was not read. */
async function preparePlacer(
  sql: Sql,
  olderId: string,
  documentId: string,
): Promise<((quote: Quote) => Quote | null) | null> {
  const older = await findReading(sql, olderId);
  const reading = await findReading(sql, documentId);
  const passages = await listPassages(sql, documentId);
  return older && reading ? buildQuotePlacer(older, { documentId, reading, passages }) : null;
}

type Made = { claim: Claim; from: Claim; decisions: Decided["decisions"] };

/** An open question goes on with the claim, but a contradiction is looked for anew; what one person approved waits for the second. */
async function askOn(
  sql: Sql,
  step: Step,
  made: readonly Made[],
  asked: readonly OpenedReview[],
): Promise<void> {
  const { organizationId, at, parts } = step;
  const ids = made.map(({ claim }) => claim.id);
  await closeReviewsOf(sql, ids, at);
  const subjects = new Map(
    (await parts.listSubjects(sql, { ids })).map((subject) => [subject.claim.id, subject]),
  );
  const reviews = made.flatMap(({ claim, from, decisions }) => {
    const before = asked.find(({ claimId }) => claimId === from.id);
    const reasons = before?.reasons.filter((reason) => reason !== "contradiction") ?? [];
    const subject = subjects.get(claim.id);
    const action = decisions.at(-1)?.action;
    const isConfirmed =
      subject && effectiveGrade(subject, [], at).reasons.includes("confirmed_by_second_person");
    const open = { id: parts.newId(), claimId: claim.id, value: before?.value ?? 0.1, openedAt: at };
    if (action === "approve" && !isConfirmed && !reasons.includes("second_person"))
      return [{ ...open, reasons: [...reasons, "second_person" as const] }];
    if (reasons.length > 0) return [{ ...open, reasons }];
    const isOpenStill = action === "request_evidence" || action === "escalate";
    return isOpenStill ? [{ ...open, reasons: ["sampled" as const] }] : [];
  });
  await insertReviews(sql, organizationId, reviews);
}

/** What was decided on other words is asked anew, whatever the machine is sure of. */
async function askAgain(
  sql: Sql,
  { organizationId, known, at, parts }: Step,
  reopened: CarriedOver["reopened"],
  newer: readonly Decided[],
): Promise<void> {
  const served = countServed(known.catalogue);
  const reviews = reopened.flatMap(({ claimId }) => {
    const claim = newer.find((one) => one.claim.id === claimId)?.claim;
    if (!claim) return [];
    const value = measureReviewValue(claim, ["words_changed"], served.get(claim.pointId) ?? 0);
    return [{ id: parts.newId(), claimId, value, openedAt: at }];
  });
  await openChangedReviews(sql, organizationId, reviews);
}
