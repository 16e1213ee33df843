// The picture of one page, for people to look at: of a PDF drawn, of a picture the picture itself.
import { readFile } from "node:fs/promises";
import { fileTypeFromBuffer } from "file-type";
import sharp from "sharp";
import { Fault } from "../fault.ts";
import { openPdfPictures } from "./pdf-pictures.ts";
import type { PageToDraw } from "./reader.ts";

const mostPixels = 25_000_000;

export async function drawPage(path: string, page: PageToDraw): Promise<Buffer> {
  const bytes = await readFile(path);
  const type = (await fileTypeFromBuffer(bytes))?.mime as string | undefined;
  if (type === "application/pdf") return drawPdfPage(bytes, page);
  if (type?.startsWith("image/")) {
    const settings = { limitInputPixels: mostPixels, page: type === "image/tiff" ? page.number - 1 : 0 };
    return sharp(bytes, settings).autoOrient().png().toBuffer();
  }
  throw new Fault("not_found", "Pages of this format have no picture: look at its passages instead.");
}

async function drawPdfPage(bytes: Buffer, { number, width, height }: PageToDraw): Promise<Buffer> {
  const pictures = await openPdfPictures(bytes);
  try {
    return await pictures.draw(number, { width, height });
  } finally {
    pictures.close();
  }
}
