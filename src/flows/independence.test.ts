import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildFingerprint } from "../domain/fingerprint.ts";
import { findDependence } from "../domain/independence.ts";
import type { Principal } from "../domain/principal.ts";
import { openProduct, type Product } from "../fixtures/product.fixture.ts";
import { getDocument, listDocumentPassages } from "./list-evidence.ts";
import { stateFacts } from "./state-facts.ts";

const rule =
  "Backups of all production databases are completed every night and copied to a second region, and their completion is checked by the platform team each morning.";
const other =
  "Each evening a job saves the production data stores; by sunrise another site holds a copy of these backups, which engineers verify.";

let product: Product;
let ada: Principal;
let ben: Principal;

beforeAll(async () => {
  product = await openProduct();
  ada = (await product.addPrincipal("acme", "Ada", "person", ["uploader"])).principal;
  ben = (await product.addPrincipal("acme", "Ben", "person", ["uploader"])).principal;
});
afterAll(() => product?.close());

const look = (id: string) => getDocument(product.context, ada.organizationId, id);
const find = async (one: string, two: string) =>
  findDependence({ document: await look(one), quotes: [] }, { document: await look(two), quotes: [] });

describe("what a document is known by", () => {
  it("has the fingerprint of its words as soon as it was read", async () => {
    const id = await product.upload(ada, "backup-policy.md", `# Backup policy\n\n${rule}\n`);
    const [passage] = await listDocumentPassages(product.context, ada.organizationId, id, {
      after: -1,
      limit: 1,
    });
    const { fingerprint } = await look(id);
    expect(fingerprint?.length).toBeGreaterThan(100);
    const own = new Set(fingerprint);
    expect(buildFingerprint(passage?.text ?? "").filter((hash) => own.has(hash)).length).toBeGreaterThan(90);
  });

  it("makes a policy that somebody else pasted into a page no second witness", async () => {
    const policy = await product.upload(ada, "access.md", `# Access policy\n\n${rule} ${other}\n`);
    const pasted = await product.upload(
      ben,
      "wiki.md",
      `# Wiki export\n\nCopied from the share:\n\n${rule}\n\n${other}\n`,
    );
    await stateFacts(product.context, ben, pasted, { kind: "record" });
    expect(await find(policy, pasted)).toBe("near_copy");
  });

  it("is dated: an owner that is stated tells two sources apart from then on", async () => {
    const one = await product.upload(ada, "one-policy.md", `# Policy one\n\n${rule}\n\nOne.\n`);
    const two = await product.upload(
      ada,
      "two-policy.md",
      "# Policy two\n\nA restore of a backup is tested twice a year and written down by whoever ran it.\n",
    );
    expect(await find(one, two)).toBe("same_source");
    await stateFacts(product.context, ada, one, { owner: "Noor Haddad" });
    expect(await find(one, two)).toBe("same_source");
    await stateFacts(product.context, ada, two, { owner: "Kofi Mensah" });
    expect(await find(one, two)).toBeNull();
  });
});
