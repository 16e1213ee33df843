import { createServer } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { type OpenidServer, startOpenidServer } from "../../engines/fixtures/openid-provider.fixture.ts";
import {
  describeInBrowser,
  listFindings,
  type OpenChromium,
  openChromium,
  shoot,
} from "../../fixtures/chromium.fixture.ts";
import { writeProviderEnvironment } from "../../fixtures/provider-desk.fixture.ts";

/** A port that is free now: the provider has to know the console's address before either is there. */
async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = z.object({ port: z.number() }).parse(server.address());
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}

describeInBrowser("signing in at a provider, in Chromium", () => {
  let provider: OpenidServer;
  let opened: OpenChromium;

  beforeAll(async () => {
    const port = await findFreePort();
    const address = `http://127.0.0.1:${port}`;
    provider = await startOpenidServer(`${address}/console/oidc/callback`);
    const environment = { ...writeProviderEnvironment(provider.issuer), PUBLIC_URL: address };
    opened = await openChromium({}, { ...environment, PORT: String(port) });
    await opened.product.addPrincipal("acme", "Ada", "person", ["admin"]);
    provider.people.set("s-1", { email: "bea@acme.example", email_verified: true, roles: ["grc-reviewers"] });
  });
  afterAll(async () => {
    await opened?.close();
    await provider?.close();
  });

  it("leads there and back to the very page that was asked for", async () => {
    const { page, troubles } = await opened.openPage();
    await page.goto(`${opened.address}/console/documents?state=failed`);
    const button = page.getByRole("button", { name: "Sign in with Acme login" });
    await button.waitFor();
    await shoot(page, "sign-in-provider");
    expect(await listFindings(page)).toEqual([]);
    await button.click();
    await page.locator("input[name=login]").fill("s-1");
    await page.locator("input[name=password]").fill("x");
    await page.locator("button[type=submit]").click();
    await page.locator("form[action*=interaction] button[type=submit]").click();
    await page.getByRole("heading", { name: "Documents", level: 1 }).waitFor();
    expect(page.url()).toBe(`${opened.address}/console/documents?state=failed`);
    await page.getByRole("button", { name: "bea@acme.example acme" }).click();
    await page.getByText("signed in by your organization's sign-in").waitFor();
    expect(troubles.filter((trouble) => !trouble.includes(provider.issuer))).toEqual([]);
  });
});
