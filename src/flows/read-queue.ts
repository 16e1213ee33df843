// Flow: the queue as people read it: lists, counts, one review with all that it takes to decide it, and the next one.
import type { Context } from "../context.ts";
import type { Sql } from "../db/sql.ts";
import { answerMs } from "../domain/evidence-request.ts";
import { buildGradedClaims } from "../domain/graded-claim.ts";
import { groupBy } from "../domain/grouping.ts";
import type { Principal } from "../domain/principal.ts";
import {
  isInQueue,
  listOfferable,
  type Queued,
  type QueueFilter,
  type QueueGround,
  type QueueSummary,
  type Ranked,
  rankQueue,
  summarizeQueue,
} from "../domain/queue.ts";
import { leaseMs } from "../domain/review.ts";
import {
  describeDecisions,
  describePointWords,
  describeRequirements,
  describeReviewed,
  describeScore,
  findEarlier,
  listOtherClaims,
  listSurroundings,
} from "../domain/review-detail.ts";
import { buildReviewItems, type ItemGround, type ReviewItem } from "../domain/review-item.ts";
import { listInScope } from "../domain/scope.ts";
import { findScore } from "../domain/scoring.ts";
import { gradePoints } from "../domain/worth.ts";
import { Fault } from "../fault.ts";
import { listContradictionsOf } from "../store/contradictions.ts";
import { listPageSizes, listVersionsOf } from "../store/documents.ts";
import { listEvidenceRequestsOf } from "../store/evidence-requests.ts";
import { findPrincipalName } from "../store/organizations.ts";
import {
  leaseFirst,
  listPointClaims,
  listQueued,
  listQueuedDecisions,
  listSiblings,
} from "../store/queue.ts";
import { listScopeDecisions } from "../store/scopes.ts";
import { findText } from "../store/texts.ts";

type Known = Awaited<ReturnType<Context["getCatalogue"]>>;
type Asker = Pick<Principal, "id" | "organizationId" | "roles" | "kind">;
/** Where a page ended, in the order of the moment at which the first page was read. */
export type QueuePosition = { asOf: Date; value: number; id: string };

/** A page of the queue, the most valuable first: one more than `limit`, when there are more. */
export async function listReviews(
  context: Context,
  asker: Asker,
  filter: QueueFilter,
  page: { after: QueuePosition | null; limit: number },
): Promise<{ items: ReviewItem[]; asOf: Date }> {
  const known = await context.getCatalogue(asker.organizationId);
  const asOf = page.after?.asOf ?? context.clock();
  return context.database.asOrganization(asker.organizationId, async (sql) => {
    const ground = await readGround(context, sql, known, asOf);
    const ranked = selectQueue(rankQueue(ground, asOf), filter, { known, asOf, asker });
    const { after } = page;
    const rest = ranked.filter(
      ({ id, worth: { value } }) =>
        after === null || value < after.value || (value === after.value && id > after.id),
    );
    const shown = rest.slice(0, page.limit + 1);
    const now = context.clock();
    const items = buildReviewItems(shown, await readItems(context, sql, known, shown), {
      asOf: now,
      askedBy: asker.id,
    });
    return { items, asOf };
  });
}

/** How much waits, and of what. */
export async function summarizeReviews(
  context: Context,
  asker: Pick<Asker, "organizationId" | "id">,
): Promise<QueueSummary> {
  const { catalogue } = await context.getCatalogue(asker.organizationId);
  const asOf = context.clock();
  return context.database.asOrganization(asker.organizationId, async (sql) => {
    const { frameworks } = listInScope(catalogue.frameworks, await listScopeDecisions(sql), asOf);
    return summarizeQueue(await readQueued(sql, asOf), frameworks, { asOf, askedBy: asker.id });
  });
}

export type ReviewDetail = ReviewItem & { detail: Awaited<ReturnType<typeof readDetail>> };

/** Throws Fault `not_found` also for a review that is closed. */
export async function getReview(context: Context, asker: Asker, id: string): Promise<ReviewDetail> {
  const known = await context.getCatalogue(asker.organizationId);
  return context.database.asOrganization(asker.organizationId, async (sql) => {
    const asOf = context.clock();
    const ground = await readGround(context, sql, known, asOf, id);
    const [ranked] = rankQueue(ground, asOf);
    return describeOne(context, sql, known, ground, ranked, asker);
  });
}

/**
 * The most valuable review that this person may be given, leased to the person; null when there is none. Two calls never
 * get the same one. Throws Fault `forbidden` for machines.
 */
export async function takeNext(
  context: Context,
  asker: Asker,
  filter: QueueFilter,
  skip: readonly string[],
): Promise<ReviewDetail | null> {
  if (asker.kind !== "person") throw new Fault("forbidden", "People decide: this key belongs to a machine.");
  const known = await context.getCatalogue(asker.organizationId);
  return context.database.asOrganization(asker.organizationId, async (sql) => {
    const asOf = context.clock();
    const ground = await readGround(context, sql, known, asOf);
    const ranked = selectQueue(rankQueue(ground, asOf), filter, { known, asOf, asker });
    const offerable = listOfferable(ranked, await listQueuedDecisions(sql), asker, asOf)
      .map(({ id }) => id)
      .filter((id) => !skip.includes(id));
    const lease = { by: asker.id, until: new Date(asOf.getTime() + leaseMs) };
    const id = await leaseFirst(sql, offerable, lease, asOf);
    if (id === null) return null;
    // Read again: now it is held by who asked.
    const own = await readGround(context, sql, known, asOf, id);
    return describeOne(context, sql, known, own, rankQueue(own, asOf)[0], asker);
  });
}

