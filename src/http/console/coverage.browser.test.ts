import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  describeInBrowser,
  listFindings,
  listOverflows,
  type OpenChromium,
  openChromium,
  shoot,
} from "../../fixtures/chromium.fixture.ts";

const headings = { coverage: "Coverage", gaps: "Gaps", calibration: "Calibration" };

describeInBrowser("coverage, gaps and calibration in the console, in Chromium", () => {
  let opened: OpenChromium;
  let key = "";
  let emptyKey = "";

  beforeAll(async () => {
    opened = await openChromium();
    const ada = await opened.product.addPrincipal("acme", "Ada", "person", ["uploader", "reviewer"]);
    key = ada.key;
    emptyKey = (await opened.product.addPrincipal("other", "Otto", "person", ["reviewer"])).key;
    const name = "access-control-policy.md";
    const text = await readFile(join(import.meta.dirname, "../../../examples", name), "utf8");
    await opened.product.upload(ada.principal, name, text);
  });
  afterAll(() => opened?.close());

  it("leads by keyboard from the map of grades to a quote in its document", async () => {
    const { page, troubles } = await opened.openAs(key, "/coverage?framework=iso27001-2022");
    const cells = page.locator(".heat-cell");
    await cells.first().waitFor();
    expect(await cells.count()).toBe(123);
    await page.getByRole("button", { name: /^A\.5\.15 Access control/ }).focus();
    await page.keyboard.press("Enter");
    const panel = page.getByRole("region", { name: "Requirement A.5.15" });
    await panel.locator("blockquote").first().waitFor();
    await panel
      .getByRole("link", { name: /Access Control Policy, page 1/ })
      .first()
      .focus();
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/console\/documents\//);
    expect(troubles).toEqual([]);
    await page.close();
  });

  it("tells the course of coverage in a table as well as in a picture", async () => {
    const { page } = await opened.openAs(key, "/coverage?framework=iso27001-2022");
    await page.getByText("The same as a table").first().click();
    expect(
      await page
        .getByRole("table", { name: /Requirements at each grade over time/ })
        .getByRole("row")
        .count(),
    ).toBe(14);
    await page.close();
  });

  it("says what to do while there is nothing", async () => {
    const { page } = await opened.openAs(emptyKey, "/coverage");
    await page.getByText("No evidence yet").first().waitFor();
    await page.goto(`${opened.address}/console/calibration`);
    await page.getByText("No claims yet").waitFor();
    await page.close();
  });

  for (const theme of ["light", "dark"] as const) {
    for (const width of [1280, 768]) {
      it(`is accessible and fits its window, ${theme}, ${width} pixels wide`, async () => {
        const { page, troubles } = await opened.openAs(key, "/coverage", { theme, width });
        for (const [path, heading] of Object.entries(headings)) {
          await page.goto(`${opened.address}/console/${path}`);
          await page.getByRole("heading", { name: heading, level: 1 }).waitFor();
          await page.locator(".card").first().waitFor();
          await expect.poll(() => page.locator(".loading").count()).toBe(0);
          await shoot(page, `${path}-${theme}-${width}`);
          expect(await listFindings(page)).toEqual([]);
          expect(await listOverflows(page)).toEqual([]);
        }
        expect(troubles).toEqual([]);
        await page.close();
      });
    }
  }
});
