import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "../domain/principal.ts";
import { buildZip } from "../engines/fixtures/office.fixture.ts";
import { openProduct, type Product } from "../fixtures/product.fixture.ts";
import { getDocument, listGradedClaims } from "./list-evidence.ts";
import { listDocumentMembers } from "./receive-document.ts";

let product: Product;
let ada: Principal;
beforeAll(async () => {
  product = await openProduct();
  ada = (await product.addPrincipal("acme", "Ada", "person", ["uploader"])).principal;
});
afterAll(() => product?.close());

const look = (id: string) => getDocument(product.context, ada.organizationId, id);
const listMembers = (id: string) => listDocumentMembers(product.context, ada.organizationId, id);
async function waitFor(id: string): Promise<string> {
  await expect.poll(async () => (await look(id)).stage, { timeout: 20_000 }).toMatch(/done|failed/);
  return (await look(id)).stage;
}

const policy = "# Backup policy\n\nBackups of production databases are completed every day.\n";

describe("an archive", () => {
  it("becomes a document for every file in it, also in an archive inside; what cannot be read fails alone", async () => {
    const inner = await buildZip({ "users.csv": "user,mfa\nAda,yes\nBen,yes\n" });
    const archive = await buildZip({
      "policies/backup.md": policy,
      "inner.zip": inner,
      "broken.pdf": "%PDF-1.7 x",
    });
    const id = await product.upload(ada, "evidence.zip", archive);
    expect((await look(id)).stage).toBe("done");
    const members = await listMembers(id);
    expect(members.map(({ path }) => path)).toEqual(["broken.pdf", "inner.zip", "policies/backup.md"]);
    const stages = await Promise.all(members.map(({ documentId }) => waitFor(documentId ?? "")));
    expect(stages).toEqual(["failed", "done", "done"]);
    const nested = await listMembers(members[1]?.documentId ?? "");
    expect(nested.map(({ path }) => path)).toEqual(["users.csv"]);
    expect(await look(nested[0]?.documentId ?? "")).toMatchObject({
      depth: 2,
      rootId: id,
      uploadedBy: ada.id,
    });
  });

  it("proves nothing by the names of its files", async () => {
    const id = await product.upload(
      ada,
      "names.zip",
      await buildZip({ "mfa enabled for all users.txt": "Nothing." }),
    );
    expect(await listGradedClaims(product.context, ada.organizationId, { documentId: id })).toEqual([]);
  });

  it("three deep is not unpacked any further, and says so", async () => {
    let archive = await buildZip({ "deep.md": "# Deep\n\nText." });
    for (const name of ["c.zip", "b.zip", "a.zip"]) archive = await buildZip({ [name]: archive });
    let id: string | null = await product.upload(ada, "nest.zip", archive);
    const paths: string[] = [];
    for (;;) {
      await waitFor(id);
      const [member] = await listMembers(id);
      paths.push(member?.path ?? "");
      if (!member?.documentId) {
        expect(member?.reason).toMatch(/archives deep: upload it by itself/);
        break;
      }
      id = member.documentId;
    }
    expect(paths).toEqual(["a.zip", "b.zip", "c.zip"]);
  });
});

describe("a message", () => {
  it("is evidence itself, and what is attached to it is a document of its own", async () => {
    const mail = [
      "From: Dana <dana@example.com>",
      "To: audit@example.com",
      "Date: Wed, 2 Apr 2025 10:15:00 +0200",
      "Subject: Approval of the access review",
      "MIME-Version: 1.0",
      'Content-Type: multipart/mixed; boundary="B"',
      "",
      "--B\r\nContent-Type: text/plain\r\n\r\nI approve the access review of the first quarter.",
      '--B\r\nContent-Type: text/csv; name="u.csv"\r\nContent-Disposition: attachment; filename="u.csv"\r\n\r\nuser,role\r\nCid,dev\r\nDee,ops',
      "--B--",
    ].join("\r\n");
    const id = await product.upload(ada, "approval.eml", mail);
    expect(await look(id)).toMatchObject({
      stage: "done",
      kind: "record",
      title: "Approval of the access review",
    });
    const [member] = await listMembers(id);
    expect(member?.path).toBe("u.csv");
    await waitFor(member?.documentId ?? "");
    expect(await look(member?.documentId ?? "")).toMatchObject({
      fileName: "u.csv",
      mediaType: "text/csv",
      depth: 1,
    });
  });
});
