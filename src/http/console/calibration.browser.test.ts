import { afterAll, beforeAll, expect, it } from "vitest";
import { describeInBrowser, listFindings, listOverflows, shoot } from "../../fixtures/chromium.fixture.ts";
import { type Measured, openMeasured } from "../../fixtures/measured.fixture.ts";
import { followDecisions } from "../../flows/calibrate.ts";
import { listDrawn } from "../../store/calibrations.ts";

const begun = Date.now();

/** The tests go on from one another, as an organization does. */
describeInBrowser("calibration in the console, in Chromium", () => {
  let opened: Measured;
  let hours = 0;

  beforeAll(async () => {
    opened = await openMeasured({ clock: () => new Date(begun + hours * 3_600_000) });
  });
  afterAll(() => opened?.close());

  const decideDrawn = async (isRight: (index: number) => boolean) => {
    const drawn = await opened.product.context.database.asOrganization(opened.organizationId, listDrawn);
    const ids = new Set(drawn.map(({ claimId }) => claimId));
    const reviews = (await opened.listReviews()).filter(({ claimId }) => ids.has(claimId));
    for (const [index, review] of reviews.entries())
      expect(await opened.decide(review, isRight(index) ? "approve" : "reject")).toBe(200);
    hours += 1;
    await followDecisions(opened.product.context);
    return reviews.length;
  };

  it("says what to do while there are no claims, and lets only a validator decide on the target", async () => {
    const { page, troubles } = await opened.openAs(opened.keys.Ray, "/calibration");
    await page.getByText("No claims yet").waitFor();
    await page.getByText("A validator may change them.").waitFor();
    expect(await page.getByRole("button", { name: "Change" }).count()).toBe(0);
    expect(await listFindings(page)).toEqual([]);
    expect(troubles).toEqual([]);
    await page.close();
  });

  it("records the target that a validator decides on, in their name, and refuses what is no share", async () => {
    const { page, troubles } = await opened.openAs(opened.keys.Vera, "/calibration");
    await page.getByRole("button", { name: "Change" }).click();
    await page.getByLabel("May be wrong, %").fill("60");
    await page.getByText("A number from 1 to 50.").waitFor();
    await shoot(page, "calibration-form");
    expect(await listFindings(page)).toEqual([]);
    await page.getByLabel("May be wrong, %").fill("12.5");
    await page.getByLabel("Checked anyway, %").fill("100");
    await page.getByRole("button", { name: "Decide" }).click();
    await page.getByText(/Decided by Vera/).waitFor();
    expect(troubles).toEqual([]);
    await page.close();
  });

  it("tells how many labels a proof still takes, and no figure while there is none", async () => {
    await opened.upload("access-control-policy.md");
    hours += 1;
    const { page } = await opened.openAs(opened.keys.Ray, "/calibration");
    await page.getByText(/^0 of \d+ clean labels$/).waitFor();
    await page.getByText(/No label yet: Brier score, ECE/).waitFor();
    await shoot(page, "calibration-waiting");
    await page.close();
  });

  it("shows Brier, ECE and the reliability diagram with counts that add up to the labels", async () => {
    await opened.upload("change-management-and-secure-development.md");
    await opened.upload("logging-and-monitoring-standard.md");
    hours += 1;
    const labels = await decideDrawn((index) => index % 20 !== 7);
    expect(labels).toBeGreaterThan(20);
    const { page, troubles } = await opened.openAs(opened.keys.Ray, "/calibration");
    const scorers = page.getByRole("table", { name: /How right the probabilities were/ });
    await scorers.waitFor();
    const cells = await scorers.getByRole("row").nth(1).getByRole("cell").allTextContents();
    expect(cells.at(-1)).toBe(String(labels));
    expect(cells.slice(0, 3).every((figure) => /^\d\.\d{3}$/.test(figure))).toBe(true);
    await page.getByText("The same as a table").click();
    const bins = page.getByRole("table", { name: /what was said, what was right/ }).getByRole("row");
    const counts = await bins.locator("td:last-child").allTextContents();
    expect(counts.reduce((sum, count) => sum + Number(count), 0)).toBe(labels);
    expect(await page.locator(".chart-count").allTextContents()).toEqual(counts);
    await page.getByRole("heading", { name: "How the threshold came to be" }).waitFor();
    await page
      .getByText(/were wrong/)
      .first()
      .waitFor();
    expect(troubles).toEqual([]);
    await page.close();
  });

  for (const theme of ["light", "dark"] as const) {
    for (const width of [1280, 768]) {
      it(`is accessible and fits its window, ${theme}, ${width} pixels wide`, async () => {
        const { page, troubles } = await opened.openAs(opened.keys.Vera, "/calibration", { theme, width });
        await page.getByRole("heading", { name: "Reliability" }).waitFor();
        await shoot(page, `calibration-${theme}-${width}`);
        expect(await listFindings(page)).toEqual([]);
        expect(await listOverflows(page)).toEqual([]);
        expect(troubles).toEqual([]);
        await page.close();
      });
    }
  }
});
