// Flow: who works on which review: leases that end by themselves, and assignments; and what is late.
import type { Context } from "../context.ts";
import type { Sql } from "../db/sql.ts";
import { buildReviewAssigned, buildReviewsLate } from "../domain/announcement.ts";
import { answerMs } from "../domain/evidence-request.ts";
import { groupBy } from "../domain/grouping.ts";
import { canDecide, type Principal } from "../domain/principal.ts";
import { findOtherLease, leaseMs, type Review } from "../domain/review.ts";
import { Fault } from "../fault.ts";
import { listProviderPeople } from "../store/identities.ts";
import { findPrincipalName, listKeys, listOrganizations } from "../store/organizations.ts";
import { type LateReview, markLate, updateAssignee, updateLease } from "../store/queue.ts";
import { findReviewForUpdate } from "../store/reviews.ts";

type Person = { id: string; name: string };
export type HeldLease = { holder: Person; until: Date; isMine: true };

/**
 * Takes a review for ten minutes, or goes on with it. Throws Fault `forbidden` for machines, `not_found`, `conflict` when
 * it is decided already or somebody else works on it.
 */
export function claimReview(context: Context, principal: Principal, id: string): Promise<HeldLease> {
  return changeLease(context, principal, id, async (sql, review, at) => {
    await refuseHeld(sql, review, principal, at);
    return lease(sql, principal, id, at);
  });
}

/** Ten more minutes. Throws as `claimReview`, and `conflict` when the lease has ended. */
export function renewLease(context: Context, principal: Principal, id: string): Promise<HeldLease> {
  return changeLease(context, principal, id, async (sql, review, at) => {
    await refuseHeld(sql, review, principal, at);
    if (review.leasedBy !== principal.id || !isValid(review, at))
      throw new Fault("conflict", "Your lease of this review has ended: claim it again.");
    return lease(sql, principal, id, at);
  });
}

/** Lets go of a review; nothing happens to one that nobody holds. Throws as `claimReview`. */
export async function releaseReview(context: Context, principal: Principal, id: string): Promise<void> {
  await changeLease(context, principal, id, async (sql, review, at) => {
    await refuseHeld(sql, review, principal, at);
    await updateLease(sql, id, null);
  });
}

async function changeLease<Result>(
  context: Context,
  principal: Principal,
  id: string,
  change: (sql: Sql, review: Review, at: Date) => Promise<Result>,
): Promise<Result> {
  if (!canDecide(principal))
    throw new Fault("forbidden", "Only people with the role reviewer or validator work on reviews.");
  return context.database.asOrganization(principal.organizationId, async (sql) =>
    change(sql, await getOpen(sql, id), context.clock()),
  );
}

async function getOpen(sql: Sql, id: string): Promise<Review> {
  const review = await findReviewForUpdate(sql, id);
  if (!review) throw new Fault("not_found", "There is no such review.");
  if (review.closedAt !== null) throw new Fault("conflict", "This review is closed: take the next one.");
  return review;
}

function isValid({ leasedUntil }: Review, at: Date): boolean {
  return leasedUntil !== null && leasedUntil > at;
}

async function refuseHeld(sql: Sql, review: Review, { id }: Principal, at: Date): Promise<void> {
  const other = findOtherLease(review, id, at);
  if (!other) return;
  const holder = (await findPrincipalName(sql, other.by)) ?? { id: other.by, name: "Somebody" };
  const until = other.until.toISOString();
  const details = { lease: { holder, until } };
  throw new Fault("conflict", `${holder.name} is working on this review until ${until}.`, { details });
}

async function lease(sql: Sql, { id: by, name }: Principal, id: string, at: Date): Promise<HeldLease> {
  const until = new Date(at.getTime() + leaseMs);
  await updateLease(sql, id, { by, until });
  return { holder: { id: by, name }, until, isMine: true };
}

type Reviewer = Person & Pick<Principal, "roles">;

/** People who can be given reviews: those with the role for it by a valid key or at a provider, by name. */
export function listReviewers(context: Context, organizationId: string): Promise<Reviewer[]> {
  return context.database.asOrganization(organizationId, (sql) => readReviewers(context, sql));
}

async function readReviewers({ clock, provider }: Context, sql: Sql): Promise<Reviewer[]> {
  const at = clock();
  const byKey = (await listKeys(sql))
    .filter(({ kind, revokedAt }) => kind === "person" && revokedAt === null)
    .filter(({ expiresAt }) => expiresAt === null || expiresAt > at)
    .map(({ principalId: id, name, roles }) => ({ id, name, roles }));
  const people = [...byKey, ...(provider === null ? [] : await listProviderPeople(sql))];
  return [...groupBy(people, ({ id }) => id).values()]
    .flatMap(([first, ...others]) => {
      const roles = new Set([first, ...others].flatMap((one) => one?.roles ?? []));
      return first ? [{ ...first, roles: [...roles] }] : [];
    })
    .filter(({ roles }) => roles.includes("reviewer") || roles.includes("validator"))
    .toSorted((a, b) => a.name.localeCompare(b.name));
}

/** Null leaves it to anybody. Throws Fault `not_found`, `conflict` for a closed one, `invalid_input` for who cannot decide. */
export async function assignReview(
  context: Context,
  { organizationId, ...assignedBy }: Pick<Principal, "organizationId" | "id" | "name">,
  id: string,
  assigneeId: string | null,
): Promise<Person | null> {
  return context.database.asOrganization(organizationId, async (sql) => {
    const review = await getOpen(sql, id);
    const reviewers = await readReviewers(context, sql);
    const found = reviewers.find((one) => one.id === assigneeId) ?? null;
    if (assigneeId !== null && !found)
      throw new Fault("invalid_input", "Only a person with the role reviewer or validator can be assigned.");
    if (review.assigneeId === assigneeId) return found;
    await updateAssignee(sql, id, assigneeId);
    const [subject] = await context.listSubjects(sql, { ids: [review.claimId] });
    if (found && subject) {
      const when = { organizationId, at: context.clock() };
      const told = buildReviewAssigned(when, { review, ...subject }, { assignedTo: found, assignedBy });
      await context.announce(sql, told);
    }
    return found;
  });
}

/** Marks what has become late in every organization, once each. Returns what has. */
export async function watchReviews(context: Context): Promise<LateReview[]> {
  const organizations = await context.database.asSystem((sql) => listOrganizations(sql));
  const late: LateReview[] = [];
  const at = context.clock();
  const askedAfter = new Date(at.getTime() - answerMs);
  for (const { id: organizationId } of organizations)
    late.push(
      ...(await context.database.asOrganization(organizationId, async (sql) => {
        const marked = await markLate(sql, at, askedAfter);
        await announceLate(context, sql, { organizationId, at }, marked);
        return marked;
      })),
    );
  return late;
}

async function announceLate(
  context: Context,
  sql: Sql,
  when: { organizationId: string; at: Date },
  late: readonly LateReview[],
): Promise<void> {
  const subjects = await context.listSubjects(sql, { ids: late.map(({ claimId }) => claimId) });
  const latestFirst = late.toSorted((a, b) => a.dueAt.getTime() - b.dueAt.getTime());
  const told = latestFirst.flatMap((review) => {
    const subject = subjects.find(({ claim }) => claim.id === review.claimId);
    return subject
      ? [{ review, claim: subject.claim, document: subject.document, assignedTo: review.assignedTo }]
      : [];
  });
  if (told.length > 0) await context.announce(sql, buildReviewsLate(when, told));
}
