// An announcement: what an organization is told when reviews open, are assigned or are late. It says which, never what
// is quoted: no evidence, no quotes, no keys.
import { z } from "zod";
import type { Claim } from "./claim.ts";
import type { Document } from "./document.ts";
import type { Principal } from "./principal.ts";
import { type Review, reviewReasonSchema } from "./review.ts";

/** Reviews that one announcement names; `count` tells of all. */
export const mostReviewsNamed = 100;

const namedReviewSchema = z.strictObject({
  reviewId: z.uuid(),
  reasons: z.array(reviewReasonSchema).min(1),
  claimId: z.uuid(),
  pointId: z.string(),
  documentId: z.uuid(),
  fileName: z.string(),
  dueAt: z.iso.datetime().nullable(),
  path: z.string().startsWith("/console/"),
});
type NamedReview = z.infer<typeof namedReviewSchema>;

const holderSchema = z.strictObject({ principalId: z.uuid(), name: z.string() });
const pathSchema = z.string().startsWith("/console");

const openedSchema = z.strictObject({
  count: z.number().int().positive(),
  reviews: z.array(namedReviewSchema).min(1).max(mostReviewsNamed),
  path: pathSchema,
});
const assignedSchema = z.strictObject({
  review: namedReviewSchema,
  assignedTo: holderSchema,
  /** Null when the product gave it out by itself. */
  assignedBy: holderSchema.nullable(),
  path: pathSchema,
});
const lateSchema = z.strictObject({
  count: z.number().int().positive(),
  reviews: z
    .array(namedReviewSchema.extend({ dueAt: z.iso.datetime(), assignedTo: holderSchema.nullable() }))
    .min(1)
    .max(mostReviewsNamed),
  path: pathSchema,
});

const whenSchema = { organizationId: z.uuid(), at: z.date() };

export const announcementSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("review.opened"), ...whenSchema, data: openedSchema }),
  z.strictObject({ type: z.literal("review.assigned"), ...whenSchema, data: assignedSchema }),
  z.strictObject({ type: z.literal("review.late"), ...whenSchema, data: lateSchema }),
]);
export type Announcement = z.infer<typeof announcementSchema>;

export const announcementTypes = ["review.opened", "review.assigned", "review.late"] as const;
export const announcementTypeSchema = z.enum(announcementTypes);
export type AnnouncementType = z.infer<typeof announcementTypeSchema>;

/** Sent to one endpoint when somebody asks for it; nobody subscribes to it. */
export const testType = "webhook.test";

/** What an announcement says of a review is taken from these. */
export type ReviewSubject = {
  review: Pick<Review, "id" | "reasons"> & { dueAt?: Date | null };
  claim: Pick<Claim, "id" | "pointId">;
  document: Pick<Document, "id" | "fileName">;
};
type Holder = Pick<Principal, "id" | "name">;
type When = { organizationId: string; at: Date };

const reviewsPath = "/console/review";

/** All reviews that one piece of work opened, the most valuable first. */
export function buildReviewsOpened(when: When, subjects: readonly ReviewSubject[]): Announcement {
  return {
    type: "review.opened",
    ...when,
    data: {
      count: subjects.length,
      reviews: subjects.slice(0, mostReviewsNamed).map(nameReview),
      path: reviewsPath,
    },
  };
}

export function buildReviewAssigned(
  when: When,
  subject: ReviewSubject,
  { assignedTo, assignedBy }: { assignedTo: Holder; assignedBy: Holder | null },
): Announcement {
  const review = nameReview(subject);
  return {
    type: "review.assigned",
    ...when,
    data: {
      review,
      assignedTo: nameHolder(assignedTo),
      assignedBy: assignedBy && nameHolder(assignedBy),
      path: review.path,
    },
  };
}

type LateSubject = Omit<ReviewSubject, "review"> & {
  review: Pick<Review, "id" | "reasons"> & { dueAt: Date };
  assignedTo: Holder | null;
};

/** All reviews that were found late at one time, the latest first. */
export function buildReviewsLate(when: When, subjects: readonly LateSubject[]): Announcement {
  const reviews = subjects.slice(0, mostReviewsNamed).map((subject) => ({
    ...nameReview(subject),
    dueAt: subject.review.dueAt.toISOString(),
    assignedTo: subject.assignedTo && nameHolder(subject.assignedTo),
  }));
  return { type: "review.late", ...when, data: { count: subjects.length, reviews, path: reviewsPath } };
}

function nameReview({ review, claim, document }: ReviewSubject): NamedReview {
  return {
    reviewId: review.id,
    reasons: review.reasons,
    claimId: claim.id,
    pointId: claim.pointId,
    documentId: document.id,
    fileName: document.fileName,
    dueAt: review.dueAt?.toISOString() ?? null,
    path: `${reviewsPath}/${review.id}`,
  };
}

function nameHolder({ id, name }: Holder): z.infer<typeof holderSchema> {
  return { principalId: id, name };
}

/** The body that is sent, in the form of Standard Webhooks. */
export function writeAnnouncement(announcement: {
  type: AnnouncementType | typeof testType;
  organizationId: string;
  at: Date;
  data: object;
}): string {
  const { type, at, organizationId, data } = announcement;
  return JSON.stringify({ type, timestamp: at.toISOString(), data: { organizationId, ...data } });
}
