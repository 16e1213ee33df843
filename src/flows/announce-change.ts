// Flow: what changed is announced within the transaction that changed it: told if, and only if, that commits.
import type { Context } from "../context.ts";
import type { Sql } from "../db/sql.ts";
import {
  type Announcement,
  announcementSchema,
  buildReviewsOpened,
  writeAnnouncement,
} from "../domain/announcement.ts";
import { insertDelivery, insertMessage } from "../store/deliveries.ts";
import { listOpenedHere } from "../store/reviews.ts";
import { listListening } from "../store/webhooks.ts";

type Announcer = Pick<Context, "announce" | "announceOpened">;

export function buildAnnouncer(parts: Pick<Context, "jobs" | "newId">): Announcer {
  const announce = buildAnnounce(parts);
  return {
    announce,
    announceOpened: async (sql, { organizationId, at }) => {
      const opened = await listOpenedHere(sql, at);
      if (opened.length === 0) return;
      const subjects = opened.map(({ id, reasons, dueAt, claimId, pointId, documentId, fileName }) => ({
        review: { id, reasons, dueAt },
        claim: { id: claimId, pointId },
        document: { id: documentId, fileName },
      }));
      await announce(sql, buildReviewsOpened({ organizationId, at }, subjects));
    },
  };
}

/**
 * For `Context.announce`. What nobody listens to is not kept. An announcement that says more than it may is an error
 * of the caller.
 */
function buildAnnounce({ jobs, newId }: Pick<Context, "jobs" | "newId">): Context["announce"] {
  return async (sql: Sql, said: Announcement): Promise<void> => {
    const announcement = announcementSchema.parse(said);
    const { organizationId, type, at } = announcement;
    const webhookIds = await listListening(sql, type);
    if (webhookIds.length === 0) return;
    const messageId = newId();
    await insertMessage(sql, organizationId, {
      id: messageId,
      type,
      body: writeAnnouncement(announcement),
      at,
    });
    for (const webhookId of webhookIds) {
      const deliveryId = newId();
      await insertDelivery(sql, organizationId, { id: deliveryId, messageId, webhookId, at });
      await jobs.enqueue(sql, "notify", { organizationId, deliveryId, round: 1 });
    }
  };
}
