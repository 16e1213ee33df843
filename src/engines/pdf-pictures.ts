// Pictures of PDF pages, drawn by PDFium (WebAssembly): for OCR of scanned pages and for people to look at.
import { PDFiumLibrary } from "@hyzyla/pdfium";
import sharp from "sharp";
import { Fault } from "../fault.ts";

export type PdfPictures = {
  /** A page without any object is blank; nothing of it needs to be drawn. `number` counts from 1. */
  isBlank(number: number): boolean;
  /** PNG of exactly this many pixels. */
  draw(number: number, size: { width: number; height: number; isGrey?: boolean }): Promise<Buffer>;
  close(): void;
};

/** Throws Fault `unreadable_file` when PDFium does not open the file. */
export async function openPdfPictures(bytes: Uint8Array): Promise<PdfPictures> {
  const library = await PDFiumLibrary.init();
  const document = await library.loadDocument(bytes).catch((cause: unknown) => {
    library.destroy();
    throw new Fault("unreadable_file", "The PDF's pages cannot be drawn: export it again from its source.", {
      cause,
    });
  });
  return {
    isBlank: (number) => document.getPage(number - 1).getObjectCount() === 0,
    draw: async (number, { width, height, isGrey = false }) => {
      const encode = async (bitmap: { data: Uint8Array; width: number; height: number }) => {
        const { data, width, height } = bitmap;
        const picture = sharp(data, { raw: { width, height, channels: 4 } }).flatten({ background: "white" });
        return (isGrey ? picture.greyscale() : picture).png({ compressionLevel: isGrey ? 1 : 6 }).toBuffer();
      };
      const { data } = await document
        .getPage(number - 1)
        .render({ width, height, renderFormFields: false, render: encode });
      return Buffer.from(data);
    },
    close: () => {
      document.destroy();
      library.destroy();
    },
  };
}
