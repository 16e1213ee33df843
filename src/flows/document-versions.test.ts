import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "../domain/principal.ts";
import { buildCountingEmbedder } from "../fixtures/counting-embedder.fixture.ts";
import { openProduct, type Product } from "../fixtures/product.fixture.ts";
import { getDocument, listGradedClaims, listLedger } from "./list-evidence.ts";
import { listDocumentFacts, stateFacts } from "./state-facts.ts";

const embedded: string[] = [];
let product: Product;
let ada: Principal;

beforeAll(async () => {
  const counting = buildCountingEmbedder();
  const embed = (texts: readonly string[]) => {
    embedded.push(...texts);
    return counting.embed(texts);
  };
  product = await openProduct({ embedder: { ...counting, embed } });
  ada = (await product.addPrincipal("acme", "Ada", "person", ["uploader", "reviewer"])).principal;
});
afterAll(() => product?.close());

const look = (id: string) => getDocument(product.context, ada.organizationId, id);
const listKinds = async () => (await listLedger(product.context, ada.organizationId)).map(({ kind }) => kind);

const writePolicy = (days: number, effective: string) =>
  [
    "# Backup policy",
    `Owner: Platform lead\n\nEffective date: ${effective}`,
    "## Schedule",
    "Backups of all production databases are completed every night and copied to a second region.",
    "## Tests",
    `A restore of a production database is tested every ${days} days and the result is recorded.`,
  ].join("\n\n");

describe("a new version of a document", () => {
  let first: string;
  let second: string;

  it("that shares title and words with one that stands is proposed as such, and nothing changes yet", async () => {
    first = await product.upload(ada, "backup-policy.md", writePolicy(90, "2026-01-05"));
    embedded.length = 0;
    second = await product.upload(ada, "backup-policy-v2.md", writePolicy(30, "2026-09-01"));
    expect(await look(second)).toMatchObject({ proposedSupersedesId: first, supersedesId: null });
    expect((await look(first)).supersededAt).toBeNull();
  });

  it("embeds only the passages that changed", () => {
    expect(embedded.filter((text) => text.includes("second region"))).toEqual([]);
    expect(embedded.filter((text) => text.includes("every 30 days"))).toHaveLength(1);
  });

  it("supersedes the old one when a person says so, and the old one's claims count no more", async () => {
    await stateFacts(product.context, ada, second, { supersedes: first });
    const [older, newer] = [await look(first), await look(second)];
    expect(older.supersededAt).not.toBeNull();
    expect(newer).toMatchObject({
      supersedesId: first,
      lineageId: older.lineageId,
      proposedSupersedesId: null,
    });
    const claims = await listGradedClaims(product.context, ada.organizationId, { documentId: first });
    expect(claims.length).toBeGreaterThan(0);
    expect(claims.every(({ grade, reasons }) => grade === "none" && reasons.includes("superseded"))).toBe(
      true,
    );
    expect(await listKinds()).toContain("document_superseded");
  });

  it("cannot supersede what was superseded, itself, or what is not there", async () => {
    const state = (supersedes: string) => stateFacts(product.context, ada, second, { supersedes });
    await expect(state(first)).rejects.toMatchObject({ code: "conflict" });
    await expect(state(second)).rejects.toMatchObject({ code: "conflict" });
    await expect(state("00000000-0000-4000-8000-000000000000")).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("what a document says about itself", () => {
  it("is kept with the words it was read from", async () => {
    const id = await product.upload(ada, "note.md", `${writePolicy(60, "2026-02-03")}\n`);
    const facts = await listDocumentFacts(product.context, ada.organizationId, id);
    expect(facts.find(({ name }) => name === "effectiveFrom")).toMatchObject({
      value: "2026-02-03",
      quote: { text: "Effective date: 2026-02-03", pageNumber: 1 },
      statedBy: null,
    });
  });

  it("can be stated by a person: recorded, with what was read before it still there", async () => {
    const id = await product.upload(
      ada,
      "access.md",
      "# Access policy\n\nAccess is reviewed every quarter.\n",
    );
    await stateFacts(product.context, ada, id, { owner: "Kofi", effectiveFrom: "2026-03-01" });
    await stateFacts(product.context, ada, id, { owner: null });
    expect(await look(id)).toMatchObject({ owner: null, effectiveFrom: "2026-03-01" });
    const owners = (await listDocumentFacts(product.context, ada.organizationId, id)).filter(
      ({ name }) => name === "owner",
    );
    expect(owners.map(({ value, statedBy }) => [value, statedBy])).toEqual([
      ["Kofi", "Ada"],
      [null, "Ada"],
    ]);
    expect((await listKinds()).filter((kind) => kind === "document_facts_stated")).toHaveLength(2);
  });

  it("refuses a period that ends before it starts, and changes nothing then", async () => {
    const id = await product.upload(ada, "list.csv", "name,reviewed\nAda,2026-01-01\nBen,2026-02-01\n");
    await expect(stateFacts(product.context, ada, id, { periodStart: "2027-01-01" })).rejects.toMatchObject({
      code: "invalid_input",
    });
    expect((await look(id)).periodStart).toBe("2026-01-01");
  });

  it("of another kind proves other things: the document is assessed again", async () => {
    const id = await product.upload(
      ada,
      "page.md",
      "# Restore\n\nA restore of the production database was tested.\n",
    );
    expect((await stateFacts(product.context, ada, id, { kind: "record" })).stage).toBe("assessing");
    await expect.poll(async () => (await look(id)).stage, { timeout: 10_000 }).toBe("done");
    const claims = await listGradedClaims(product.context, ada.organizationId, { documentId: id });
    expect(new Set(claims.map(({ nature }) => nature))).toEqual(new Set(["operation"]));
  });
});
