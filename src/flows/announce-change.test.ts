import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { openReceiver, type Receiver } from "../engines/fixtures/receiver.fixture.ts";
import { openProduct, type Product } from "../fixtures/product.fixture.ts";
import { nightly, openAcme, pickClaim, restored, write } from "../fixtures/versions.fixture.ts";
import { closeReview, insertReviews } from "../store/reviews.ts";
import { listDeliveryPage } from "./list-deliveries.ts";
import { addWebhook } from "./manage-webhooks.ts";
import { stateFacts } from "./state-facts.ts";

let product: Product;
let receiver: Receiver;
beforeAll(async () => {
  receiver = await openReceiver();
  product = await openProduct({}, { WEBHOOK_ALLOW: "any" });
});
afterAll(async () => {
  await product?.close();
  await receiver?.close();
});

const bodySchema = z.object({
  data: z.object({
    count: z.number(),
    reviews: z.array(
      z.object({ reviewId: z.string(), documentId: z.string(), reasons: z.array(z.string()) }),
    ),
  }),
});

/** An organization with a webhook, and what that is told, message by message, oldest first. */
async function openListened() {
  const acme = await openAcme(product);
  const { organizationId } = acme;
  const wanted = { url: receiver.url, description: null, events: ["review.opened" as const] };
  const { webhook } = await addWebhook(product.context, { organizationId, id: null }, wanted);
  return {
    acme,
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
