import { readFileSync } from "node:fs";
import sharp from "sharp";
import { afterAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { buildPaddleOcr } from "./ocr-paddle.ts";

const screen = "06-backup-light-1x-12px";
const folder = new URL("./fixtures/screens/", import.meta.url);
const picture = readFileSync(new URL(`${screen}.png`, folder));
const truth = z
  .object({
    words: z.array(
      z.object({ text: z.string(), x: z.number(), y: z.number(), w: z.number(), h: z.number() }),
    ),
  })
  .parse(JSON.parse(readFileSync(new URL(`${screen}.truth.json`, folder), "utf8")));

const ocr = buildPaddleOcr();
afterAll(() => ocr.close());

const readLines = async (encoded: Buffer) => {
  const page = await ocr.recognize(encoded);
  return { page, lines: page.lines.map((line) => line.map(({ text }) => text).join(" ")) };
};

describe("buildPaddleOcr", () => {
  it("reads a console with a table, white-on-colour pills and a navigation column", async () => {
    const { page, lines } = await readLines(picture);
    expect(page).toMatchObject({ width: 1120, height: 640 });
    expect(lines).toContain("daily-full Daily 02:30 UTC 35 days Never eu-west-1 Active");
    expect(lines).toContain("yearly-legal Yearly (2 Jan) 05:45 UTC 10 years 90 days us-east-2 Paused");
    expect(lines).toContain(
      "bj-20250608-0315 pg-orders-primary 08 Jun 2025 03:51 410.2 GiB Failed: vault access denied",
    );
    expect(lines).toContain("Restore testing");
    const words = page.lines.flat();
    const boxed = truth.words.filter(({ text, x, y, w, h }) =>
      words.some(({ text: read, box: [left, top, width, height] }) => {
        const distances = [left - x, top - y, left + width - x - w, top + height - y - h];
        return read === text && distances.every((distance) => Math.abs(distance) <= 4);
      }),
    );
    expect(boxed.length / truth.words.length).toBeGreaterThanOrEqual(0.97);
    expect(words.every(({ confidence }) => confidence > 0 && confidence <= 1)).toBe(true);
  });

  it("reads a tilted photograph and places its words on the original", async () => {
    const tilted = await sharp(picture).rotate(3.2, { background: "white" }).jpeg({ quality: 85 }).toBuffer();
    const { page, lines } = await readLines(tilted);
    const { width, height } = await sharp(tilted).metadata();
    expect(page).toMatchObject({ width, height });
    expect(lines).toContain("weekly-full Weekly (Sun) 03:15 UTC 13 weeks 30 days eu-west-1 Active");
    const word = page.lines.flat().find(({ text }) => text === "weekly-full");
    const drawn = truth.words.find(({ text }) => text === "weekly-full");
    const angle = (3.2 * Math.PI) / 180;
    const x = (drawn?.x ?? 0) + (drawn?.w ?? 0) / 2 - 560;
    const y = (drawn?.y ?? 0) + (drawn?.h ?? 0) / 2 - 320;
    const [left = 0, top = 0, boxWidth = 0, boxHeight = 0] = word?.box ?? [];
    const across = left + boxWidth / 2 - width / 2 - (x * Math.cos(angle) - y * Math.sin(angle));
    const down = top + boxHeight / 2 - height / 2 - (x * Math.sin(angle) + y * Math.cos(angle));
    expect(Math.abs(across)).toBeLessThan(4);
    expect(Math.abs(down)).toBeLessThan(4);
  });

  it("reports switches without a printed state, and takes neither pills nor buttons for switches", async () => {
    for (const name of ["switches-light.png", "switches-jpeg40.jpg"]) {
      const { page, lines } = await readLines(readFileSync(new URL(name, folder)));
      const unreadable = page.switches.map(({ line }) => lines[line]);
      expect(unreadable).toEqual(
        expect.arrayContaining(["Allow SMS codes", "Audit logging", "Encrypt volumes"]),
      );
      expect(unreadable).not.toContainEqual(expect.stringMatching(/screen lock|Disk|alerts|Filter/));
      expect(unreadable.length).toBeGreaterThanOrEqual(5);
    }
  });

  it("finds no lines on an empty picture", async () => {
    const empty = sharp({ create: { width: 300, height: 200, channels: 3, background: "white" } });
    expect((await ocr.recognize(await empty.png().toBuffer())).lines).toEqual([]);
  });

  it("refuses other formats, broken files and more than 25 megapixels", async () => {
    const huge = Buffer.from(picture);
    huge.writeUInt32BE(8000, 16);
    huge.writeUInt32BE(8000, 20);
    const refused = [
      Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'/>"),
      picture.subarray(0, 5000),
      huge,
    ];
    for (const encoded of refused) {
      await expect(ocr.recognize(encoded)).rejects.toMatchObject({ code: "unreadable_file" });
    }
  });
});
