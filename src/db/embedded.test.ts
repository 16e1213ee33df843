import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openDatabase } from "./database.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "evidence-gradient-test-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const open = () => openDatabase({ url: undefined, dataFolder: folder });

/** Another process that opens the folder, writes rows as fast as it can and tells which were acknowledged. */
function startOwner() {
  const module = join(import.meta.dirname, "fixtures/owner.js");
  const child = spawn(process.execPath, [module, folder], { stdio: ["ignore", "pipe", "inherit"] });
  let acknowledged = 0;
  const ready = new Promise<void>((resolve) => {
    child.stdout.on("data", (chunk: Buffer) => {
      for (const line of chunk.toString().trim().split("\n")) acknowledged = Number(line);
      if (acknowledged >= 20) resolve();
    });
  });
  const gone = new Promise((resolve) => child.once("exit", resolve));
  return {
    ready,
    kill: async () => {
      child.kill("SIGKILL");
      await gone;
      return acknowledged;
    },
  };
}

describe("a data folder", () => {
  it("keeps its rows when it is closed and opened again", async () => {
    const first = await open();
    await first.pool.query("create table note (text text)");
    await first.pool.query("insert into note values ('kept')");
    await first.close();
    const second = await open();
    expect((await second.pool.query("select text from note")).rows).toEqual([{ text: "kept" }]);
    await second.close();
  });

  it("in use by another process is refused with what to do; killed, its owner loses nothing it acknowledged", async () => {
    const owner = startOwner();
    await owner.ready;
    await expect(open()).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("DATA_DIR"),
    });
    const acknowledged = await owner.kill();
    const database = await open();
    const { rows } = await database.pool.query("select count(*) as count from note");
    expect(rows[0].count).toBeGreaterThanOrEqual(acknowledged);
    await database.close();
  });
});
