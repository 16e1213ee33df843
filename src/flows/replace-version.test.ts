import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openProduct, type Product } from "../fixtures/product.fixture.ts";
import { findOn, nightly, openAcme, pickClaim, restored, write } from "../fixtures/versions.fixture.ts";
import { insertClaims } from "../store/claims.ts";
import { requestAssessment } from "./reassess-document.ts";
import { stateFacts } from "./state-facts.ts";

import { undoDecision } from "./undo-decision.ts";

let product: Product;
beforeAll(async () => {
  product = await openProduct();
});
afterAll(() => product?.close());

const openOrganization = () => openAcme(product);

describe("a version that is named afterwards", () => {
  it("goes on with decisions once, also when it is named twice at once", async () => {
    const acme = await openOrganization();
    const first = await acme.upload(write(1, nightly, restored(90)));
    const claim = await pickClaim(acme, first, "every night");
    await acme.decide(acme.bea, claim);
    const second = await acme.upload(write(2, nightly, restored(90)));
    expect(findOn(await acme.listClaims(second), claim)?.decisions).toEqual([]);
    const name = () => stateFacts(product.context, acme.ada, second, { supersedes: first });
    const ended = await Promise.allSettled([name(), name()]);
    expect(ended.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    await expect(name()).rejects.toMatchObject({ code: "conflict" });
    const carried = findOn(await acme.listClaims(second), claim);
    expect(carried).toMatchObject({ grade: "reviewed", carriedFrom: claim.id });
    expect(carried?.decisions).toHaveLength(1);
    expect((await acme.listEntries("decisions_carried_over")).map(({ principalId }) => principalId)).toEqual([
      acme.ada.id,
    ]);
  });

  it("keeps what people decided on it before", async () => {
    const acme = await openOrganization();
    const first = await acme.upload(write(1, nightly));
    const claim = await pickClaim(acme, first, "every night");
    await acme.decide(acme.bea, claim);
    const second = await acme.upload(write(2, nightly));
    const own = findOn(await acme.listClaims(second), claim);
    await acme.decide(acme.bea, own ?? claim, "reject");
    await stateFacts(product.context, acme.ada, second, { supersedes: first });
    expect(findOn(await acme.listClaims(second), claim)).toMatchObject({
      id: own?.id,
      reasons: ["rejected"],
    });
  });

  it("hands decisions on to the version that had taken its own place", async () => {
    const acme = await openOrganization();
    const first = await acme.upload(write(1, nightly));
    const claim = await pickClaim(acme, first, "every night");
    await acme.decide(acme.bea, claim);
    const second = await acme.upload(write(2, nightly));
    const third = await acme.uploadNewer(write(3, nightly), second);
    await stateFacts(product.context, acme.ada, second, { supersedes: first });
    expect(findOn(await acme.listClaims(third), claim)).toMatchObject({ grade: "reviewed" });
    expect((await acme.listEntries("decisions_carried_over")).map(({ subjectId }) => subjectId)).toEqual([
      second,
      third,
    ]);
  });
});

describe("a newer version whose words are unchanged", () => {
  it("loses what it went on with when the person takes that back at once", async () => {
    const acme = await openOrganization();
    const first = await acme.upload(write(1, nightly));
    const claim = await pickClaim(acme, first, "every night");
    const decision = await acme.decide(acme.bea, claim);
    const second = await acme.uploadNewer(write(2, nightly), first);
    expect(findOn(await acme.listClaims(second), claim)?.grade).toBe("reviewed");
    await undoDecision(product.context, acme.bea, decision.id);
    const carried = findOn(await acme.listClaims(second), claim);
    expect(["suggested", "inferred"]).toContain(carried?.grade);
    expect(carried?.decisions).toEqual([]);
  });

  it.each(["approve", "reject"] as const)(
    "asks there again when the person takes back to %s",
    async (action) => {
      const acme = await openOrganization();
      const first = await acme.upload(write(1, nightly));
      const claim = await pickClaim(acme, first, "every night");
      const decision = await acme.decide(acme.bea, claim, action);
      const second = await acme.uploadNewer(write(2, nightly), first);
      const listReasons = async () => {
        const carried = findOn(await acme.listClaims(second), claim);
        const reviews = await acme.listReviews();
        return reviews.filter(({ claimId }) => claimId === carried?.id).map(({ reasons }) => reasons);
      };
      expect(await listReasons()).toEqual(action === "approve" ? [["second_person"]] : []);
      await undoDecision(product.context, acme.bea, decision.id);
      const [reasons, ...more] = await listReasons();
      expect(more).toEqual([]);
      expect(reasons).not.toContain("second_person");
      expect(reasons?.length).toBeGreaterThan(0);
    },
  );

  it("goes on with what two people decided, told with names and from where", async () => {
    const acme = await openOrganization();
    const first = await acme.upload(write(1, nightly, restored(90)));
    const claim = await pickClaim(acme, first, "every night");
    await acme.decide(acme.bea, claim);
    await acme.decide(acme.cy, claim);
    const second = await acme.uploadNewer(write(2, restored(30), nightly.replaceAll(" ", "\n")), first);
    const carried = findOn(await acme.listClaims(second), claim);
    expect(carried).toMatchObject({ grade: "validated", carriedFrom: claim.id });
    expect(carried?.reasons).toContain("carried_over");
    expect(carried?.decisions.map(({ principalName, asRole }) => [principalName, asRole])).toEqual([
      ["Bea", "reviewer"],
      ["Cy", "validator"],
    ]);
    expect(findOn(await acme.listClaims(first), claim)).toMatchObject({
      grade: "none",
      reasons: ["superseded"],
    });
    const [entry, ...others] = await acme.listEntries("decisions_carried_over");
    expect(others).toEqual([]);
    expect(entry?.body).toMatchObject({ from: first, reopened: [], carried: [{ from: claim.id }] });
    const causes = (await acme.listEntries("grades_changed")).map(({ body }) => body["cause"]);
    expect(causes).toContain("carried_over");
    expect(await acme.findEarlier(carried)).toMatchObject({ claimId: claim.id, action: "approve" });
    const asked = (await acme.listReviews()).map(({ claimId }) => claimId);
    expect(asked).not.toContain(carried?.id);
    expect(asked).not.toContain(claim.id);
  });

  it("falls to reviewed when the validator uploaded it, and waits for another one", async () => {
    const acme = await openOrganization();
    const first = await acme.upload(write(1, nightly));
    const claim = await pickClaim(acme, first, "every night");
    await acme.decide(acme.bea, claim);
    await acme.decide(acme.cy, claim);
    const second = await acme.uploadNewer(write(2, nightly), first, acme.cy);
    const carried = findOn(await acme.listClaims(second), claim);
    expect(carried?.grade).toBe("reviewed");
    const review = (await acme.listReviews()).find(({ claimId }) => claimId === carried?.id);
    expect(review?.reasons).toEqual(["second_person"]);
  });

  it("does not ask again what was refused, through several versions and another assessment", async () => {
    const acme = await openOrganization();
    let id = await acme.upload(write(1, nightly));
    const claim = await pickClaim(acme, id, "every night");
    await acme.decide(acme.bea, claim, "reject");
    for (const version of [2, 3]) id = await acme.uploadNewer(write(version, nightly), id);
    await requestAssessment(product.context, acme.bea, id);
    await acme.waitUntilDone(id);
    const refused = findOn(await acme.listClaims(id), claim);
    expect(refused).toMatchObject({ grade: "none", reasons: ["rejected"] });
    expect((await acme.listReviews()).map(({ claimId }) => claimId)).not.toContain(refused?.id);
    expect(await acme.listEntries("decisions_carried_over")).toHaveLength(2);
  });
});

describe("a claim that people amended", () => {
  it("goes on as they made it, and nobody is asked again of what they amended", async () => {
    const acme = await openOrganization();
    const { database, newId, clock } = product.context;
    const first = await acme.upload(write(1, nightly));
    const claim = await pickClaim(acme, first, "every night");
    const [quote] = claim.quotes;
    if (!quote) throw new TypeError("no quote");
    const narrow = { ...quote, end: quote.start + 39, text: quote.text.slice(0, 39) };
    const amendment = { ...claim, id: newId(), quotes: [narrow], amends: claim.id, createdAt: clock() };
    await database.asOrganization(acme.organizationId, async (sql) => {
      await sql.run("update claim set replaced_by = $2 where id = $1", [claim.id, amendment.id]);
      await insertClaims(sql, acme.organizationId, [amendment]);
    });
    await acme.decide(acme.bea, amendment);
    const second = await acme.uploadNewer(write(2, nightly), first);
    const carried = findOn(await acme.listClaims(second), claim);
    expect(carried).toMatchObject({ grade: "reviewed", carriedFrom: amendment.id, amends: claim.id });
    expect(carried?.reasons).toEqual(["amended_by_person", "carried_over"]);
    expect(carried?.quotes.map(({ text }) => text)).toEqual([narrow.text]);
  });
});

describe("a newer version whose words changed", () => {
  it("carries nothing over, and asks people again with what they had decided", async () => {
    const acme = await openOrganization();
    const first = await acme.upload(write(1, restored(90)));
    const claim = await pickClaim(acme, first, "every 90 days");
    await acme.decide(acme.bea, claim);
    const second = await acme.uploadNewer(write(2, restored(365)), first);
    const newer = findOn(await acme.listClaims(second), claim);
    expect(newer?.decisions).toEqual([]);
    expect(["suggested", "inferred"]).toContain(newer?.grade);
    const review = (await acme.listReviews()).find(({ claimId }) => claimId === newer?.id);
    expect(review?.reasons).toContain("words_changed");
    const earlier = await acme.findEarlier(newer);
    const quotes = claim.quotes.map(({ text }) => text);
    expect(earlier).toMatchObject({ claimId: claim.id, principalName: "Bea", quotes });
    const [entry] = await acme.listEntries("decisions_carried_over");
    expect(entry?.body).toMatchObject({
      carried: [],
      reopened: [{ claimId: newer?.id, earlierId: claim.id }],
    });
  });

  it("is not fooled by the same words in a sentence that denies them", async () => {
    const acme = await openOrganization();
    const first = await acme.upload(write(1, nightly));
    const claim = await pickClaim(acme, first, "every night");
    await acme.decide(acme.bea, claim);
    const denied = `It is not so that ${nightly.charAt(0).toLowerCase()}${nightly.slice(1)}`;
    const second = await acme.uploadNewer(write(2, denied.replace("backups of", "Backups of")), first);
    for (const one of await acme.listClaims(second)) expect(one.decisions).toEqual([]);
  });
});
