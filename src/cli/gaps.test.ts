import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { openPrompts } from "../compose.ts";
import { gapSchema } from "../domain/gap.ts";
import { Fault } from "../fault.ts";
import { openProduct, type Product } from "../fixtures/product.fixture.ts";
import { decideScope } from "../flows/decide-scope.ts";
import { runProgram } from "./program.ts";

let product: Product;

beforeAll(async () => {
  product = await openProduct();
  const { principal } = await product.addPrincipal("acme", "Ada", "person", ["uploader"]);
  await product.upload(
    principal,
    "access-policy.md",
    "# Access policy\n\nOwner: Mara Lindqvist\n\nAll staff must use multi-factor authentication for remote access to production.\n",
  );
  for (const id of ["soc2-tsc-2017", "iso27001-2022"])
    await decideScope(product.context, principal, id, { kind: "framework", isChosen: true, parts: [] });
  await product.addPrincipal("empty", "Bo", "person", ["uploader"]);
});
afterAll(() => product?.close());

async function run(...argv: string[]) {
  let [out, told] = ["", ""];
  const terminal = {
    input: Readable.from([]),
    write: (text: string) => {
      out += text;
    },
    tell: (text: string) => {
      told += text;
    },
    isScreen: false,
    untilStopped: async () => undefined,
  };
  const refuse = () => Promise.reject(new Fault("unavailable", "This is not needed for gaps."));
  const code = await runProgram(
    {
      terminal,
      getConfig: () => product.config,
      open: async () => ({ context: product.context, close: async () => undefined }),
      migrate: refuse,
      buildEngines: refuse,
      openPrompts,
    },
    "0.0.0",
    ["gaps", ...argv],
  );
  return { code, out, told };
}

describe("the command gaps", () => {
  it("lists what is missing over everything that is chosen, with its worth and what would close it", async () => {
    const { code, out } = await run("--organization", "acme", "--limit", "2");
    expect(code).toBe(0);
    expect(out).toMatch(/^\d+ points are below the floor in iso27001-2022, soc2-tsc-2017\.\n\n1\. /);
    expect(out).toMatch(/\n1\. .+\n {3}needed for \d+ requirements?, lifts \d+ alone: .+ · now: \w+\n {3}\S/);
    expect(out).toMatch(/… and \d+ more: see --limit and --json\n$/);
  });

  it("lists those of one framework, as JSON in the form of the API", async () => {
    const { out } = await run("iso27001-2022", "--organization", "acme", "--limit", "500", "--json");
    const report = JSON.parse(out);
    for (const gap of report.gaps) expect(gapSchema.parse(gap)).toEqual(gap);
    expect(report).toMatchObject({ total: report.gaps.length, documentCount: 1, isScopeChosen: true });
  });

  it("names the document that is there already, why it does not count, and who owns it", async () => {
    const { out } = await run("--organization", "acme", "--limit", "500", "--json");
    const gaps = z.object({ gaps: z.array(gapSchema) }).parse(JSON.parse(out)).gaps;
    const held = gaps.filter(({ documents, pointId }) => documents[0]?.pointId === pointId);
    expect(held.length).toBeGreaterThan(0);
    for (const gap of held)
      expect(gap).toMatchObject({
        owner: "Mara Lindqvist",
        documentIds: [gap.documents[0]?.documentId],
        documents: [{ fileName: "access-policy.md" }],
      });
  });

  it("says how to begin where nothing was uploaded and nothing chosen", async () => {
    const { code, out } = await run("--organization", "empty", "--limit", "1");
    expect(code).toBe(0);
    expect(out).toContain("choose with `scope choose <framework>`");
    expect(out).toContain(
      "There are no documents yet, so everything is missing: give it files with `analyze",
    );
  });

  it.each([
    [["--written"], /no language model .* ask without it/],
    [["--limit", "many"], /"many" is not a count of gaps: use a whole number from 1 to 500/],
    [["--floor", "best"], /"best" is not a grade/],
    [["nothing"], /no framework "nothing"/],
    [["nist-800-53r5"], /there to compare with/],
  ])("ends with 1 and says what to do on %j", async (argv, told) => {
    expect(await run(...argv, "--organization", "acme")).toMatchObject({
      code: 1,
      out: "",
      told: expect.stringMatching(told),
    });
  });

  it("has a help of its own", async () => {
    const { code, out } = await run("--help");
    expect(code).toBe(0);
    expect(out).toMatch(/--written +let the language model write the advice[\s\S]*Examples:/);
  });
});
