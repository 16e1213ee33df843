import { createHash, randomUUID } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Blobs } from "./blobs.ts";
import { buildDiskBlobs } from "./blobs-disk.ts";

let folder: string;
let blobs: Blobs;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "evidence-gradient-test-"));
  blobs = buildDiskBlobs({ folder });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const organization = randomUUID();
const put = (bytes: string, limit = 1000) =>
  blobs.put(organization, Readable.from([Buffer.from(bytes)]), limit);

describe("stored bytes", () => {
  it("are found again by their hash, unchanged", async () => {
    const { sha256, sizeBytes } = await put("hello");
    expect([sha256, sizeBytes]).toEqual([createHash("sha256").update("hello").digest("hex"), 5]);
    expect(await readFile(await blobs.getPath(organization, sha256), "utf8")).toBe("hello");
    expect(await blobs.verify(organization, sha256)).toBe("intact");
  });

  it("that were changed by one bit, cut off, or removed are told apart from those that are intact", async () => {
    const { sha256 } = await put("the minutes of a meeting");
    const path = await blobs.getPath(organization, sha256);
    await writeFile(path, "the minutes of a meetinf");
    expect(await blobs.verify(organization, sha256)).toBe("changed");
    await writeFile(path, "");
    expect(await blobs.verify(organization, sha256)).toBe("changed");
    await rm(path);
    expect(await blobs.verify(organization, sha256)).toBe("missing");
    expect(await blobs.verify(randomUUID(), sha256)).toBe("missing");
    await writeFile(path, "the minutes of a meeting");
    expect(await blobs.verify(organization, sha256)).toBe("intact");
  });

  it("are not called missing when the store itself cannot be reached", async () => {
    const elsewhere = buildDiskBlobs({ folder: join(folder, "not-mounted") });
    await expect(elsewhere.verify(organization, "a".repeat(64))).rejects.toMatchObject({
      code: "unavailable",
    });
    const { sha256 } = await put("now a folder");
    const path = await blobs.getPath(organization, sha256);
    await rm(path);
    await mkdir(path);
    await expect(blobs.verify(organization, sha256)).rejects.toMatchObject({ code: "unavailable" });
  });

  it("stored again, also at the same time, are stored once", async () => {
    const found = await Promise.all([put("same"), put("same"), put("same")]);
    expect(new Set(found.map(({ sha256 }) => sha256)).size).toBe(1);
  });

  it("of one organization are not found by another", async () => {
    const { sha256 } = await put("mine");
    await expect(blobs.getPath(randomUUID(), sha256)).rejects.toMatchObject({ code: "not_found" });
  });

  it("beyond the limit or broken off leave nothing behind", async () => {
    await expect(put("x".repeat(1001))).rejects.toMatchObject({ code: "too_large" });
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from("half");
        throw new TypeError("line went dead");
      })(),
    );
    await expect(blobs.put(organization, broken, 1000)).rejects.toThrow("line went dead");
    expect(await readdir(join(folder, "arriving"))).toEqual([]);
  });

  it("cannot be asked for by a name that leaves the folder", async () => {
    await expect(blobs.getPath("../..", "a".repeat(64))).rejects.toMatchObject({ code: "not_found" });
    await expect(blobs.getPath(organization, "../../../etc/passwd")).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("keep what was made of them, make it once, and refuse a name that climbs", async () => {
    const { sha256 } = await put("picture me");
    let made = 0;
    const draw = (name: string) =>
      blobs.keepDerived(organization, sha256, name, async () => {
        made += 1;
        return Buffer.from(`drawn ${made}`);
      });
    expect(String(await draw("page-1.png"))).toBe("drawn 1");
    expect(String(await draw("page-1.png"))).toBe("drawn 1");
    await expect(draw("../page-1.png")).rejects.toMatchObject({ code: "invalid_input" });
    expect(made).toBe(1);
  });
});
