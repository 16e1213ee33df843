import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { describeInBrowser, listFindings, listOverflows, shoot } from "../../fixtures/chromium.fixture.ts";
import {
  type ConsoleDesk,
  examples,
  openConsoleDesk,
  readAddress,
  seeDesk,
  startReviewing,
} from "../../fixtures/console-desk.fixture.ts";
import {
  buildFile,
  choose,
  findUploads,
  listProgress,
  watchProgress,
} from "../../fixtures/uploads.fixture.ts";

describeInBrowser("the review desk in the console, in Chromium", () => {
  let desk: ConsoleDesk;

  beforeAll(async () => {
    desk = await openConsoleDesk();
  });
  afterAll(() => desk?.close());

  it("says what to do when nothing waits", async () => {
    const { page, troubles } = await desk.openAs("Otto", "/review");
    await page.getByText("Nothing waits here").waitFor();
    expect(await listFindings(page)).toEqual([]);
    expect(troubles).toEqual([]);
  });

  it("gives two reviewers who start at once two different reviews, and names who holds one", async () => {
    const [ray, rita] = await Promise.all(["Ray", "Rita"].map((name) => desk.openAs(name, "/review")));
    if (!ray || !rita) return expect.unreachable("both are there");
    await Promise.all([startReviewing(ray.page), startReviewing(rita.page)]);
    expect(readAddress(ray.page)).not.toBe(readAddress(rita.page));
    await rita.page.goto(ray.page.url());
    await rita.page.getByText("Ray is working on this review").waitFor();
    const held = readAddress(rita.page);
    await rita.page.keyboard.press("a");
    await rita.page.getByText("Somebody else is working on this review.").waitFor();
    expect(readAddress(rita.page)).toBe(held);
    await rita.page.keyboard.press("j");
    await rita.page.waitForURL((url) => url.pathname !== held);
    await ray.page.close();
    await rita.page.close();
  });

  it("decides by keyboard alone, takes it back within ten seconds, and coverage follows", async () => {
    const before = await desk.countReviewed();
    const { page, troubles } = await desk.openAs("Ray", "/review");
    await startReviewing(page);
    const first = readAddress(page);
    await page.keyboard.press("a");
    await page.waitForURL((url) => url.pathname !== first);
    await expect.poll(desk.countReviewed).toBe(before + 1);
    await page.keyboard.press("z");
    await page.waitForURL((url) => url.pathname === first);
    await expect.poll(desk.countReviewed).toBe(before);
    await seeDesk(page);
    for (const [key, words] of [
      ["r", "The sentence says that it is only planned."],
      ["n", "Show that it was done last quarter."],
      ["e", "Somebody who knows the system has to look."],
    ] as const) {
      const at = readAddress(page);
      await seeDesk(page);
      await page.keyboard.press(key);
      await page.getByRole("dialog").waitFor();
      await page.keyboard.type(words);
      await page.keyboard.press("Control+Enter");
      await page.waitForURL((url) => url.pathname !== at);
    }
    expect(troubles).toEqual([]);
    await page.close();
  });

  it("gives a review to somebody by keyboard, who finds it among what is theirs", async () => {
    const { page, troubles } = await desk.openAs("Ray", "/review");
    await startReviewing(page);
    const given = readAddress(page);
    await page.keyboard.press("t");
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Give it to").waitFor();
    await shoot(page, "review-assign");
    expect(await listFindings(page)).toEqual([]);
    await page.keyboard.type("Rita");
    await page.keyboard.press("Control+Enter");
    await page.waitForURL((url) => url.pathname !== given);
    await page.getByText("Rita is to decide it.").waitFor();
    expect(troubles).toEqual([]);
    await page.close();
    const rita = await desk.openAs("Rita", "/review?assignee=me");
    await rita.page.getByText("1 assigned to you").waitFor();
    await startReviewing(rita.page);
    expect(readAddress(rita.page)).toBe(given);
    await rita.page.getByText("For Rita").waitFor();
    await rita.page.keyboard.press("t");
    await rita.page.getByRole("dialog").getByLabel("Give it to").selectOption({ label: "Anybody" });
    await rita.page.keyboard.press("Control+Enter");
    await rita.page.getByText("Anybody may decide it.").waitFor();
    await rita.page.close();
  });

  it("goes on and back by keyboard, and never back to what is decided", async () => {
    const { page } = await desk.openAs("Ray", "/review");
    await startReviewing(page);
    const places = [readAddress(page)];
    for (const key of ["j", "j"]) {
      await page.keyboard.press(key);
      await page.waitForURL((url) => url.pathname !== places.at(-1));
      await seeDesk(page);
      places.push(readAddress(page));
    }
    expect(new Set(places).size).toBe(3);
    for (const before of [places[1], places[0]]) {
      await page.keyboard.press("k");
      await page.waitForURL((url) => url.pathname === before);
      await seeDesk(page);
    }
    await page.keyboard.press("a");
    await page.waitForURL((url) => url.pathname !== places[0]);
    await seeDesk(page);
    await page.keyboard.press("k");
    await page.waitForURL((url) => url.pathname !== places[0] && places.includes(url.pathname));
    await page.close();
  });

  it("leads from an upload over its progress to a review at its page, and coverage changes", async () => {
    const before = await desk.countReviewed();
    const uploading = await desk.openAs("Uma", "/documents");
    const path = join(examples, "supplier-security-policy.pdf");
    await watchProgress(uploading.page);
    await choose(uploading.page, [buildFile("suppliers.pdf", await readFile(path), "application/pdf")]);
    await findUploads(uploading.page)
      .getByText(/^Done: /)
      .waitFor({ timeout: 60_000 });
    expect(await listProgress(uploading.page)).not.toEqual([]);
    const item = (await desk.listOpen()).find(({ claim }) => claim.document.fileName === "suppliers.pdf");
    if (!item) return expect.unreachable("it is asked about");
    const { page, troubles } = await desk.openAs("Ray", `/review?documentId=${item.claim.document.id}`);
    await startReviewing(page);
    await page.locator(".page-picture-sheet.there").waitFor();
    await expect.poll(() => isMarkInSight(page)).toBe(true);
    await shoot(page, "review-picture");
    expect(await listFindings(page)).toEqual([]);
    expect(new URL(page.url()).search).toContain(item.claim.document.id);
    const at = readAddress(page);
    await page.keyboard.press("a");
    await page.waitForURL((url) => url.pathname !== at);
    await expect.poll(desk.countReviewed).toBe(before + 1);
    expect(troubles).toEqual([]);
    await page.close();
    await uploading.page.close();
  });

  it("never waits for the desk: a scripted session without a mouse tells its decisions a minute", async () => {
    const { page } = await desk.openAs("Rita", "/review");
    await startReviewing(page);
    const startedAt = Date.now();
    let decided = 0;
    for (; decided < 10; decided += 1) {
      const at = readAddress(page);
      await seeDesk(page);
      await page.keyboard.press("a");
      await page.waitForURL((url) => url.pathname !== at);
      if (readAddress(page) === "/console/review") break;
    }
    const perMinute = Math.round((decided / (Date.now() - startedAt)) * 60_000);
    process.stdout.write(`${perMinute} decisions a minute by keyboard alone (${decided} decided)\n`);
    expect(decided).toBeGreaterThan(1);
    await page.close();
  });

  for (const theme of ["light", "dark"] as const) {
    for (const width of [1280, 768]) {
      it(`is accessible and fits its window, ${theme}, ${width} pixels wide`, async () => {
        const { page, troubles } = await desk.openAs("Ray", "/review", { theme, width });
        await page.getByRole("table").waitFor();
        await expect.poll(() => page.locator(".loading").count()).toBe(0);
        await shoot(page, `review-list-${theme}-${width}`);
        expect(await listFindings(page)).toEqual([]);
        expect(await listOverflows(page)).toEqual([]);
        await startReviewing(page);
        await shoot(page, `review-desk-${theme}-${width}`);
        expect(await listFindings(page)).toEqual([]);
        expect(await listOverflows(page)).toEqual([]);
        await page.keyboard.press("m");
        await page.getByRole("dialog").waitFor();
        await shoot(page, `review-amend-${theme}-${width}`);
        expect(await listFindings(page)).toEqual([]);
        expect(troubles).toEqual([]);
        await page.close();
      });
    }
  }
});

/** The marked words are within what the picture's frame shows, and above the decisions. */
async function isMarkInSight(page: Page): Promise<boolean> {
  const mark = await page.locator("rect.marked").first().boundingBox();
  const frame = await page.locator(".page-picture-frame").boundingBox();
  const bar = await page.getByRole("toolbar", { name: "Decide" }).boundingBox();
  if (!mark || !frame || !bar) return false;
  const isInFrame = mark.y >= frame.y && mark.y + mark.height <= frame.y + frame.height;
  return isInFrame && mark.y + mark.height <= bar.y;
}