async function readGround(
  context: Context,
  sql: Sql,
  { catalogue, points }: Known,
  asOf: Date,
  id: string | null = null,
): Promise<QueueGround> {
  const queued = await readQueued(sql, asOf, id);
  const { frameworks } = listInScope(catalogue.frameworks, await listScopeDecisions(sql), asOf);
  const grades = await listPointClaims(sql);
  return { queued, grades, points, frameworks, findScore: await readScores(context, sql, queued, asOf) };
}

function readQueued(sql: Sql, asOf: Date, id: string | null = null): Promise<Queued[]> {
  return listQueued(sql, new Date(asOf.getTime() - answerMs), id);
}

/** All claims of one source are scored alike: one of each is read in full to know how. */
async function readScores(
  context: Context,
  sql: Sql,
  queued: readonly Queued[],
  asOf: Date,
): Promise<QueueGround["findScore"]> {
  const examples = new Map(
    [...groupBy(queued, ({ source }) => source)].map(([source, [one]]) => [source, one?.claimId]),
  );
  const ids = [...examples.values()].flatMap((id) => id ?? []);
  const subjects = ids.length === 0 ? [] : await context.listSubjects(sql, { ids });
  const scorings = new Map(subjects.map((subject) => [subject.claim.id, subject.scorings]));
  return (one) => findScore(one, scorings.get(examples.get(one.source) ?? "") ?? [], asOf);
}

function selectQueue(
  ranked: readonly Ranked[],
  filter: QueueFilter,
  { known, asOf, asker }: { known: Known; asOf: Date; asker: Asker },
): Ranked[] {
  const { frameworkId } = filter;
  const framework = known.catalogue.frameworks.find(({ id }) => id === frameworkId);
  const linked = framework?.requirements.flatMap(({ links }) => links.map(({ point }) => point)) ?? [];
  const served = frameworkId === undefined ? null : new Set(linked);
  return ranked.filter((one) => isInQueue(one, filter, { served, asOf, askedBy: asker.id }));
}

async function readItems(
  context: Context,
  sql: Sql,
  { catalogue, points }: Known,
  page: readonly Queued[],
): Promise<ItemGround> {
  const claimIds = page.map(({ claimId }) => claimId);
  const subjects = await context.listSubjects(sql, { pointIds: page.map(({ pointId }) => pointId) });
  const contradictions = await listContradictionsOf(sql, claimIds);
  const sides = contradictions.flatMap(({ quote, otherQuote }) => [quote.documentId, otherQuote.documentId]);
  const documents = sides.length === 0 ? [] : await listVersionsOf(sql, sides);
  const requests = await listEvidenceRequestsOf(
    sql,
    page.map(({ id }) => id),
  );
  const wanted = new Set(claimIds);
  const claims = buildGradedClaims(
    { subjects, contradictions, documents },
    { frameworks: catalogue.frameworks, points },
    context.clock(),
    ({ id }) => wanted.has(id),
  );
  return { subjects, contradictions, requests, claims };
}

async function describeOne(
  context: Context,
  sql: Sql,
  known: Known,
  ground: QueueGround,
  ranked: Ranked | undefined,
  asker: Asker,
): Promise<ReviewDetail> {
  const asOf = context.clock();
  const items = ranked ? await readItems(context, sql, known, [ranked]) : null;
  const [item] = ranked && items ? buildReviewItems([ranked], items, { asOf, askedBy: asker.id }) : [];
  if (!ranked || !items || !item)
    throw new Fault("not_found", "There is no such open review: it may be decided already.");
  return { ...item, detail: await readDetail(sql, known, ground, ranked, items, asOf) };
}

async function readDetail(
  sql: Sql,
  { catalogue, points }: Known,
  { grades, frameworks: inScope }: QueueGround,
  ranked: Ranked,
  { subjects, claims, requests }: ItemGround,
  asOf: Date,
) {
  const subject = subjects.find(({ claim }) => claim.id === ranked.claimId);
  const [claim] = claims;
  if (!subject || !claim) throw new Fault("not_found", "The claim of this review does not exist any more.");
  const { pointId, documentId } = ranked;
  const topic = catalogue.topics.find((one) => one.points.some(({ id }) => id === pointId))?.title ?? null;
  const uploader = (await findPrincipalName(sql, ranked.uploadedBy)) ?? { id: ranked.uploadedBy, name: "" };
  const pageNumbers = new Set(claim.quotes.map(({ pageNumber }) => pageNumber));
  const reviewIds = await listSiblings(sql, ranked);
  const { frameworks } = catalogue;
  return {
    point: describePointWords(points.get(pointId), claim, topic),
    requirements: describeRequirements(pointId, { frameworks, inScope }, gradePoints(grades, points)),
    document: describeReviewed(subject, uploader, asOf),
    pages: (await listPageSizes(sql, documentId)).filter(({ number }) => pageNumbers.has(number)),
    context: listSurroundings((await findText(sql, documentId)) ?? "", claim),
    score: describeScore(subject, asOf),
    objection: claim.objection,
    contradictions: claim.contradictions,
    others: listOtherClaims(subject, subjects, asOf),
    decisions: describeDecisions(subject.decisions),
    evidence: requests.at(-1) ?? null,
    bulk: { count: reviewIds.length, reviewIds },
    earlier: findEarlier(subject, subjects, asOf),
  };
}
