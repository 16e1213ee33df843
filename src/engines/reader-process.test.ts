import { existsSync, readdirSync } from "node:fs";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { buildHostileFiles } from "./fixtures/hostile.fixture.ts";
import { expectSoundReading } from "./reader.contract.ts";
import { buildReaderProcess } from "./reader-process.ts";

const megabyte = 1024 * 1024;
const limits = { timeoutMs: 60_000, memoryLimitBytes: 700 * megabyte };
const fixtures = join(import.meta.dirname, "fixtures");
const reader = buildReaderProcess(limits);
afterAll(() => reader.close());

const policy = { path: join(fixtures, "docs/policy.docx"), name: "policy.docx" };

describe("hostile files", () => {
  const own = readdirSync(join(fixtures, "hostile")).map((name) => join(fixtures, "hostile", name));
  const folder = join(import.meta.dirname, "../../../shared/fixtures/hostile");
  const larger = existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
  if (larger.length === 0)
    process.stderr.write("The larger hostile files are not on this machine: only the small ones are read.\n");

  it("made in code end in a reason each, none of them read", async () => {
    const folder = await mkdtemp(join(tmpdir(), "evidence-gradient-test-"));
    const files = Object.entries(await buildHostileFiles());
    expect(files.length).toBeGreaterThanOrEqual(10);
    for (const [name, content] of files) {
      const path = join(folder, name);
      await writeFile(path, content);
      const outcome = await reader.read({ path, name }).then(
        () => "read",
        (fault) => fault.code,
      );
      expect([name, outcome]).toEqual([name, "unreadable_file"]);
    }
    expect((await readdir(folder)).toSorted()).toEqual(files.map(([name]) => name).toSorted());
    await rm(folder, { recursive: true });
  }, 120_000);

  it("end in a reason each, and the next file is read as if nothing had been", async () => {
    for (const path of [...own, ...larger]) {
      const outcome = await reader.read({ path, name: path }).then(
        (reading) => reading.text,
        (fault) => fault.code,
      );
      // Deeply nested HTML is harmless to this reader; everything else is refused.
      expect([path, outcome]).toEqual([
        path,
        path.endsWith("deep.html") ? expect.any(String) : "unreadable_file",
      ]);
    }
    expectSoundReading(await reader.read(policy));
  }, 120_000);
});

describe("a reader that misbehaves", () => {
  const build = (behaviour: string, changes: Partial<typeof limits> = {}) =>
    buildReaderProcess({
      ...limits,
      ...changes,
      module: new URL(`./fixtures/child-${behaviour}.js`, import.meta.url),
    });

  it("and never answers is ended after its time", async () => {
    const stuck = build("stuck", { timeoutMs: 300 });
    await expect(stuck.read(policy)).rejects.toMatchObject({
      code: "unreadable_file",
      message: expect.stringMatching(/longer than/),
    });
    await stuck.close();
  });

  it("and eats memory outside the heap is ended by its resident size", async () => {
    const greedy = build("greedy", { memoryLimitBytes: 200 * megabyte });
    await expect(greedy.read(policy)).rejects.toMatchObject({
      code: "unreadable_file",
      message: expect.stringMatching(/memory/),
    });
    await greedy.close();
  });

  it("and crashes takes nobody with it", async () => {
    const crashing = build("crashing");
    await expect(crashing.read(policy)).rejects.toMatchObject({
      code: "unreadable_file",
      message: expect.stringMatching(/crash/),
    });
    await expect(crashing.read(policy)).rejects.toMatchObject({ code: "unreadable_file" });
    await crashing.close();
  });

  it("and does not even start is a temporary trouble, not the file's fault", async () => {
    const broken = build("broken");
    await expect(broken.read(policy)).rejects.toMatchObject({ code: "unavailable" });
    await broken.close();
  });
});

describe("many files", () => {
  it("given at once are all read, one child serving them in turn", async () => {
    const readings = await Promise.all(Array.from({ length: 6 }, () => reader.read(policy)));
    expect(new Set(readings.map(({ text }) => text)).size).toBe(1);
  });
});
