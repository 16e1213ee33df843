import { describe, expect, it } from "vitest";
import {
  announcementSchema,
  announcementTypes,
  buildReviewAssigned,
  buildReviewsLate,
  buildReviewsOpened,
  writeAnnouncement,
} from "./announcement.ts";

const id = (digits: number) => `00000000-0000-4000-8000-${String(digits).padStart(12, "0")}`;
const when = { organizationId: id(1), at: new Date("2026-05-01T08:00:00Z") };
const buildSubject = (number: number) => ({
  review: { id: id(1_000 + number), reasons: ["planned" as const], dueAt: new Date("2026-05-08T08:00:00Z") },
  claim: { id: id(2_000 + number), pointId: "backup.daily", quotes: [{ text: "Backups run every day." }] },
  document: { id: id(3), fileName: "backup-policy.md", sha256: "f".repeat(64), title: "Backup policy" },
});
const ada = { id: id(8), name: "ada", roles: ["reviewer"], key: "eg_secret" };

describe("an announcement", () => {
  it("of opened reviews says which, of which document and point, why, until when and where", () => {
    const said = JSON.parse(writeAnnouncement(buildReviewsOpened(when, [buildSubject(1)])));
    expect(said).toEqual({
      type: "review.opened",
      timestamp: "2026-05-01T08:00:00.000Z",
      data: {
        organizationId: id(1),
        count: 1,
        path: "/console/review",
        reviews: [
          {
            reviewId: id(1_001),
            reasons: ["planned"],
            claimId: id(2_001),
            pointId: "backup.daily",
            documentId: id(3),
            fileName: "backup-policy.md",
            dueAt: "2026-05-08T08:00:00.000Z",
            path: `/console/review/${id(1_001)}`,
          },
        ],
      },
    });
  });

  it("of five hundred reviews names the first hundred and counts all", () => {
    const subjects = Array.from({ length: 500 }, (_, index) => buildSubject(index));
    for (const said of [
      buildReviewsOpened(when, subjects),
      buildReviewsLate(
        when,
        subjects.map((subject) => ({ ...subject, assignedTo: null })),
      ),
    ]) {
      const { data } = announcementSchema.parse(said);
      expect(data).toMatchObject({ count: 500, reviews: { length: 100 } });
    }
  });

  it("of every kind is accepted, and carries no quote, title, hash or key", () => {
    const said = [
      buildReviewsOpened(when, [buildSubject(1)]),
      buildReviewAssigned(when, buildSubject(1), { assignedTo: ada, assignedBy: null }),
      buildReviewsLate(when, [{ ...buildSubject(1), assignedTo: ada }]),
    ];
    expect(said.map(({ type }) => type)).toEqual(announcementTypes);
    for (const one of said) {
      const body = writeAnnouncement(announcementSchema.parse(one));
      expect(body).not.toMatch(/Backups run|Backup policy|ffff|eg_secret/);
    }
  });

  it("that says more than it may is refused", () => {
    const said = buildReviewsOpened(when, [buildSubject(1)]);
    const talkative = { ...said, data: { ...said.data, quote: "Backups run every day." } };
    expect(announcementSchema.safeParse(talkative).success).toBe(false);
    expect(announcementSchema.safeParse(buildReviewsOpened(when, [])).success).toBe(false);
  });
});
