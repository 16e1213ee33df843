import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildDiskBlobs } from "./blobs-disk.ts";
import { keepPagePicture, keepPictureForModel } from "./page-picture.ts";
import { buildReaderProcess } from "./reader-process.ts";

const organizationId = "00000000-0000-4000-8000-00000000000a";
const reader = buildReaderProcess({ timeoutMs: 20_000, memoryLimitBytes: 650 * 1024 * 1024, children: 1 });
let folder: string;
let source: { organizationId: string; sha256: string; fileName: string };
let blobs: ReturnType<typeof buildDiskBlobs>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "evidence-gradient-test-"));
  blobs = buildDiskBlobs({ folder });
  const picture = { width: 4_000, height: 1_000, channels: 4 as const, background: "#00000000" };
  const png = await sharp({ create: picture }).png().toBuffer();
  const { sha256 } = await blobs.put(organizationId, Readable.from([png]), 1_000_000);
  source = { organizationId, sha256, fileName: "wide.png" };
});
afterAll(async () => {
  await reader.close();
  await rm(folder, { recursive: true, force: true });
});

const page = { number: 1, width: 4_000, height: 1_000 };

describe("the picture of a page", () => {
  it("has the pixels of the boxes for people", async () => {
    const { format, width } = await sharp(await keepPagePicture({ blobs, reader }, source, page)).metadata();
    expect([format, width]).toEqual(["png", 4_000]);
  });

  it("is a JPEG of 2,000 pixels at most for models, white where it is transparent, and the same every time", async () => {
    const url = await keepPictureForModel({ blobs, reader }, source, page);
    expect(await keepPictureForModel({ blobs, reader }, source, page)).toBe(url);
    expect(url.startsWith("data:image/jpeg;base64,")).toBe(true);
    const picture = sharp(Buffer.from(url.slice(url.indexOf(",") + 1), "base64"));
    expect(await picture.metadata()).toMatchObject({ width: 2_000, height: 500 });
    const { channels } = await picture.stats();
    expect(Math.min(...channels.map(({ min }) => min))).toBeGreaterThan(250);
  });
});
