import { afterAll, beforeAll, expect, it } from "vitest";
import { describeInBrowser, listFindings, listOverflows, shoot } from "../../fixtures/chromium.fixture.ts";
import { type Measured, openMeasured } from "../../fixtures/measured.fixture.ts";

describeInBrowser("gaps in the console, in Chromium", () => {
  let opened: Measured;

  beforeAll(async () => {
    opened = await openMeasured();
    await opened.upload("access-control-policy.md");
  });
  afterAll(() => opened?.close());

  it("lists what lifts most first, with what to upload, and more of it on demand", async () => {
    const { page, troubles } = await opened.openAs(opened.keys.Uma, "/gaps?framework=iso27001-2022");
    const list = page.getByRole("list", { name: "Gaps, the most valuable first" });
    const cards = list.getByRole("article");
    await cards.first().waitFor();
    expect(await cards.count()).toBe(20);
    const worths = await list.locator(":scope > li strong.small").allTextContents();
    const lifts = worths.map((words) => Number(/^Lifts (\d+)/.exec(words)?.[1] ?? 0));
    expect(lifts).toEqual(lifts.toSorted((a, b) => b - a));
    await cards.first().getByText("What closes it").waitFor();
    await page.getByRole("button", { name: "Show more" }).click();
    await expect.poll(() => cards.count()).toBe(40);
    await cards.first().getByRole("link", { name: "Upload it" }).click();
    await page.waitForURL(/\/console\/documents$/);
    expect(troubles).toEqual([]);
    await page.close();
  });

  it("tells which documents fall short and why, leads to the review that waits, and to the requirement", async () => {
    const { page, troubles } = await opened.openAs(opened.keys.Ray, "/gaps?framework=iso27001-2022");
    const held = page.getByRole("article").filter({ hasText: "What you have, and why it falls short" });
    for (let turn = 0; turn < 30 && (await held.count()) === 0; turn += 1) {
      const before = await page.getByRole("article").count();
      await page.getByRole("button", { name: "Show more" }).click();
      await expect.poll(() => page.getByRole("article").count()).toBeGreaterThan(before);
    }
    await held
      .first()
      .getByText(/Access Control Policy/)
      .first()
      .waitFor();
    const waiting = page
      .getByRole("article")
      .filter({ has: page.getByRole("link", { name: "Review what waits" }) });
    for (let turn = 0; turn < 30 && (await waiting.count()) === 0; turn += 1) {
      const before = await page.getByRole("article").count();
      await page.getByRole("button", { name: "Show more" }).click();
      await expect.poll(() => page.getByRole("article").count()).toBeGreaterThan(before);
    }
    const name = await waiting.first().getAttribute("aria-label");
    await waiting.first().getByRole("link", { name: "Review what waits" }).click();
    await page.waitForURL(/\/console\/review\//);
    await page
      .getByText(name ?? "")
      .first()
      .waitFor();
    await page.goBack();
    await page
      .getByText(/^Needed for/)
      .first()
      .click();
    await page
      .getByRole("link", { name: /of iso27001-2022/ })
      .first()
      .click();
    await page.waitForURL(/\/console\/coverage\/iso27001-2022\//);
    expect(troubles).toEqual([]);
    await page.close();
  });

  it("counts by framework and by floor", async () => {
    const { page } = await opened.openAs(opened.keys.Uma, "/gaps");
    await page
      .getByText(/points? below the floor in \d+ frameworks, all of them, as nobody has chosen/)
      .waitFor();
    await page.getByLabel("Framework").selectOption("iso27001-2022");
    const lead = page.getByText(/points? below the floor in this framework/);
    await lead.waitFor();
    const readCount = async () =>
      Number(/^[\d,]+/.exec((await lead.textContent()) ?? "")?.[0].replace(",", ""));
    const usual = await readCount();
    await page.getByLabel("Counts as met from").selectOption("suggested");
    await expect.poll(readCount).toBeLessThan(usual);
    await page.close();
  });

  it("tells a new organization to begin with its first document", async () => {
    const { page, troubles } = await opened.openAs(opened.keys.Otto, "/gaps");
    await page.getByText("No documents yet").waitFor();
    await shoot(page, "gaps-empty");
    expect(await listFindings(page)).toEqual([]);
    expect(troubles).toEqual([]);
    await page.close();
  });

  for (const theme of ["light", "dark"] as const) {
    for (const width of [1280, 768]) {
      it(`is accessible and fits its window, ${theme}, ${width} pixels wide`, async () => {
        const { page, troubles } = await opened.openAs(opened.keys.Ray, "/gaps", { theme, width });
        await page.getByRole("article").first().waitFor();
        await expect.poll(() => page.locator(".loading").count()).toBe(0);
        await shoot(page, `gaps-${theme}-${width}`);
        expect(await listFindings(page)).toEqual([]);
        expect(await listOverflows(page)).toEqual([]);
        expect(troubles).toEqual([]);
        await page.close();
      });
    }
  }
});
