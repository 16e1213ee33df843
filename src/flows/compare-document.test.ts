import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal, Role } from "../domain/principal.ts";
import { openProduct, type Product } from "../fixtures/product.fixture.ts";
import { compareDocument } from "./compare-document.ts";
import { decideReview } from "./decide-review.ts";
import { explainContradiction, listContradictionPairs } from "./explain-contradiction.ts";
import { listGradedClaims, listLedger, listReviewPage } from "./list-evidence.ts";
import { reportCoverage } from "./report-coverage.ts";
import { stateFacts } from "./state-facts.ts";

const writePolicy = (days: number, version = "1.0") =>
  `# Password policy\n\nVersion: ${version}\n\n## Passwords\n\nWritten rules set the minimum strength of passwords. Passwords of all staff have at least 12 characters and are changed every ${days} days.\n`;
const writeSettings = (days: number, system = "Back Office") =>
  `system,setting,value\n${system},Minimum password length enforced,12 characters\n${system},Maximum password age enforced by the system settings,${days} days\n`;

let product: Product;
let count = 0;
/** A clock that stands still unless it is moved: what happened when is known. */
let now = new Date("2026-11-20T09:00:00Z");
beforeAll(async () => {
  product = await openProduct({ clock: () => now });
});
afterAll(() => product?.close());

function wait(): Date {
  now = new Date(now.getTime() + 60_000);
  return now;
}

/** A new organization, with its people and what they see. */
async function openOrganization() {
  count += 1;
  const slug = `acme-${count}`;
  const add = async (name: string, roles: Role[]) =>
    (await product.addPrincipal(slug, name, "person", roles)).principal;
  const [ada, bea] = [await add("Ada", ["uploader"]), await add("Bea", ["reviewer"])];
  const robot: Principal = { ...bea, kind: "service" };
  const { context } = product;
  const id = ada.organizationId;
  return {
    ada,
    bea,
    robot,
    upload: (name: string, text: string) => product.upload(ada, name, text),
    compare: (documentId: string) => compareDocument(context, { organizationId: id, documentId }),
    listPairs: () => listContradictionPairs(context, id),
    listReviews: () => listReviewPage(context, id, { afterValue: null, afterId: null, limit: 200 }),
    listKinds: async () => (await listLedger(context, id)).map(({ kind }) => kind),
    findClaim: async (claimId: string | undefined) =>
      (await listGradedClaims(context, id, {})).find((claim) => claim.id === claimId),
    findPoint: async (pointId: string, asOf?: Date) => {
      const report = await reportCoverage(context, id, { frameworkId: "iso27001-2022", asOf });
      const points = report.requirements.flatMap(({ points: all }) => all);
      return points.find((point) => point.pointId === pointId)?.grade;
    },
    decide: async (claimId: string | undefined, action: "approve" | "reject" | "withdraw") => {
      const reviews = await listReviewPage(context, id, { afterValue: null, afterId: null, limit: 200 });
      const review = reviews.find((one) => one.claimId === claimId);
      return decideReview(context, bea, review?.id ?? "", { action, rationale: "It was looked at." });
    },
  };
}

/** The policy says 90 days; a minute later, the settings say something else. */
async function openContradicted() {
  const organization = await openOrganization();
  const policyId = await organization.upload("policy.md", writePolicy(90));
  const before = now;
  wait();
  const settingsId = await organization.upload("settings.csv", writeSettings(365));
  const [pair, ...more] = await organization.listPairs();
  if (!pair) throw new TypeError("nothing was found");
  return { ...organization, policyId, settingsId, before, pair, more, sides: pair.sides };
}

