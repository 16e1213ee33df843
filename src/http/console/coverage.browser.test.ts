import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { describeInBrowser, listFindings, listOverflows, shoot } from "../../fixtures/chromium.fixture.ts";
import { type Measured, openMeasured } from "../../fixtures/measured.fixture.ts";
import { press } from "../../fixtures/uploads.fixture.ts";

const iso = "/coverage?framework=iso27001-2022";

describeInBrowser("coverage in the console, in Chromium", () => {
  let opened: Measured;
  let reviewed = "";

  beforeAll(async () => {
    opened = await openMeasured();
    expect(await opened.drawAll()).toBe(200);
    await opened.upload("access-control-policy.md");
    await opened.upload("logging-and-monitoring-standard.md");
    const reviews = await opened.listReviews();
    const served = reviews.find(({ claim }) =>
      claim.requirements.some(
        ({ frameworkId, requirementId }) => frameworkId === "iso27001-2022" && requirementId === "A.5.15",
      ),
    );
    const first = served ?? expect.unreachable("A review serves A.5.15.");
    reviewed = first.claim.pointId;
    expect(await opened.decide(first, "approve")).toBe(200);
  });
  afterAll(() => opened?.close());

  const nameFocus = (page: Page) =>
    page.evaluate<string | null>("document.activeElement.getAttribute('data-requirement')");
  const settle = async (page: Page) => {
    await page.locator(".card").first().waitFor();
    await expect.poll(() => page.locator(".loading").count()).toBe(0);
  };

  it("leads by keyboard alone from the map of grades to the words in their document", async () => {
    const { page, troubles } = await opened.openAs(opened.keys.Ray, iso);
    const cells = page.locator(".heat-cell");
    await cells.first().waitFor();
    expect(await cells.count()).toBe(123);
    expect(await page.locator('.heat-cell[tabindex="0"]').count()).toBe(1);
    for (let turn = 0; turn < 30 && (await nameFocus(page)) === null; turn += 1) await press(page, "Tab");
    await press(page, "End");
    const last = await nameFocus(page);
    await press(page, "ArrowUp", "ArrowDown", "Home");
    const first = await nameFocus(page);
    expect(first).not.toBe(last);
    await press(page, "ArrowDown");
    expect(await nameFocus(page)).not.toBe(first);
    await press(page, "ArrowUp");
    expect(await nameFocus(page)).toBe(first);
    for (let turn = 0; turn < 123 && (await nameFocus(page)) !== "A.5.15"; turn += 1)
      await press(page, "ArrowRight");
    await press(page, "Enter");
    await page.waitForURL(/\/console\/coverage\/iso27001-2022\/A\.5\.15$/);
    await page.locator("blockquote").first().waitFor();
    await expect
      .poll(() => page.evaluate<string>("document.activeElement.textContent"))
      .toMatch(/^A\.5\.15 /);
    const isOnQuote = () => page.evaluate<boolean>("document.activeElement.closest('figcaption') !== null");
    for (let turn = 0; turn < 40 && !(await isOnQuote()); turn += 1) await press(page, "Tab");
    await press(page, "Enter");
    await page.waitForURL(/\/console\/documents\/[^/]+\?claim=/);
    expect(troubles).toEqual([]);
    await page.close();
  });

  it("names each cell with its grade, and comes back to the cell that was opened", async () => {
    const { page } = await opened.openAs(opened.keys.Ray, iso);
    await page.getByRole("link", { name: /^A\.5\.15 Access control: grade [A-Z][a-z]+\. Points: / }).click();
    await page.getByRole("link", { name: "← Coverage" }).click();
    await page.locator(".heat-cell").first().waitFor();
    expect(await page.locator('.heat-cell[tabindex="0"]').getAttribute("data-requirement")).toBe("A.5.15");
    await page.close();
  });

  it("tells of a claim who decided it, how its life went, and where the open ones are reviewed", async () => {
    const { page, troubles } = await opened.openAs(opened.keys.Ray, "/coverage/iso27001-2022/A.5.15");
    const point = page.getByRole("article").filter({ hasText: reviewed });
    await point.getByText(/Approved by Ray as reviewer.*Checked against the file/).waitFor();
    await point.getByRole("button", { name: "Show every rise and fall" }).first().click();
    await point.getByText("rises to").first().waitFor();
    await page.getByRole("link", { name: "Review this claim" }).first().click();
    await page.waitForURL(/\/console\/review\//);
    expect(troubles).toEqual([]);
    await page.close();
  });

  it("counts by another floor and at another day, and keeps both when a requirement is opened", async () => {
    const { page } = await opened.openAs(opened.keys.Ray, iso);
    await page.getByText(/of 123 requirements stand at Reviewed or above/).waitFor();
    await page.getByLabel("Counts as met from").selectOption("inferred");
    await page.getByText(/of 123 requirements stand at Inferred or above/).waitFor();
    await page.getByLabel("As of the day").fill("2020-01-01");
    await page.getByText("Nothing counted on 1 Jan 2020").waitFor();
    await page.getByRole("link", { name: /^A\.5\.15 .* grade None/ }).click();
    await page.getByText(/Grades of points are those of 1 Jan 2020/).waitFor();
    expect(new URL(page.url()).search).toBe("?floor=inferred&asOf=2020-01-01");
    await page.close();
  });

  it("tells the course of coverage in a table as well as in a picture with patterns", async () => {
    const { page } = await opened.openAs(opened.keys.Ray, iso);
    const figure = page.getByRole("figure").filter({ hasText: "points stand above None" });
    await figure.getByText("The same as a table").click();
    const rows = figure.getByRole("table", { name: /Points at each grade over time/ }).getByRole("row");
    expect(await rows.count()).toBe(14);
    const bars = await figure.locator(".chart rect.chart-bar").all();
    const fills = await Promise.all(bars.map((bar) => bar.getAttribute("fill")));
    expect(fills.length).toBeGreaterThan(1);
    expect(fills.every((fill) => fill?.startsWith("url(#"))).toBe(true);
    await page.close();
  });

  it("says what to do while there is nothing, and what is wrong with an address that leads nowhere", async () => {
    const { page, troubles } = await opened.openAs(opened.keys.Otto, "/coverage");
    await page.getByText("No evidence yet").waitFor();
    await page.getByText("Nobody has chosen a scope").waitFor();
    expect(await listFindings(page)).toEqual([]);
    await page.getByRole("link", { name: "See what would help most" }).click();
    await page.getByRole("heading", { name: "Gaps", level: 1 }).waitFor();
    await page.goto(`${opened.address}/console/coverage/iso27001-2022/A.5.15`);
    await page.getByText("No evidence yet.").first().waitFor();
    await page.goto(`${opened.address}/console/coverage/iso27001-2022/Z.9`);
    await page.getByText("No such requirement").waitFor();
    expect(troubles).toEqual([]);
    await page.close();
  });

  for (const theme of ["light", "dark"] as const) {
    for (const width of [1280, 768]) {
      it(`is accessible and fits its window, ${theme}, ${width} pixels wide`, async () => {
        const { page, troubles } = await opened.openAs(opened.keys.Ray, iso, { theme, width });
        for (const [name, path] of Object.entries({
          coverage: iso,
          requirement: "/coverage/iso27001-2022/A.5.15",
        })) {
          await page.goto(`${opened.address}/console${path}`);
          await settle(page);
          await shoot(page, `${name}-${theme}-${width}`);
          expect(await listFindings(page)).toEqual([]);
          expect(await listOverflows(page)).toEqual([]);
        }
        expect(troubles).toEqual([]);
        await page.close();
      });
    }
  }
});
