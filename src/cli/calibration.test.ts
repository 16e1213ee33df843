// `calibration` and `calibration target` on the command line.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTerminal } from "../fixtures/terminal.fixture.ts";

let terminal: Awaited<ReturnType<typeof openTerminal>>;
beforeAll(async () => {
  terminal = await openTerminal();
  const { product } = terminal;
  const { principal } = await product.addPrincipal("acme", "Ada", "person", ["uploader", "reviewer"]);
  await product.addPrincipal("acme", "robot", "service", ["client"]);
  const rule = "All staff must use multi-factor authentication for remote access to production systems.";
  await product.upload(principal, "access.md", `# Access policy\n\n${rule}\n`);
});
afterAll(() => terminal?.close());

describe("the command calibration", () => {
  it("says what is proven and what is missing", async () => {
    const { code, out } = await terminal.run(["calibration"]);
    expect(code).toBe(0);
    expect(out).toContain(
      "uncalibrated. Of what nobody sees, 10 % may be wrong (the built-in target); 20 % of it",
    );
    expect(out).toMatch(/local local-\S+: uncalibrated, claims below 0\.70 go to people/);
    expect(out).toContain("29 more right ones at or above 0.70 would prove it (now 0 wrong of 0)");
  });

  it("lets a person decide on the target, which is recorded and can be read as JSON", async () => {
    const decide = ["calibration", "target", "0.05", "--as", "Ada", "--sample", "0.5"];
    expect((await terminal.run(decide)).out).toContain(
      "5 % may be wrong (decided by Ada); 50 % of it is drawn and checked anyway",
    );
    const report = JSON.parse((await terminal.run(["calibration", "--json"])).out);
    expect(report).toMatchObject({ state: "uncalibrated", setting: { target: 0.05, sampleShare: 0.5 } });
    expect(report.sources[0].progress.needed).toBe(59);
  });

  it("refuses a machine, a share that is none, and a decision of nobody", async () => {
    expect(await terminal.run(["calibration", "target", "0.05", "--as", "robot"])).toMatchObject({ code: 1 });
    expect(await terminal.run(["calibration", "target", "0.05"])).toMatchObject({ code: 2 });
    for (const share of ["0", "2", "ten", ""])
      expect(await terminal.run(["calibration", "target", share, "--as", "Ada"])).toMatchObject({
        code: 1,
        told: expect.stringContaining("is not a share from 0.01 to 0.5"),
      });
  });
});
