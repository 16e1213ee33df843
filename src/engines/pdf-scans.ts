// Scanned pages of a PDF: drawn one by one and read by OCR. The drawing engine starts with the first of them.
import { Fault } from "../fault.ts";
import type { ProseOcr, ProseParagraph } from "./ocr.ts";
import { decodePicture, type Grey, measureGrey } from "./ocr-picture.ts";
import { openPdfPictures, type PdfPictures } from "./pdf-pictures.ts";

/** A page with fewer characters in its text layer is a picture of text. */
export const fewestCharacters = 20;

/** OCR takes one to three seconds a page. */
const scanLimit = 400;
/** Text that is recognized is drawn at 200 dots an inch: 1.39 times the page's picture of 144. */
const growth = 200 / 144;

/** `scale` turns the pixels of the recognized picture into those of the page's picture. */
export type Scan = { paragraphs: ProseParagraph[]; scale: number };

export type Scans = {
  /** A page in shades of grey, one pixel a point: enough to tell where there is ink. */
  drawGrey(number: number, size: { width: number; height: number }): Promise<Grey>;
  read(number: number, size: { width: number; height: number }): Promise<Scan>;
  close(): void;
};

/** `read` throws Fault `unreadable_file` past 400 scanned pages. */
export function buildScans(bytes: Uint8Array, ocr: ProseOcr): Scans {
  let pictures: PdfPictures | undefined;
  let count = 0;
  return {
    drawGrey: async (number, { width, height }) => {
      pictures ??= await openPdfPictures(bytes);
      const size = { width: Math.ceil(width / 2), height: Math.ceil(height / 2), isGrey: true };
      return measureGrey(await decodePicture(await pictures.draw(number, size)));
    },
    read: async (number, { width, height }) => {
      pictures ??= await openPdfPictures(bytes);
      if (pictures.isBlank(number)) return { paragraphs: [], scale: 1 };
      count += 1;
      if (count > scanLimit)
        throw new Fault("unreadable_file", `The PDF has more than ${scanLimit} scanned pages: split it.`);
      const size = { width: Math.round(width * growth), height: Math.round(height * growth), isGrey: true };
      const picture = await pictures.draw(number, size);
      return { paragraphs: await ocr.recognize(picture), scale: 1 / growth };
    },
    close: () => pictures?.close(),
  };
}
