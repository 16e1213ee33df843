import { afterAll, beforeAll, expect, it } from "vitest";
import { describeInBrowser, listFindings, shoot } from "../../fixtures/chromium.fixture.ts";
import { type ConsoleDesk, openConsoleDesk, readAddress } from "../../fixtures/console-desk.fixture.ts";
import { addSibling } from "../../fixtures/questions.fixture.ts";
import { reviewDetailSchema } from "../review-answers.ts";

describeInBrowser("decisions at the desk that are not plain, in Chromium", () => {
  let desk: ConsoleDesk;

  beforeAll(async () => {
    desk = await openConsoleDesk();
  });
  afterAll(() => desk?.close());

  it("narrows one quote to chosen words and keeps the others", async () => {
    const item = (await desk.listOpen()).find(({ claim }) => claim.quotes.length > 1);
    const [first, second] = item?.claim.quotes ?? [];
    if (!item || !first || !second) return expect.unreachable("a claim has two quotes");
    const { page } = await desk.openAs("Ray", "/review");
    await desk.openReview(page, item.id);
    await page.keyboard.press("m");
    await page.getByRole("dialog").getByLabel("Last word").first().fill("3");
    await page.getByLabel("Why is it to be different?").fill("The rest says something else.");
    const sent = page.waitForRequest((request) => request.url().endsWith("/decision"));
    await page.keyboard.press("Control+Enter");
    const { amendment } = (await sent).postDataJSON() as { amendment: object };
    const words = first.text.trim().split(/\s+/).slice(0, 3);
    const end = first.start + (/^\s*\S+\s+\S+\s+\S+/.exec(first.text)?.[0].length ?? 0);
    expect(words).toHaveLength(3);
    expect(amendment).toEqual({
      quotes: [
        { start: first.start, end },
        { start: second.start, end: second.end },
      ],
    });
    await page.waitForURL((url) => !url.pathname.endsWith(item.id));
    await page.close();
  });

  it("finds another point by its words, and sends it", async () => {
    const [item] = await desk.listOpen();
    if (!item) return expect.unreachable("one is open");
    const { page } = await desk.openAs("Ray", "/review");
    await desk.openReview(page, item.id);
    await page.keyboard.press("m");
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Of the framework").selectOption("iso27001-2022");
    await dialog.getByLabel("Find another point").fill("backup rules");
    const found = dialog.getByRole("button", { name: /backup rules say which data/ });
    await found.focus();
    await page.keyboard.press("Enter");
    await dialog.getByLabel("Why is it to be different?").fill("It is about backups.");
    const sent = page.waitForRequest((request) => request.url().endsWith("/decision"));
    await page.keyboard.press("Control+Enter");
    expect((await sent).postDataJSON()).toMatchObject({
      amendment: { pointId: expect.stringMatching(/backup/) },
    });
    await page.close();
  });

  it("lets go of a review when its page is left for another site", async () => {
    const item = (await desk.listOpen()).find(({ lease }) => lease === null);
    if (!item) return expect.unreachable("one is free");
    const { page } = await desk.openAs("Rita", "/review");
    await desk.openReview(page, item.id);
    const findHolder = async () =>
      (await desk.listOpen()).find(({ id }) => id === item.id)?.lease?.holder.name;
    await expect.poll(findHolder).toBe("Rita");
    await page.goto("about:blank");
    await expect.poll(findHolder).toBeUndefined();
    await page.close();
  });

  it("shows what changed meanwhile, decides nothing until it was read, and keeps what was typed", async () => {
    const item = (await desk.listOpen()).find(({ claim }) => claim.document.kind === "policy");
    if (!item) return expect.unreachable("there is a policy");
    const path = `/v1/documents/${item.claim.document.id}`;
    const { page } = await desk.openAs("Ray", "/review");
    await desk.openReview(page, item.id);
    await desk.ask("Uma", path, "PATCH", { effectiveFrom: "2026-02-02" });
    await page.keyboard.press("a");
    await page.getByRole("table", { name: "What changed" }).waitFor();
    await shoot(page, "review-changed");
    expect(await listFindings(page)).toEqual([]);
    await page.keyboard.press("a");
    await page.getByText("Read first what changed.").waitFor();
    await page.keyboard.press("Enter");
    await page.getByRole("table", { name: "What changed" }).waitFor({ state: "detached" });
    await page.keyboard.press("r");
    await page.keyboard.type("It is only planned.");
    await desk.ask("Uma", path, "PATCH", { effectiveFrom: "2026-02-03" });
    await page.keyboard.press("Control+Enter");
    await page.getByRole("dialog").getByRole("table", { name: "What changed" }).waitFor();
    expect(await page.getByLabel("Why does it not hold?").inputValue()).toBe("It is only planned.");
    // Again and again at the pace of a person: it is taken as soon as the review was read again.
    const sendAgain = async () => {
      await page.keyboard.press("Control+Enter");
      return readAddress(page);
    };
    await expect.poll(sendAgain, { interval: 1_000, timeout: 15_000 }).not.toContain(item.id);
    await page.close();
  });

  it("approves together only after saying how many, and takes all of it back", async () => {
    const item = (await desk.listOpen()).find(({ reasons }) => reasons.includes("low_probability"));
    if (!item) return expect.unreachable("one is unsure");
    await addSibling(desk.product, desk.organizationId, item.claimId);
    const { page } = await desk.openAs("Ray", "/review");
    await desk.openReview(page, item.id);
    const total = (await desk.listOpen()).length;
    const { bulk } = reviewDetailSchema.parse(await desk.ask("Ray", `/v1/reviews/${item.id}`)).detail;
    await page.keyboard.press("b");
    await page.getByRole("heading", { name: `Approve ${bulk.count + 1} reviews together?` }).waitFor();
    await page.getByRole("dialog").locator("blockquote").first().waitFor();
    await shoot(page, "review-bulk");
    expect(await listFindings(page)).toEqual([]);
    await page.keyboard.press("Control+Enter");
    await page.waitForURL((url) => !url.pathname.endsWith(item.id));
    const countThese = async () => {
      const ids = [item.id, ...bulk.reviewIds];
      return (await desk.listOpen()).filter(
        ({ id, reasons }) => ids.includes(id) && !reasons.includes("second_person"),
      ).length;
    };
    await expect.poll(countThese).toBe(0);
    await page.keyboard.press("z");
    await page.waitForURL((url) => url.pathname.endsWith(item.id));
    await expect.poll(countThese).toBe(bulk.count + 1);
    expect((await desk.listOpen()).length).toBe(total);
    await page.close();
  });
});
