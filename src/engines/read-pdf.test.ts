import { readFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, describe, expect, it } from "vitest";
import type { Box, Page, Reading } from "../domain/reading.ts";
import { drawPage } from "./draw-page.ts";
import type { ProseOcr } from "./ocr.ts";
import { buildTesseractOcr } from "./ocr-tesseract.ts";
import { readPdf } from "./read-pdf.ts";
import { expectSoundReading } from "./reader.contract.ts";

const docs = join(import.meta.dirname, "fixtures/docs");
const examples = join(import.meta.dirname, "../../examples");
const ocr = buildTesseractOcr();
afterAll(() => ocr.close());
const quiet = () => undefined;
const read = async (path: string) => readPdf(await readFile(path), ocr, quiet);

/** Share of dark pixels inside a box of a page's picture. */
async function measureInk(picture: Buffer, [x, y, width, height]: Box): Promise<number> {
  const crop = {
    left: Math.round(x),
    top: Math.round(y),
    width: Math.round(width),
    height: Math.round(height),
  };
  const { data } = await sharp(picture).extract(crop).greyscale().raw().toBuffer({ resolveWithObject: true });
  return data.filter((value) => value < 128).length / data.length;
}

function findWord(page: Page | undefined, text: string): Page["words"][number] {
  const word = page?.words.find((one) => one.text === text);
  if (!page || !word) throw new TypeError(`"${text}" was not read`);
  return word;
}

describe("a table of a PDF", () => {
  it("reads as rows, each value led by the name of its column", async () => {
    const reading = await read(join(docs, "policy.pdf"));
    expectSoundReading(reading);
    expect(reading.text).toContain(
      "System: Production cluster | Reviewer: Platform lead | Frequency: Monthly | Evidence: Ticket ACR-1182",
    );
  });

  it("keeps a row together whose cells take several lines", async () => {
    const reading = await read(join(examples, "physical-security-policy-2023.pdf"));
    expectSoundReading(reading);
    expect(listRows(reading)).toContain(
      "Zone: Public | Rooms: Reception, stairwell, kitchen on the ground floor | Who may enter: Anybody in opening hours | Protection: Landlord’s reception, 08:00–18:00",
    );
  });

  const listRows = ({ text, blocks }: Reading) =>
    blocks.filter(({ kind }) => kind === "table_row").map(({ start, end }) => text.slice(start, end));
});

describe("a scanned PDF", () => {
  it("is read by OCR, with headings, and its words lie on their ink", async () => {
    const path = join(docs, "scanned.pdf");
    const reading = await read(path);
    expectSoundReading(reading);
    expect(reading.text).toContain("Privileged access is reviewed every month.");
    const headings = reading.headings.map(({ start, end }) => reading.text.slice(start, end));
    expect(headings).toEqual(
      expect.arrayContaining(["Access Control Policy", "3 Access review", "4 Leavers"]),
    );
    const [page] = reading.pages;
    const picture = await drawPage(path, { number: 1, width: page?.width ?? 0, height: page?.height ?? 0 });
    expect(await measureInk(picture, findWord(page, "Privileged").box)).toBeGreaterThan(0.1);
  });

  it("says which words were read badly: the rules of a table confuse it", async () => {
    const { pages } = await read(join(docs, "scanned.pdf"));
    expect(findWord(pages[0], "Privileged").confidence).toBeGreaterThan(0.8);
    expect(Math.min(...(pages[0]?.words ?? []).map(({ confidence }) => confidence))).toBeLessThan(0.7);
  });
});

describe("a PDF with text", () => {
  const noOcr: ProseOcr = {
    name: "none",
    version: "0",
    recognize: () => Promise.reject(new TypeError("a page with text was drawn and recognized")),
    close: async () => undefined,
  };

  it("is never drawn for OCR, and its words lie on the ink of its picture", async () => {
    const path = join(docs, "twocol.pdf");
    const { pages } = await readPdf(await readFile(path), noOcr, quiet);
    const [page] = pages;
    const picture = await drawPage(path, { number: 1, width: page?.width ?? 0, height: page?.height ?? 0 });
    const { width, height } = await sharp(picture).metadata();
    expect([width, height]).toEqual([page?.width, page?.height]);
    for (const text of ["Purpose", "Passwords", "quarter."]) {
      const { box } = findWord(page, text);
      expect(await measureInk(picture, box)).toBeGreaterThan(0.05);
      expect(await measureInk(picture, [box[0], box[1] + box[3] * 1.1, box[2], 2])).toBeLessThan(0.05);
    }
  });

  it("tells how far it is after every page", async () => {
    const told: string[] = [];
    const bytes = await readFile(join(examples, "supplier-security-policy.pdf"));
    await readPdf(bytes, noOcr, (done, total) => told.push(`${done}/${total}`));
    expect(told).toEqual(["1/3", "2/3", "3/3"]);
  });
});