describe("a policy that says 90 days and a record that shows 365", () => {
  it("are a pair with both quotes, found once", async () => {
    const { pair, more, sides, policyId, settingsId, compare, listPairs, listKinds } =
      await openContradicted();
    expect(more).toEqual([]);
    expect(pair).toMatchObject({ subject: "password age", direction: "weaker", resolvedAt: null });
    expect(sides.map(({ document, value }) => [document.id, value])).toEqual([
      [policyId, "every 90 days"],
      [settingsId, "365 days"],
    ]);
    expect(sides[0]?.quote.text).toContain("changed every 90 days");
    expect(sides[1]?.quote.text).toContain("365 days");
    for (const id of [policyId, settingsId, policyId]) await compare(id);
    expect((await listPairs()).map(({ id }) => id)).toEqual([pair.id]);
    expect((await listKinds()).filter((kind) => kind === "contradiction_found")).toHaveLength(1);
  });

  it("cap both claims from then on, and leave every moment before as it was", async () => {
    const { sides, findClaim, findPoint, before } = await openContradicted();
    for (const { claimId } of sides) {
      const claim = await findClaim(claimId);
      expect(claim?.grade).toBe("inferred");
      expect(claim?.reasons).toContain("contradicted");
      expect(claim?.contradictions).toHaveLength(1);
      expect(sides.map((side) => side.claimId)).toContain(claim?.contradictions[0]?.otherClaimId);
    }
    // By itself, at that time; now the settings agree on the point, and are no witness while contradicted.
    expect(await findPoint("password-rules", before)).toBe("inferred");
    expect(await findPoint("password-rules")).toBe("inferred");
  });

  it("open a review of high priority for both, with the reason and the pair of quotes", async () => {
    const { sides, listReviews } = await openContradicted();
    const reviews = await listReviews();
    for (const { claimId } of sides) {
      const review = reviews.find((one) => one.claimId === claimId);
      expect(review?.reasons).toContain("contradiction");
      expect(review?.claim?.contradictions[0]).toMatchObject({ subject: "password age" });
      const calm = reviews.filter(({ reasons }) => !reasons.includes("contradiction"));
      expect(calm.every(({ value }) => value < (review?.value ?? 0))).toBe(true);
    }
  });

  it("stay capped when a person approves one side, for what is wrong is still not known", async () => {
    const { sides, decide, listPairs } = await openContradicted();
    const { grade } = await decide(sides[0].claimId, "approve");
    expect(grade.grade).toBe("inferred");
    expect(grade.reasons).toEqual(["approved_by_person", "contradicted"]);
    expect(await listPairs()).toHaveLength(1);
  });

  it("are resolved when a person rejects one side: the other one is free, and its review closes", async () => {
    const {
      sides,
      decide,
      findClaim,
      findPoint,
      listPairs,
      listReviews,
      listKinds,
      compare,
      policyId,
      settingsId,
    } = await openContradicted();
    const during = now;
    wait();
    await decide(sides[1].claimId, "reject");
    expect(await listPairs()).toEqual([]);
    const other = await findClaim(sides[0].claimId);
    expect(other?.reasons).not.toContain("contradicted");
    expect(other?.contradictions).toEqual([]);
    expect((await listReviews()).filter(({ reasons }) => reasons.includes("contradiction"))).toEqual([]);
    expect(await listKinds()).toContain("contradiction_resolved");
    expect(await findPoint("password-settings-enforced", during)).toBe("inferred");
    expect(await findPoint("password-settings-enforced")).not.toBe("inferred");
    await compare(policyId);
    await compare(settingsId);
    expect(await listPairs()).toEqual([]);
  });

  it("both stand when a reviewer explains it, with a ledger entry; nobody else can, and not twice", async () => {
    const { pair, bea, ada, robot, sides, listPairs, listKinds, listReviews, findClaim, compare, policyId } =
      await openContradicted();
    const explain = (who: Principal) =>
      explainContradiction(product.context, who, pair.id, "Back Office keeps its own rule, see ticket 7.");
    for (const who of [robot, ada]) await expect(explain(who)).rejects.toMatchObject({ code: "forbidden" });
    expect(await explain(bea)).toMatchObject({ resolution: "explained", resolvedBy: bea.id });
    await expect(explain(bea)).rejects.toMatchObject({ code: "conflict" });
    expect((await listKinds()).slice(-2)).toEqual(["contradiction_resolved", "grades_changed"]);
    for (const { claimId } of sides)
      expect((await findClaim(claimId))?.reasons).not.toContain("contradicted");
    expect((await listReviews()).filter(({ reasons }) => reasons.includes("contradiction"))).toEqual([]);
    await compare(policyId);
    expect(await listPairs()).toEqual([]);
  });

  it("are nobody else's business", async () => {
    const { pair } = await openContradicted();
    const other = await openOrganization();
    expect(await other.listPairs()).toEqual([]);
    const foreign = explainContradiction(product.context, other.bea, pair.id, "It is fine.");
    await expect(foreign).rejects.toMatchObject({ code: "not_found" });
    await other.upload("settings.csv", writeSettings(365));
    expect(await other.listPairs()).toEqual([]);
  });
});

describe("what does not contradict", () => {
  it("is left alone: a stricter practice, the same in other words", async () => {
    const { upload, listPairs, listReviews } = await openOrganization();
    await upload("policy.md", writePolicy(90));
    await upload("strict.csv", writeSettings(30));
    await upload("same.csv", writeSettings(90, "Ledger"));
    expect(await listPairs()).toEqual([]);
    expect((await listReviews()).filter(({ reasons }) => reasons.includes("contradiction"))).toEqual([]);
  });
});

describe("two versions that disagree", () => {
  it("contradict each other until one supersedes the other", async () => {
    const { upload, ada, listPairs, listKinds, findClaim } = await openOrganization();
    const older = await upload("policy.md", writePolicy(180));
    const newer = await upload("policy-2.md", writePolicy(90, "2.0"));
    const [pair] = await listPairs();
    expect(pair).toMatchObject({ subject: "password age", direction: "different" });
    await stateFacts(product.context, ada, newer, { supersedes: older });
    await expect.poll(listPairs, { timeout: 10_000 }).toEqual([]);
    expect(await listKinds()).toContain("contradiction_resolved");
    const kept = pair?.sides.find(({ document }) => document.id === newer);
    expect((await findClaim(kept?.claimId))?.reasons).not.toContain("contradicted");
  });
});
