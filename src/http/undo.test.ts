// What is taken back within ten seconds, and what several approvals at once do.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { type Item, openDesk, passwordPolicy, passwordSettings } from "../fixtures/desk.fixture.ts";

const secondMs = 1000;
const why = "The wording says so.";
let desk: Awaited<ReturnType<typeof openDesk>>;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk?.close());

/**
 * A policy that says 90 days and settings that show 365 contradict each other; `one` and `other` are their reviews, `calm`
 * is another one of the policy.
 */
async function openContradicted() {
  const organization = await desk.openOrganization();
  const policyId = await organization.upload("policy.md", passwordPolicy);
  desk.wait(secondMs);
  await organization.upload("settings.csv", passwordSettings);
  const { items } = await organization.list("ray");
  const one = items.find(
    (item) => item.claim.document.id === policyId && item.claim.contradictions.length > 0,
  );
  const other = items.find(
    (item) => item.claim.document.id !== policyId && item.claim.contradictions.length > 0,
  );
  const calm = items.find((item) => item.claim.contradictions.length === 0);
  if (!one || !other || !calm) throw new TypeError("Nothing contradicts, or everything does.");
  const decide = async (who: string, item: Item, body: Record<string, unknown>) => {
    const { decision, amendmentId } = await organization.succeed(who, item, body);
    return { id: decision.id, at: desk.now(), amendmentId: amendmentId ?? "" };
  };
  return { ...organization, one, other, calm, decide };
}

describe("a decision that is taken back", () => {
  it("leaves an approval's review open again, held by who took it back, and no second person asked", async () => {
    const { calm, decide, undo, find, listKinds, gradeAt } = await openContradicted();
    const { id, at } = await decide("ray", calm, { action: "approve" });
    desk.wait(5 * secondMs);
    expect(await undo("ray", id)).toMatchObject({
      status: 200,
      body: { claimId: calm.claimId, reviewId: calm.id, grade: { grade: "suggested" } },
    });
    expect(await find(calm.claimId)).toMatchObject({
      id: calm.id,
      reasons: calm.reasons,
      lease: { holder: { name: "ray" } },
      claim: { grade: "suggested", decisions: [] },
    });
    expect((await listKinds()).slice(-2)).toEqual(["decision_undone", "grades_changed"]);
    expect((await gradeAt(calm.claimId, at)).grade).toBe("reviewed");
    expect((await gradeAt(calm.claimId, new Date(at.getTime() - 1))).grade).toBe("suggested");
  });

  it("can be decided again at once", async () => {
    const { calm, decide, undo, find } = await openContradicted();
    const { id } = await decide("ray", calm, { action: "approve" });
    await undo("ray", id);
    const again = await find(calm.claimId);
    if (!again) return expect.unreachable("the review is open again");
    await decide("ray", again, { action: "reject", rationale: why });
    expect(await find(calm.claimId)).toBeUndefined();
  });

  it("is one's own, within ten seconds, once, and before anybody decided on it since", async () => {
    const { calm, one, decide, undo, find, ask } = await openContradicted();
    const { id } = await decide("ray", calm, { action: "approve" });
    for (const who of ["rita", "robot"]) expect((await undo(who, id)).status).toBe(403);
    desk.wait(10 * secondMs);
    expect((await undo("ray", id)).status).toBe(200);
    expect((await undo("ray", id)).status).toBe(409);
    const late = await decide("ray", one, { action: "approve" });
    desk.wait(10 * secondMs + 1);
    expect((await undo("ray", late.id)).status).toBe(409);
    const again = await find(calm.claimId);
    const first = again && (await decide("ray", again, { action: "approve" }));
    const second = await find(calm.claimId);
    if (!first || !second) return expect.unreachable("a second person is asked for");
    await decide("val", second, { action: "approve" });
    expect((await undo("ray", first.id)).status).toBe(409);
    expect((await ask("ray", `/v1/decisions/${calm.id}/undo`, {})).status).toBe(404);
  });

  it("brings the contradictions back that a rejection closed, and leaves the moments in between as they were", async () => {
    const { one, other, decide, undo, find, gradeAt } = await openContradicted();
    const before = desk.now();
    const { id, at } = await decide("ray", other, { action: "reject", rationale: why });
    const during = await Promise.all([one, other].map(({ claimId }) => gradeAt(claimId, at)));
    expect(during[0]?.reasons).not.toContain("contradicted");
    expect((await find(one.claimId))?.reasons).toEqual(["optional"]);
    desk.wait(4 * secondMs);
    expect((await undo("ray", id)).status).toBe(200);
    for (const { claimId, reasons } of [one, other]) {
      const item = await find(claimId);
      expect(item?.claim.contradictions).toHaveLength(1);
      expect(item?.reasons.toSorted()).toEqual(reasons.toSorted());
      expect(await gradeAt(claimId, desk.now())).toEqual(await gradeAt(claimId, before));
    }
    const inBetween = new Date(at.getTime() + secondMs);
    expect(await Promise.all([one, other].map(({ claimId }) => gradeAt(claimId, inBetween)))).toEqual(during);
  });

  it("takes both sides of an amendment back, by either of its decisions", async () => {
    for (const isByAmendment of [false, true]) {
      const { one, decide, undo, find, gradeAt, list, ask, get } = await openContradicted();
      const before = desk.now();
      const [quote] = one.claim.quotes;
      const amendment = { quotes: [{ start: quote?.start, end: (quote?.start ?? 0) + 40 }] };
      const { id, at, amendmentId } = await decide("ray", one, {
        action: "amend",
        rationale: why,
        amendment,
      });
      const during = await Promise.all([one.claimId, amendmentId].map((claimId) => gradeAt(claimId, at)));
      expect(during.map(({ grade }) => grade)).toEqual(["none", expect.stringMatching(/inferred|reviewed/)]);
      const amended = await find(amendmentId);
      const [approval] = z
        .object({ items: z.array(z.looseObject({ id: z.string(), decisions: z.array(z.looseObject({})) })) })
        .parse((await ask("uma", `/v1/claims?documentId=${one.claim.document.id}&limit=200`)).body)
        .items.filter((claim) => claim.id === amendmentId);
      expect(approval?.decisions).toMatchObject([{ action: "approve", principalName: "ray" }]);
      expect(amended?.reasons[0]).toBe("second_person");
      desk.wait(2 * secondMs);
      const approvalId = await findDecisionId(get("ray").organizationId, amendmentId);
      const undone = await undo("ray", isByAmendment ? approvalId : id);
      expect(undone).toMatchObject({ status: 200, body: { claimId: one.claimId, reviewId: one.id } });
      expect(await gradeAt(one.claimId, desk.now())).toEqual(await gradeAt(one.claimId, before));
      expect((await gradeAt(amendmentId, desk.now())).grade).toBe("none");
      const reopened = await find(one.claimId);
      expect(reopened?.claim.contradictions).toHaveLength(1);
      expect((await list("ray")).items.some(({ claimId }) => claimId === amendmentId)).toBe(false);
      const inBetween = new Date(at.getTime() + secondMs);
      expect(
        await Promise.all([one.claimId, amendmentId].map((claimId) => gradeAt(claimId, inBetween))),
      ).toEqual(during);
    }
  });

  it("asks no uploader and passes nothing on any more", async () => {
    const { calm, decide, undo, find, ask } = await openContradicted();
    const asked = await decide("ray", calm, { action: "request_evidence", rationale: "Since when?" });
    expect((await undo("ray", asked.id)).status).toBe(200);
    expect((await ask("uma", "/v1/evidence-requests?state=open")).body).toEqual({ items: [] });
    const again = await find(calm.claimId);
    expect(again).toMatchObject({ isWaiting: false, reasons: calm.reasons, claim: { grade: "suggested" } });
    if (!again) return;
    const passed = await decide("ray", again, { action: "escalate", rationale: "Beyond me." });
    expect((await undo("ray", passed.id)).status).toBe(200);
    expect(await find(calm.claimId)).toMatchObject({
      isEscalated: false,
      reasons: calm.reasons,
      dueAt: calm.dueAt,
    });
  });

  it("asks the uploader again whom a decision let off", async () => {
    const { calm, decide, undo, find } = await openContradicted();
    await decide("ray", calm, { action: "request_evidence", rationale: "Since when?" });
    const waiting = await find(calm.claimId);
    const decided = waiting && (await decide("rita", waiting, { action: "reject", rationale: why }));
    await undo("rita", decided?.id ?? "");
    expect((await find(calm.claimId))?.isWaiting).toBe(true);
  });
});

