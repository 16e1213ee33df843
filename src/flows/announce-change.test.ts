import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { AnnouncementType } from "../domain/announcement.ts";
import { openReceiver, type Receiver } from "../engines/fixtures/receiver.fixture.ts";
import { openProduct, type Product } from "../fixtures/product.fixture.ts";
import { nightly, openAcme, pickClaim, restored, write } from "../fixtures/versions.fixture.ts";
import { closeReview, insertReviews } from "../store/reviews.ts";
import { assignReview, watchReviews } from "./hold-review.ts";
import { listDeliveryPage } from "./list-deliveries.ts";
import { addWebhook } from "./manage-webhooks.ts";
import { stateFacts } from "./state-facts.ts";

let product: Product;
let receiver: Receiver;
let passedMs = 0;
beforeAll(async () => {
  receiver = await openReceiver();
  const clock = () => new Date(Date.now() + passedMs);
  product = await openProduct({ clock }, { WEBHOOK_ALLOW: "any" });
});
afterAll(async () => {
  await product?.close();
  await receiver?.close();
});

const planned = "It is planned that access rights will be reviewed every quarter by the owners of systems.";

const bodySchema = z.object({
  data: z.object({
    count: z.number(),
    reviews: z.array(
      z.object({
        reviewId: z.string(),
        documentId: z.string(),
        reasons: z.array(z.string()),
        dueAt: z.iso.datetime(),
      }),
    ),
  }),
});

/** An organization with a webhook, and what that is told, message by message, oldest first. */
async function openListened(events: AnnouncementType[] = ["review.opened"]) {
  const acme = await openAcme(product);
  const { organizationId } = acme;
  const wanted = { url: receiver.url, description: null, events };
  const { webhook } = await addWebhook(product.context, { organizationId, id: null }, wanted);
  return {
    acme,
    listBodies: async () => {
      const page = { status: null, after: null, limit: 100 };
      const found = await listDeliveryPage(product.context, organizationId, webhook.id, page);
      return found.map(({ body }) => JSON.parse(body));
    },
    listTold: async () => {
      const page = { status: null, after: null, limit: 100 };
      const found = await listDeliveryPage(product.context, organizationId, webhook.id, page);
      return found.toReversed().map(({ body }) => bodySchema.parse(JSON.parse(body)).data);
    },
  };
}

describe("reviews that open", () => {
  it("because a newer version was assessed are told in one message, without those that closed again", async () => {
    const { acme, listTold } = await openListened();
    const first = await acme.upload(write(1, nightly, restored(90)));
    await acme.decide(acme.bea, await pickClaim(acme, first, "every night"));
    const before = (await listTold()).length;
    const second = await acme.uploadNewer(write(2, nightly, restored(30)), first);
    const told = (await listTold()).slice(before);
    const open = (await acme.listReviews()).filter(({ claim }) => claim?.documentId === second);
    expect(open.length).toBeGreaterThan(0);
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({ count: open.length });
    expect(told[0]?.reviews.map(({ reviewId }) => reviewId)).toEqual(open.map(({ id }) => id));
    expect(told[0]?.reviews.flatMap(({ reasons }) => reasons)).toContain("second_person");
  });

  it("because a version was named afterwards are told too", async () => {
    const { acme, listTold } = await openListened();
    const first = await acme.upload(write(1, nightly));
    await acme.decide(acme.bea, await pickClaim(acme, first, "every night"));
    const second = await acme.upload(write(2, nightly));
    const before = (await listTold()).length;
    await stateFacts(product.context, acme.ada, second, { supersedes: first });
    const [told] = (await listTold()).slice(before);
    expect(told?.reviews).toMatchObject([{ documentId: second, reasons: ["second_person"] }]);
  });

  it("at one moment in two transactions are told once each, and not at all when they closed again", async () => {
    const { acme, listTold } = await openListened();
    const { context } = product;
    const { organizationId } = acme;
    const id = await acme.upload(write(1, nightly, restored(90)));
    const open = new Set((await acme.listReviews()).map(({ claimId }) => claimId));
    const claims = (await acme.listClaims(id)).filter((claim) => !open.has(claim.id));
    const [one, two, three] = claims;
    if (!one || !two || !three) throw new TypeError("Too few claims without a review.");
    const before = (await listTold()).length;
    const at = context.clock();
    const ids: string[] = [];
    for (const claim of [one, two, three])
      await context.database.asOrganization(organizationId, async (sql) => {
        const review = { id: context.newId(), claimId: claim.id, value: 1, openedAt: at };
        await insertReviews(sql, organizationId, [{ ...review, reasons: ["sampled"] }]);
        if (claim === three) await closeReview(sql, review.id, at);
        else ids.push(review.id);
        await context.announceOpened(sql, { organizationId, at });
      });
    const told = (await listTold())
      .slice(before)
      .map(({ reviews }) => reviews.map((named) => named.reviewId));
    expect(told.toSorted()).toEqual(ids.map((named) => [named]).toSorted());
  });
});

describe("a review", () => {
  it("that is given to a person is told of with both names, once, and not when it is taken away", async () => {
    const { acme, listBodies } = await openListened(["review.assigned"]);
    await acme.upload(write(1, nightly, planned));
    const [review] = await acme.listReviews();
    for (const assigneeId of [acme.bea.id, acme.bea.id, null])
      await assignReview(product.context, acme.cy, review?.id ?? "", assigneeId);
    const told = await listBodies();
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({
      type: "review.assigned",
      data: {
        review: { reviewId: review?.id, fileName: "backup-policy.md", dueAt: review?.dueAt.toISOString() },
        assignedTo: { principalId: acme.bea.id, name: "Bea" },
        assignedBy: { principalId: acme.cy.id, name: "Cy" },
      },
    });
  });

  it("that nobody answers in time is told of once, with who was to answer", async () => {
    const { acme, listBodies } = await openListened(["review.late"]);
    await acme.upload(write(1, nightly, planned));
    const open = await acme.listReviews();
    await assignReview(product.context, acme.cy, open[0]?.id ?? "", acme.bea.id);
    passedMs += 8 * 24 * 3_600_000;
    for (let round = 0; round < 2; round += 1) await watchReviews(product.context);
    const told = await listBodies();
    expect(told).toHaveLength(1);
    const { count, reviews } = told[0].data;
    expect(count).toBe(open.length);
    const named = reviews.map((one: { reviewId: string }) => one.reviewId);
    expect(named.toSorted()).toEqual(open.map(({ id }) => id).toSorted());
    const held = reviews.find((one: { reviewId: string }) => one.reviewId === open[0]?.id);
    expect(held).toMatchObject({ assignedTo: { name: "Bea" }, dueAt: open[0]?.dueAt.toISOString() });
  });
});
