import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPrompts } from "../compose.ts";
import { Fault } from "../fault.ts";
import { openProduct, type Product } from "../fixtures/product.fixture.ts";
import { runProgram } from "./program.ts";

let product: Product;

beforeAll(async () => {
  product = await openProduct();
  const { principal } = await product.addPrincipal("acme", "Ada", "person", ["uploader"]);
  const name = "access-control-policy.md";
  await product.upload(principal, name, await readFile(join(import.meta.dirname, "../../examples", name)));
});
afterAll(() => product?.close());

async function run(argv: string[]) {
  let [out, told] = ["", ""];
  const refuse = () => Promise.reject(new Fault("unavailable", "This command needs neither."));
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
  const open = async () => ({ context: product.context, close: async () => undefined });
  const program = {
    terminal,
    getConfig: () => product.config,
    open,
    migrate: refuse,
    buildEngines: refuse,
    openPrompts,
  };
  return { code: await runProgram(program, "0.0.0", argv), out, told };
}

describe("reassess", () => {
  it("assesses what is named, and tells what changed", async () => {
    const { code, out } = await run(["reassess", "access-control-policy.md", "--json"]);
    const [done, ...others] = JSON.parse(out);
    expect([code, others]).toEqual([0, []]);
    expect(done).toMatchObject({ fileName: "access-control-policy.md", stage: "done" });
    expect(done.assessment).toMatchObject({ added: 0, retired: 0, requestedBy: expect.any(String) });
    expect(done.assessment.kept).toBeGreaterThan(3);
  });

  it("assesses everything on demand, in a table", async () => {
    const { out } = await run(["reassess", "--all", "--organization", "acme"]);
    expect(out).toMatch(/access-control-policy\.md +0 +0 +\d+ +local-/);
    expect(out).toContain("No claim changed.");
  });

  it("leaves alone what is up to date", async () => {
    expect((await run(["reassess", "--outdated"])).out).toMatch(/No document needs it/);
  });

  it("asks for names where there are none, and says which is unknown", async () => {
    expect(await run(["reassess"])).toMatchObject({ code: 1, told: expect.stringContaining("--all") });
    const { code, told } = await run(["reassess", "nothing.md"]);
    expect([code, told]).toEqual([1, expect.stringContaining('No document "nothing.md"')]);
  });
});
