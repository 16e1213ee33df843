// Flow: an assessed document is compared with the others of its organization; what contradicts is kept, capped and asked.
import type { Context } from "../context.ts";
import type { Job } from "../db/jobs.ts";
import type { Sql } from "../db/sql.ts";
import { countServed, type Point } from "../domain/catalogue.ts";
import type { Claim } from "../domain/claim.ts";
import { type Contradiction, type Finding, findContradictions, isKnown } from "../domain/contradiction.ts";
import { groupBy } from "../domain/grouping.ts";
import { measureReviewValue } from "../domain/triage.ts";
import { isStanding, listRelatedPoints, type Witness } from "../domain/witness.ts";
import { listClaims } from "../store/claims.ts";
import {
  insertContradictions,
  listContradictionsOf,
  listOpenContradictions,
  openContradictionReviews,
  resolveContradictions,
  settleContradictionReviews,
} from "../store/contradictions.ts";
import { listDocumentsOf, updateStage } from "../store/documents.ts";
import { appendEntry } from "../store/ledger.ts";
import { listPassagesOf } from "../store/passages.ts";
import { listDecisions } from "../store/reviews.ts";

/**
 * Finds what contradicts this document's claims, and closes what went with claims that no longer stand. A second run
 * finds nothing new: two claims contradict each other once on a subject, whatever became of it. The document is done
 * then, not before: who waits for it sees grades that know of its contradictions.
 */
export async function compareDocument(context: Context, job: Job): Promise<void> {
  const { organizationId, documentId } = job;
  const known = await context.getCatalogue(organizationId);
  await context.database.asOrganization(organizationId, async (sql) => {
    const at = context.clock();
    const freed = await closeGone(sql, organizationId, at);
    const witnesses = await listWitnesses(context, sql, documentId, known.points);
    const { tokenize } = context.lexicon;
    const found = findContradictions(witnesses, { asOf: at, tokenize, documentId });
    const news = { found, witnesses, served: countServed(known.catalogue), at };
    const contradicted = await store(context, sql, job, news);
    const ids = [...freed, ...contradicted];
    const pointIds = (await listClaims(sql, { ids })).map(({ pointId }) => pointId);
    const kind = contradicted.length > 0 ? "contradiction_found" : "contradiction_resolved";
    const cause = { kind, subjectId: documentId, principalId: null } as const;
    if (pointIds.length > 0) await context.projectGrades(sql, organizationId, pointIds, cause);
    await context.announceOpened(sql, { organizationId, at });
    await updateStage(sql, documentId, "done", at);
  });
}

/** The document's claims, and those of the others on points that its claims could contradict. */
async function listWitnesses(
  context: Context,
  sql: Sql,
  documentId: string,
  points: ReadonlyMap<string, Point>,
): Promise<Witness[]> {
  const attach = async (claims: readonly Claim[]): Promise<Witness[]> => {
    const ids = claims.flatMap(({ quotes }) => quotes.map(({ passageId }) => passageId));
    const passages = new Map((await listPassagesOf(sql, [...new Set(ids)])).map((one) => [one.id, one]));
    return (await attachSources(sql, claims)).map((side) => ({
      ...side,
      passages: side.claim.quotes.flatMap(({ passageId }) => passages.get(passageId) ?? []),
    }));
  };
  const own = await attach(await listClaims(sql, { documentId, isStanding: true }));
  const pointIds = listRelatedPoints(own, points, context.lexicon.tokenize);
  const others = await listClaims(sql, { pointIds, isStanding: true });
  return [...own, ...(await attach(others.filter((claim) => claim.documentId !== documentId)))];
}

/** Claims with their documents and what was decided on them. */
async function attachSources(sql: Sql, claims: readonly Claim[]): Promise<Omit<Witness, "passages">[]> {
  const documentIds = [...new Set(claims.map(({ documentId }) => documentId))];
  const documents = new Map((await listDocumentsOf(sql, documentIds)).map((one) => [one.id, one]));
  const claimIds = claims.map(({ id }) => id);
  const decisions = groupBy(await listDecisions(sql, claimIds), ({ claimId }) => claimId);
  return claims.flatMap((claim) => {
    const document = documents.get(claim.documentId);
    return document ? [{ claim, document, decisions: decisions.get(claim.id) ?? [] }] : [];
  });
}

type News = {
  found: readonly Finding[];
  witnesses: readonly Witness[];
  served: ReadonlyMap<string, number>;
  at: Date;
};

/** Returns the claims that are contradicted now. */
async function store(
  context: Context,
  sql: Sql,
  { organizationId }: Job,
  { found, witnesses, served, at }: News,
): Promise<string[]> {
  const sidesFound = found.flatMap(({ claimId, otherClaimId }) => [claimId, otherClaimId]);
  const before = await listContradictionsOf(sql, sidesFound);
  const open = { resolvedAt: null, resolvedBy: null, resolution: null, rationale: null };
  const fresh = found
    .filter((finding) => !isKnown(finding, before))
    .map((finding): Contradiction => ({ ...finding, ...open, id: context.newId(), foundAt: at }));
  if (fresh.length === 0) return [];
  const inserted = new Set(await insertContradictions(sql, organizationId, fresh));
  const made = fresh.filter(({ id }) => inserted.has(id));
  const sides = new Set(made.flatMap(({ claimId, otherClaimId }) => [claimId, otherClaimId]));
  const reviews = witnesses
    .filter(({ claim }) => sides.has(claim.id))
    .map(({ claim }) => ({
      id: context.newId(),
      claimId: claim.id,
      value: measureReviewValue(claim, ["contradiction"], served.get(claim.pointId) ?? 0),
      openedAt: at,
    }));
  await openContradictionReviews(sql, organizationId, reviews);
  for (const { id, claimId, otherClaimId, subject, reason } of made)
    await appendEntry(sql, {
      organizationId,
      kind: "contradiction_found",
      subjectId: id,
      principalId: null,
      at,
      body: { claimId, otherClaimId, subject, reason },
    });
  return [...sides];
}

/** A side that was retired, superseded or refused contradicts nothing any more. Returns the claims that it freed. */
async function closeGone(sql: Sql, organizationId: string, at: Date): Promise<string[]> {
  const open = await listOpenContradictions(sql);
  if (open.length === 0) return [];
  const claimIds = [...new Set(open.flatMap(({ claimId, otherClaimId }) => [claimId, otherClaimId]))];
  const sides = await attachSources(sql, await listClaims(sql, { ids: claimIds }));
  const standing = new Set(sides.filter(isStanding).map(({ claim }) => claim.id));
  const gone = open.filter(
    ({ claimId, otherClaimId }) => !standing.has(claimId) || !standing.has(otherClaimId),
  );
  const ids = gone.map(({ id }) => id);
  const closed = await resolveContradictions(sql, ids, { resolution: "gone", at, by: null, rationale: null });
  await settleContradictionReviews(sql, claimIds, at);
  for (const { id, claimId, otherClaimId } of closed)
    await appendEntry(sql, {
      organizationId,
      kind: "contradiction_resolved",
      subjectId: id,
      principalId: null,
      at,
      body: { claimId, otherClaimId, resolution: "gone", rationale: null },
    });
  return closed.flatMap(({ claimId, otherClaimId }) => [claimId, otherClaimId]);
}
