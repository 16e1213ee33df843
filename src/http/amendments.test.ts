// Amendments over HTTP: a person puts a claim right, within what the document says and can prove.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDesk, passwordPolicy } from "../fixtures/desk.fixture.ts";
import { getDocument } from "../flows/list-evidence.ts";
import { requestAssessment } from "../flows/reassess-document.ts";
import { decidedSchema } from "./decisions.ts";

const why = "The wording says so.";
let desk: Awaited<ReturnType<typeof openDesk>>;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk?.close());

describe("an amendment", () => {
  async function openPolicy() {
    const organization = await desk.openOrganization();
    const id = await organization.upload("policy.md", passwordPolicy);
    const items = (await organization.list("ray", `documentId=${id}`)).items;
    const item = items.find(({ claim }) => (claim.quotes[0]?.text.length ?? 0) > 40);
    const [quote] = item?.claim.quotes ?? [];
    if (!item || !quote) throw new TypeError("The policy has no review with a long quote.");
    const amend = (amendment: Record<string, unknown>) =>
      organization.decide("ray", item, { action: "amend", rationale: why, amendment });
    return { ...organization, id, items, item, quote, amend };
  }

  it("narrows the quote: the new claim stands reviewed in the place of the old one", async () => {
    const { amend, quote, item, find, show, gradeAt, list } = await openPolicy();
    const span = { start: quote.start, end: quote.start + 30 };
    const { grade, amendmentId, changes } = decidedSchema.parse((await amend({ quotes: [span] })).body);
    expect(grade).toEqual({ grade: "reviewed", reasons: ["amended_by_person"] });
    expect(changes.map(({ claimId, to }) => [claimId, to])).toEqual(
      expect.arrayContaining([
        [item.claimId, "none"],
        [amendmentId, "reviewed"],
      ]),
    );
    const second = await find(amendmentId ?? "");
    expect(second).toMatchObject({ reasons: ["second_person"], claim: { pointId: item.claim.pointId } });
    const { detail, claim } = await show("val", second?.id ?? "");
    expect(claim.quotes.map(({ text }) => text)).toEqual([quote.text.slice(0, 30).trimEnd()]);
    expect(detail.context[0]?.after.startsWith(quote.text.slice(30).trimStart().slice(0, 5))).toBe(true);
    expect((await list("ray")).items.some(({ claimId }) => claimId === item.claimId)).toBe(false);
    expect(await gradeAt(item.claimId, desk.now())).toEqual({ grade: "none", reasons: ["amended"] });
  });

  it("moves it to another point, changes stance and dates", async () => {
    const { amend, item, items, find } = await openPolicy();
    const { points } = await desk.product.context.getCatalogue(null);
    const taken = new Set(items.map(({ claim }) => claim.pointId));
    const free = [...points.values()].find(({ id, nature }) => nature === "design" && !taken.has(id));
    const change = {
      pointId: free?.id,
      stance: "contradicts",
      validFrom: "2026-01-01",
      validTo: "2026-12-31",
    };
    const { amendmentId } = decidedSchema.parse((await amend(change)).body);
    const moved = (await find(amendmentId ?? ""))?.claim;
    expect(moved).toMatchObject({
      pointId: free?.id,
      stance: "contradicts",
      nature: "design",
      probability: 0,
    });
    expect(moved?.document.validity).toEqual({ from: "2026-01-01", to: "2026-12-31", isAssumed: false });
    expect(moved?.quotes).toEqual(item.claim.quotes);
  });

  it.each<[string, (quote: { start: number; end: number }) => Record<string, unknown>, RegExp]>([
    ["words of elsewhere", () => ({ quotes: [{ start: 0, end: 17 }] }), /not within a passage/],
    ["too few words", ({ start }) => ({ quotes: [{ start, end: start + 9 }] }), /at least 12/],
    ["an unknown point", () => ({ pointId: "no-such-point" }), /no point "no-such-point"/],
    ["what a policy cannot prove", () => ({ nature: "operation" }), /proves no operation/],
    ["no difference", ({ start, end }) => ({ quotes: [{ start, end }] }), /Nothing would be different/],
    ["an end before its begin", () => ({ validFrom: "2026-05-01", validTo: "2026-04-01" }), /begin later/],
  ])("with %s is refused", async (_, change, said) => {
    const { amend, quote } = await openPolicy();
    expect(await amend(change(quote))).toMatchObject({
      status: 400,
      body: { detail: expect.stringMatching(said) },
    });
  });

  it("without a change, and a change without an amendment, is refused", async () => {
    const { decide, item } = await openPolicy();
    expect((await decide("ray", item, { action: "amend", rationale: why })).status).toBe(400);
    const approval = { action: "approve", amendment: { stance: "partly" } };
    expect((await decide("ray", item, approval)).status).toBe(400);
  });

  it("onto a point that another claim of the document stands on is refused", async () => {
    const { amend, item, items } = await openPolicy();
    const other = items.find(
      ({ claim }) => claim.pointId !== item.claim.pointId && claim.nature === "design",
    );
    if (!other) return expect.unreachable("the policy speaks of two points");
    expect((await amend({ pointId: other.claim.pointId })).status).toBe(409);
  });

  it("stays when the document is assessed again, and so does what it took away", async () => {
    const { amend, quote, id, item, items, get, list } = await openPolicy();
    const { points } = await desk.product.context.getCatalogue(null);
    const taken = new Set(items.map(({ claim }) => claim.pointId));
    const free = [...points.values()].find((one) => one.nature === "design" && !taken.has(one.id));
    await amend({ pointId: free?.id, quotes: [{ start: quote.start, end: quote.start + 30 }] });
    await requestAssessment(desk.product.context, get("uma"), id);
    const look = async () => (await getDocument(desk.product.context, get("uma").organizationId, id)).stage;
    await expect.poll(look, { timeout: 15_000 }).toBe("done");
    const left = (await list("ray", `documentId=${id}`)).items.map(({ claim }) => claim.pointId);
    expect(left).toContain(free?.id);
    expect(left).not.toContain(item.claim.pointId);
  });
});
