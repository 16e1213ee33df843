import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "../domain/principal.ts";
import { openProduct, type Product } from "../fixtures/product.fixture.ts";
import { decide, listQueue } from "../fixtures/review.fixture.ts";
import { updateAssessedBy } from "../store/documents.ts";
import { getDocument, listGradedClaims, listLedger } from "./list-evidence.ts";
import {
  getDocumentDetail,
  listAssessments,
  listReassessable,
  requestAssessment,
} from "./reassess-document.ts";
import { stateFacts } from "./state-facts.ts";

const policy = [
  "# Backup policy",
  "Backups of all production databases are completed every night and copied to a second region.",
  "A restore of a production database is tested every 90 days and the result is recorded. Backups may be encrypted where possible.",
].join("\n\n");

let product: Product;
let ada: Principal;
let id: string;

beforeAll(async () => {
  product = await openProduct();
  ada = (await product.addPrincipal("acme", "Ada", "person", ["uploader", "reviewer"])).principal;
  id = await product.upload(ada, "backup.md", policy);
});
afterAll(() => product?.close());

const detail = () => getDocumentDetail(product.context, ada.organizationId, id);
const listOwn = () => listAssessments(product.context, ada.organizationId, id);
const listClaimIds = async () =>
  (await listGradedClaims(product.context, ada.organizationId, { documentId: id })).map((claim) => claim.id);
const waitUntilDone = () =>
  expect
    .poll(async () => (await getDocument(product.context, ada.organizationId, id)).stage, { timeout: 15_000 })
    .toBe("done");
const pretendOlder = () =>
  product.context.database.asOrganization(ada.organizationId, (sql) =>
    updateAssessedBy(sql, id, "local-1/scorer-1 counting-64 0000000000000000"),
  );

describe("a document", () => {
  it("is up to date after its first assessment, which added all its claims", async () => {
    expect((await detail()).assessment).toMatchObject({ isOutdated: false, differs: [] });
    const [first, ...others] = await listOwn();
    expect(others).toEqual([]);
    expect(first).toMatchObject({ requestedBy: null, retired: 0, kept: 0 });
    expect(first?.assessedBy).toBe((await detail()).assessment.assessedBy);
    expect(first?.claims.map(({ claimId }) => claimId).toSorted()).toEqual((await listClaimIds()).toSorted());
    expect(first?.claims.every(({ change, gradeBefore }) => change === "added" && gradeBefore === null)).toBe(
      true,
    );
  });

  it("that something older assessed says so, and is not assessed again by itself", async () => {
    await pretendOlder();
    const before = await listOwn();
    expect(await product.upload(ada, "backup.md", policy)).toBe(id);
    expect((await detail()).assessment).toMatchObject({
      isOutdated: true,
      differs: [
        { part: "analyser", was: "local-1/scorer-1" },
        { part: "catalogue", was: "0000000000000000" },
      ],
    });
    expect(await listOwn()).toEqual(before);
    const found = await listReassessable(product.context, ada.organizationId);
    expect(found.map(({ document, state }) => [document.id, state.isOutdated])).toEqual([[id, true]]);
  });

  it("is assessed again on request: what comes out the same stays, and who asked is told", async () => {
    const claimIds = await listClaimIds();
    expect((await requestAssessment(product.context, ada, id)).stage).toBe("assessing");
    await expect(requestAssessment(product.context, ada, id)).rejects.toMatchObject({ code: "conflict" });
    await waitUntilDone();
    expect((await detail()).assessment.isOutdated).toBe(false);
    expect(await listClaimIds()).toEqual(claimIds);
    expect((await listOwn()).at(-1)).toMatchObject({
      requestedBy: ada.id,
      added: 0,
      retired: 0,
      kept: claimIds.length,
    });
    const kinds = (await listLedger(product.context, ada.organizationId)).map(({ kind }) => kind);
    expect(kinds.slice(-2)).toEqual(["assessment_requested", "document_assessed"]);
  });

  it("keeps what a person decided on, and tells its grade before and after", async () => {
    const [review] = await listQueue(product.context, ada);
    if (!review) return expect.unreachable("nothing waits for a review");
    await decide(product.context, ada, review);
    await requestAssessment(product.context, ada, id);
    await waitUntilDone();
    const kept = (await listOwn()).at(-1)?.claims.find(({ claimId }) => claimId === review.claimId);
    expect(kept).toMatchObject({ change: "kept", gradeBefore: "reviewed", gradeAfter: "reviewed" });
  });

  it("of another kind proves other things: its assessment tells what gave way and what came", async () => {
    await stateFacts(product.context, ada, id, { kind: "record" });
    await waitUntilDone();
    const last = (await listOwn()).at(-1);
    expect(last?.requestedBy).toBeNull();
    expect(last?.added).toBeGreaterThan(0);
    expect(last?.retired).toBeGreaterThan(0);
    for (const { change, gradeBefore, gradeAfter } of last?.claims ?? []) {
      expect(gradeBefore === null).toBe(change === "added");
      expect(gradeAfter === null).toBe(change === "retired");
    }
  });

  it("of another organization cannot be assessed or looked at", async () => {
    const { principal: bo } = await product.addPrincipal("other", "Bo", "person", ["reviewer"]);
    await expect(requestAssessment(product.context, bo, id)).rejects.toMatchObject({ code: "not_found" });
    await expect(listAssessments(product.context, bo.organizationId, id)).rejects.toMatchObject({
      code: "not_found",
    });
  });
});
