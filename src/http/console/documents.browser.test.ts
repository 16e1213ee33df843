import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import {
  describeInBrowser,
  listFindings,
  listOverflows,
  type OpenChromium,
  openChromium,
  shoot,
  signIn,
} from "../../fixtures/chromium.fixture.ts";
import { passwordPolicy } from "../../fixtures/desk.fixture.ts";
import {
  backups,
  buildFile,
  choose,
  drop,
  findUploads,
  listProgress,
  press,
  watchProgress,
} from "../../fixtures/uploads.fixture.ts";

describeInBrowser("the documents of the console, in Chromium", () => {
  let opened: OpenChromium;
  let key = "";

  beforeAll(async () => {
    opened = await openChromium({}, { MAX_UPLOAD_MB: "1" });
    ({ key } = await opened.product.addPrincipal("acme", "Ada", "person", ["uploader", "reviewer"]));
  });
  afterAll(() => opened?.close());

  it("say what to do when there are none, and what is missing to who may only read", async () => {
    const { page, troubles } = await opened.openAs(key, "/documents");
    await page.getByRole("heading", { name: "Begin with what you have" }).waitFor();
    await shoot(page, "documents-empty");
    expect(await listFindings(page)).toEqual([]);
    const reader = await opened.product.addPrincipal("acme", "Rea", "person", ["client"]);
    const { page: other } = await opened.openAs(reader.key, "/documents");
    await other.getByText("ask for the role uploader").waitFor();
    expect(await other.getByRole("button", { name: "Upload files" }).count()).toBe(0);
    expect(troubles).toEqual([]);
  });

  it("go from dropped files through every stage to done, and refuse clearly what cannot be taken", async () => {
    const { page, troubles } = await opened.openAs(key, "/documents");
    await watchProgress(page);
    await drop(page, [
      { name: "backup-policy.md", text: backups },
      { name: "nothing.md", text: "" },
      { name: "huge.md", text: "a".repeat(1_100_000) },
    ]);
    const list = findUploads(page);
    await list.getByText("The file is empty").waitFor();
    await list.getByText("The file is too large").waitFor();
    await list.getByText(/^Done: /).waitFor();
    expect(await listProgress(page)).toContain("Sending");
    await page.locator(".documents").getByRole("link", { name: "Backup policy" }).waitFor();
    await choose(page, [
      buildFile("a copy.md", backups),
      buildFile("broken.pdf", "%PDF-1.7\nnothing more", "application/pdf"),
    ]);
    await list.getByText("Already here:").waitFor();
    await list.getByText("Failed.").waitFor();
    await shoot(page, "documents-uploads");
    await page.reload();
    await page.getByText("2 documents, 1 failed").waitFor();
    await page.locator(".documents .failed").getByRole("button", { name: "Try again" }).waitFor();
    expect(troubles).toEqual([]);
  });

  it("are found by words, state and kind, which stay in the address", async () => {
    const { page, troubles } = await opened.openAs(key, "/documents");
    await page.keyboard.press("/");
    await page.keyboard.type("backup");
    await countRows(page, 1);
    await page.getByLabel("State").selectOption("failed");
    await page.getByRole("heading", { name: "No document is like this" }).waitFor();
    expect(page.url()).toMatch(/\?words=backup&state=failed$/);
    await page.getByRole("button", { name: "Show all documents" }).click();
    await countRows(page, 2);
    expect(troubles).toEqual([]);
  });

  for (const theme of ["light", "dark"] as const) {
    for (const width of [1280, 768]) {
      it(`are accessible and fit their window, ${theme}, ${width} pixels wide`, async () => {
        const { page, troubles } = await opened.openAs(key, "/documents", { theme, width });
        await page.locator(".documents tbody tr").first().waitFor();
        await shoot(page, `documents-${theme}-${width}`);
        expect(await listFindings(page)).toEqual([]);
        expect(await listOverflows(page)).toEqual([]);
        expect(troubles).toEqual([]);
      });
    }
  }

  it("are worked through by keyboard alone: found, opened, read tab by tab, and back", async () => {
    const { page, troubles } = await opened.openAs(key, "/documents");
    await press(page, "/");
    await page.keyboard.type("backup");
    await countRows(page, 1);
    await press(page, "Tab", "Tab", "Tab", "Tab", "j", "k", "o");
    await page.getByRole("tablist").waitFor();
    await page.locator("#page-title:focus").waitFor();
    await page.getByRole("tab", { name: "Claims" }).focus();
    await press(page, "ArrowRight");
    await page.getByRole("tab", { name: "Facts", selected: true }).waitFor();
    await press(page, "End");
    await page.getByRole("tab", { name: "History", selected: true }).waitFor();
    await press(page, "g", "d");
    await page.getByRole("heading", { level: 1, name: "Documents" }).waitFor();
    await page.locator("#page-title:focus").waitFor();
    await page.goBack();
    await page.getByRole("tab", { name: "History", selected: true }).waitFor();
    expect(troubles).toEqual([]);
  });

  it("show what a reviewer asked of their uploader, and take the answer", async () => {
    const rita = await opened.product.addPrincipal("acme", "Rita", "person", ["reviewer"]);
    const ada = await opened.product.addPrincipal("acme", "Ada", "person", ["uploader"]);
    const asked = await opened.product.upload(ada.principal, "password-policy.md", passwordPolicy);
    await askForEvidence(opened, rita.key, asked);
    const { page, troubles } = await opened.openAs(ada.key, "/documents");
    await page.getByText("Show a restore that worked.").waitFor();
    await page.getByRole("button", { name: "Answer" }).click();
    const dialog = page.getByRole("dialog", { name: "Answer what was asked" });
    await dialog.getByRole("button", { name: "Send the answer" }).click();
    await dialog.getByText("Write a note, or choose a file, or both.").waitFor();
    await dialog.getByLabel("Note").fill("The restore of May is in ticket 42.");
    await page.context().clearCookies();
    await dialog.getByRole("button", { name: "Send the answer" }).click();
    await page.getByText("Your session has ended").waitFor();
    await signIn(page, ada.key);
    expect(await dialog.getByLabel("Note").inputValue()).toBe("The restore of May is in ticket 42.");
    await shoot(page, "documents-answer");
    expect(await listFindings(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Send the answer" }).click();
    await page.getByText("Answered: the review is in the queue again.").waitFor();
    await page.getByText("Show a restore that worked.").waitFor({ state: "detached" });
    expect(troubles).toEqual([]);
  });
});

async function countRows(page: Page, count: number): Promise<void> {
  const rows = page.locator(".documents tbody tr");
  await expect.poll(() => rows.count(), { timeout: 15_000 }).toBe(count);
}

const takenSchema = z.looseObject({ id: z.string(), version: z.string() });

/** A reviewer asks the uploader for more about one claim of a document. */
async function askForEvidence({ address }: OpenChromium, key: string, documentId: string): Promise<void> {
  const send = async (path: string, body: unknown) => {
    const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
    const answer = await fetch(`${address}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
    return answer.json();
  };
  const { id, version } = takenSchema.parse(await send("/v1/reviews/next", { documentId }));
  await send(`/v1/reviews/${id}/decision`, {
    version,
    action: "request_evidence",
    rationale: "Show a restore that worked.",
  });
}
