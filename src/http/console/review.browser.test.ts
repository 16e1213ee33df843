import { readFile } from "node:fs/promises";
import { join } from "node:path";
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
} from "../../fixtures/chromium.fixture.ts";
import { passwordPolicy, passwordSettings } from "../../fixtures/desk.fixture.ts";

const coverageSchema = z.object({ pointsByGrade: z.record(z.string(), z.number()) });

describeInBrowser("the review desk in the console, in Chromium", () => {
  let opened: OpenChromium;
  const keys: Record<string, string> = {};

  beforeAll(async () => {
    opened = await openChromium();
    const uma = await opened.product.addPrincipal("acme", "Uma", "person", ["uploader"]);
    for (const name of ["Ray", "Rita"])
      keys[name] = (await opened.product.addPrincipal("acme", name, "person", ["reviewer"])).key;
    const none = await opened.product.addPrincipal("other", "Otto", "person", ["reviewer"]);
    keys["Otto"] = none.key;
    await opened.product.upload(uma.principal, "password-policy.md", passwordPolicy);
    await opened.product.upload(uma.principal, "settings.csv", passwordSettings);
    for (const name of ["access-control-policy.md", "logging-and-monitoring-standard.md"]) {
      const text = await readFile(join(import.meta.dirname, "../../../examples", name), "utf8");
      await opened.product.upload(uma.principal, name, text);
    }
  });
  afterAll(() => opened?.close());

  const countReviewed = async () => {
    const headers = { authorization: `Bearer ${keys["Ray"]}` };
    const answer = await fetch(`${opened.address}/v1/coverage/iso27001-2022`, { headers });
    return coverageSchema.parse(await answer.json()).pointsByGrade["reviewed"] ?? 0;
  };
  const start = async (page: Page): Promise<void> => {
    await page.getByRole("button", { name: "Start reviewing" }).click();
    await page.getByRole("toolbar", { name: "Decide" }).waitFor();
  };
  const readAddress = (page: Page) => new URL(page.url()).pathname;

  it("says what to do when nothing waits", async () => {
    const { page, troubles } = await opened.openAs(keys["Otto"] ?? "", "/review");
    await page.getByText("Nothing waits here").waitFor();
    expect(await listFindings(page)).toEqual([]);
    expect(troubles).toEqual([]);
  });

  it("gives two reviewers who start at once two different reviews, and names who holds one", async () => {
    const [ray, rita] = await Promise.all(
      ["Ray", "Rita"].map((name) => opened.openAs(keys[name] ?? "", "/review")),
    );
    if (!ray || !rita) return expect.unreachable("both are there");
    await Promise.all([start(ray.page), start(rita.page)]);
    expect(readAddress(ray.page)).not.toBe(readAddress(rita.page));
    await rita.page.goto(ray.page.url());
    await rita.page
      .getByText(/Ray is working on this review until/)
      .first()
      .waitFor();
    await ray.page.close();
    await rita.page.close();
  });

  it("decides by keyboard alone, takes it back within ten seconds, and coverage follows", async () => {
    const before = await countReviewed();
    const { page } = await opened.openAs(keys["Ray"] ?? "", "/review");
    await start(page);
    const first = readAddress(page);
    await page.keyboard.press("a");
    await page.waitForURL((url) => url.pathname !== first);
    await expect.poll(countReviewed).toBe(before + 1);
    await page.keyboard.press("z");
    await page.waitForURL((url) => url.pathname === first);
    await expect.poll(countReviewed).toBe(before);
    await page.getByRole("toolbar", { name: "Decide" }).waitFor();
    await page.keyboard.press("r");
    await page.getByLabel("Why does it not hold?").fill("The sentence says that it is only planned.");
    await page.keyboard.press("Control+Enter");
    await page.waitForURL((url) => url.pathname !== first);
    await page.close();
  });

  it("is decided as fast as a person can read: a scripted session without a mouse", async () => {
    const { page } = await opened.openAs(keys["Rita"] ?? "", "/review");
    await start(page);
    const startedAt = Date.now();
    let decided = 0;
    for (; decided < 5; decided += 1) {
      const at = readAddress(page);
      await page.getByRole("toolbar", { name: "Decide" }).waitFor();
      await page.keyboard.press("a");
      await page.waitForURL((url) => url.pathname !== at);
      if (readAddress(page) === "/console/review") break;
    }
    const _perMinute = Math.round((decided / (Date.now() - startedAt)) * 60_000);
    expect(decided).toBeGreaterThan(1);
    await page.close();
  });

  for (const theme of ["light", "dark"] as const) {
    for (const width of [1280, 768]) {
      it(`is accessible and fits its window, ${theme}, ${width} pixels wide`, async () => {
        const { page, troubles } = await opened.openAs(keys["Ray"] ?? "", "/review", { theme, width });
        await page.getByRole("table").waitFor();
        await expect.poll(() => page.locator(".loading").count()).toBe(0);
        await shoot(page, `review-list-${theme}-${width}`);
        expect(await listFindings(page)).toEqual([]);
        expect(await listOverflows(page)).toEqual([]);
        await start(page);
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
