import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  describeInBrowser,
  listFindings,
  listOverflows,
  measurePaint,
  type OpenChromium,
  openChromium,
  shoot,
  signIn,
} from "../../fixtures/chromium.fixture.ts";

describeInBrowser("signing in to the console, in Chromium", () => {
  let opened: OpenChromium;
  let key = "";

  beforeAll(async () => {
    opened = await openChromium();
    ({ key } = await opened.product.addPrincipal("acme", "Ada", "person", ["uploader", "reviewer"]));
  });
  afterAll(() => opened.close());

  it("paints within a second and asks nothing of another host", async () => {
    const { page, troubles } = await opened.openPage();
    await page.goto(`${opened.address}/console`);
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    const paint = await measurePaint(page);
    process.stdout.write(`First contentful paint: ${Math.round(paint)} ms\n`);
    expect(paint).toBeGreaterThan(0);
    expect(troubles).toEqual([]);
  });

  it("tells what is wrong with a key, and that programs cannot sign in", async () => {
    const machine = await opened.product.addPrincipal("acme", "Importer", "service", ["uploader"]);
    const { page, troubles } = await opened.openPage();
    await page.goto(`${opened.address}/console/documents`);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByText("Paste your key here.").waitFor();
    await signIn(page, "eg_wrong");
    await page.getByRole("alert").getByText("This key does not work").waitFor();
    await signIn(page, machine.key);
    await page.getByRole("alert").getByText("You cannot sign in with this").waitFor();
    await shoot(page, "sign-in-refused");
    expect(troubles).toEqual([]);
  });

  it("leads to the page that was asked for, and stays there when the session ends and somebody signs in again", async () => {
    const { page, troubles } = await opened.openAs(key, "/documents?q=policy");
    await page.getByRole("heading", { name: "Documents", level: 1 }).waitFor();
    expect(page.url()).toBe(`${opened.address}/console/documents?q=policy`);
    await page.context().clearCookies();
    await page.reload();
    await signIn(page, key);
    await page.getByRole("heading", { name: "Documents", level: 1 }).waitFor();
    expect(page.url()).toBe(`${opened.address}/console/documents?q=policy`);
    expect(troubles).toEqual([]);
  });

  it("ends with signing out: the way back shows nothing", async () => {
    const { page, troubles } = await opened.openAs(key, "/documents");
    await page.getByRole("button", { name: "Ada acme" }).click();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByLabel("Your key").waitFor();
    await page.goto(`${opened.address}/console/documents`);
    await page.getByLabel("Your key").waitFor();
    expect(await page.getByRole("navigation").count()).toBe(0);
    expect(troubles).toEqual([]);
  });

  it("works by keyboard alone: in, through the menu and the help, and to another colour", async () => {
    const { page, troubles } = await opened.openPage();
    await page.goto(`${opened.address}/console`);
    await page.getByLabel("Your key").waitFor();
    await press(page, "Tab");
    expect(await readFocus(page)).toBe("Your key");
    await page.keyboard.type(key);
    await press(page, "Enter");
    await page.getByRole("heading", { name: "Documents", level: 1 }).waitFor();
    await press(page, "?");
    await page.getByRole("dialog", { name: "Keys of this page" }).waitFor();
    await press(page, "Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Ada acme" }).focus();
    await press(page, "Enter", "Tab", "ArrowDown", "ArrowDown");
    expect(await page.evaluate("document.documentElement.dataset.theme")).toBe("dark");
    await press(page, "Escape");
    expect(await readFocus(page)).toBe("Adaacme");
    await page.reload();
    await page.getByRole("navigation").waitFor();
    expect(await page.evaluate("document.documentElement.dataset.theme")).toBe("dark");
    expect(troubles).toEqual([]);
  });

  for (const theme of ["light", "dark"] as const) {
    for (const width of [1280, 768]) {
      it(`is accessible and fits its window, ${theme}, ${width} pixels wide`, async () => {
        const { page, troubles } = await opened.openPage({ theme, width });
        await page.goto(`${opened.address}/console`);
        await page.getByText("Where do I get a key?").click();
        await shoot(page, `sign-in-${theme}-${width}`);
        expect(await listFindings(page)).toEqual([]);
        expect(await listOverflows(page)).toEqual([]);
        expect(troubles).toEqual([]);
      });
    }
  }
});

async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

/** The label or the text of what has the focus. */
async function readFocus(page: Page): Promise<string> {
  return page.evaluate(
    "document.activeElement.labels?.[0]?.textContent || document.activeElement.textContent || document.activeElement.tagName",
  );
}
