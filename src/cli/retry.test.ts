import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "../domain/principal.ts";
import { Fault } from "../fault.ts";
import { buildCountingEmbedder } from "../fixtures/counting-embedder.fixture.ts";
import { openTerminal } from "../fixtures/terminal.fixture.ts";

const embedder = buildCountingEmbedder();
let isBroken = true;
let terminal: Awaited<ReturnType<typeof openTerminal>>;
let uploader: Principal;

beforeAll(async () => {
  const embed = (texts: readonly string[]) => {
    if (isBroken && texts.some((text) => /every night/.test(text)))
      throw new Fault("invalid_input", "The key is wrong.");
    return embedder.embed(texts);
  };
  terminal = await openTerminal({ embedder: { ...embedder, embed: async (texts) => embed(texts) } });
  ({ principal: uploader } = await terminal.product.addPrincipal("acme", "Ada", "person", ["uploader"]));
  for (const name of ["one.md", "two.md"])
    await terminal.product.upload(uploader, name, `# Policy ${name}\n\nBackups are made every night.\n`);
});
afterAll(() => terminal?.close());

describe("retry", () => {
  it("works on a failed document again, and tells that it failed again", async () => {
    const { code, out, told } = await terminal.run(["retry", "one.md"]);
    expect([code, out]).toEqual([1, expect.stringMatching(/one\.md +failed +The key is wrong\./)]);
    expect(told).toContain("Not every document");
  });

  it("works on all that failed, when what was wrong is mended", async () => {
    isBroken = false;
    const { code, out } = await terminal.run(["retry", "--all-failed", "--json"]);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject([
      { fileName: "one.md", stage: "done", failureReason: null },
      { fileName: "two.md", stage: "done", failureReason: null },
    ]);
    expect((await terminal.run(["retry", "--all-failed"])).out).toBe("No document has failed.\n");
  });

  it("asks for names where there are none, and says which has not failed", async () => {
    expect(await terminal.run(["retry"])).toMatchObject({
      code: 1,
      told: expect.stringContaining("--all-failed"),
    });
    const { code, told } = await terminal.run(["retry", "one.md"]);
    expect([code, told]).toEqual([1, expect.stringContaining('No document "one.md" has failed')]);
  });
});