async function findDecisionId(organizationId: string, claimId: string): Promise<string> {
  const { database } = desk.product.context;
  const row = await database.asOrganization(organizationId, (sql) =>
    sql.find(z.object({ id: z.string() }), "select id from decision where claim_id = $1", [claimId]),
  );
  return row?.id ?? "";
}

describe("an approval of several reviews", () => {
  async function openReport() {
    const organization = await desk.openOrganization();
    // Two natures of one point in a report: two claims that say the same.
    await organization.addQuestions(1);
    const [{ claim }] = (await organization.list("ray")).items as [Item];
    await organization.addSibling(claim.id);
    const { items } = await organization.list("ray");
    return { ...organization, items, versions: items.map(({ id, version }) => ({ id, version })) };
  }

  it("on one point and document counts each singly, in the ledger too", async () => {
    const { ask, versions, listKinds, show, items } = await openReport();
    expect(versions).toHaveLength(2);
    const { detail } = await show("ray", items[0]?.id ?? "");
    expect(detail.bulk).toEqual({ count: 1, reviewIds: [items[1]?.id] });
    const answer = await ask("ray", "/v1/reviews/bulk-approve", { items: versions });
    expect(answer).toMatchObject({
      status: 200,
      body: { approved: versions.map(({ id }) => ({ id, grade: { grade: "reviewed" } })), refused: [] },
    });
    expect((await listKinds()).filter((kind) => kind === "claim_decided")).toHaveLength(2);
  });

  it("goes on where one of them is refused", async () => {
    const { ask, versions, decide, items } = await openReport();
    await decide("rita", items[0] as Item, { action: "approve" });
    const unknown = { id: items[0]?.claimId ?? "", version: versions[0]?.version ?? "" };
    const answer = await ask("ray", "/v1/reviews/bulk-approve", { items: [unknown, ...versions] });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        approved: [{ id: versions[1]?.id }],
        refused: [
          { id: unknown.id, reason: "There is no such review." },
          { id: versions[0]?.id, reason: expect.stringContaining("decided already") },
        ],
      },
    });
  });

  it("on several points or documents is refused as a whole", async () => {
    const { ask, list, addQuestions } = await openReport();
    await addQuestions(2);
    const items = (await list("ray")).items.map(({ id, version }) => ({ id, version }));
    expect((await ask("ray", "/v1/reviews/bulk-approve", { items })).status).toBe(400);
    expect((await list("ray")).items).toHaveLength(4);
    expect((await ask("robot", "/v1/reviews/bulk-approve", { items })).status).toBe(403);
  });
});
