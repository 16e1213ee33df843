// Pixels for the OCR: decode an untrusted file within limits, resize, rotate, crop. Knows nothing of text.
import sharp, { type Sharp } from "sharp";
import type { Box } from "../domain/reading.ts";
import { Fault } from "../fault.ts";

/** RGB, 3 bytes a pixel, rows from the top, no padding. */
export type Picture = { pixels: Buffer; width: number; height: number };

/** Luminance, one byte a pixel, rows from the top. */
export type Grey = { values: Uint8Array; width: number; height: number };

/** A decoded picture takes 3 bytes a pixel and its copies as much again: 25 megapixels stay under 200 MB. */
export const mostPixels = 25_000_000;

/**
 * Decodes a PNG or JPEG, upright as its EXIF tag says, on white where it is transparent.
 * Throws Fault `unreadable_file` for other formats, broken files and more than 25 megapixels.
 */
export async function decodePicture(encoded: Buffer): Promise<Picture> {
  if (!isPng(encoded) && !isJpeg(encoded)) {
    throw new Fault("unreadable_file", "This is not a PNG or JPEG picture.");
  }
  const header = sharp(encoded, { limitInputPixels: false });
  const { width, height } = await header.metadata().catch(refusePicture);
  if (width * height > mostPixels) {
    throw new Fault("unreadable_file", `The picture has more than ${mostPixels / 1e6} megapixels.`, {
      details: { width, height },
    });
  }
  const decoder = sharp(encoded, { limitInputPixels: mostPixels, failOn: "error" });
  const upright = decoder.autoOrient().flatten({ background: "white" }).toColourspace("srgb");
  return render(upright).catch(refusePicture);
}

/** Resizes to exactly this width and height. */
export function resizePicture(picture: Picture, width: number, height: number): Promise<Picture> {
  return render(open(picture).resize(width, height, { fit: "fill" }));
}

/** In proportion, to this width at most. */
export async function shrinkPicture(picture: Picture, widest: number): Promise<Picture> {
  if (picture.width <= widest) return picture;
  return resizePicture(picture, widest, Math.max(1, Math.round((picture.height * widest) / picture.width)));
}

/** Cuts out `box` (whole pixels, inside the picture) and resizes it to exactly this width and height. */
export function cropPicture(picture: Picture, box: Box, width: number, height: number): Promise<Picture> {
  const [left, top, boxWidth, boxHeight] = box;
  const crop = open(picture).extract({ left, top, width: boxWidth, height: boxHeight });
  return render(crop.resize(width, height, { fit: "fill", kernel: "cubic" }));
}

/** Turns clockwise around the centre; the canvas grows so that nothing is lost. */
export function rotatePicture(picture: Picture, degrees: number): Promise<Picture> {
  return render(open(picture).rotate(degrees, { background: "white" }));
}

/** Luminance by the weights of Rec. 601. */
export function measureGrey({ pixels, width, height }: Picture): Grey {
  const values = new Uint8Array(width * height);
  for (let at = 0, from = 0; at < values.length; at += 1, from += 3) {
    const red = pixels[from] ?? 0;
    const green = pixels[from + 1] ?? 0;
    const blue = pixels[from + 2] ?? 0;
    values[at] = 0.299 * red + 0.587 * green + 0.114 * blue;
  }
  return { values, width, height };
}

function open({ pixels, width, height }: Picture): Sharp {
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}

async function render(pipeline: Sharp): Promise<Picture> {
  const { data, info } = await pipeline.removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { pixels: data, width: info.width, height: info.height };
}

function refusePicture(cause: unknown): never {
  throw new Fault("unreadable_file", "The picture is damaged and cannot be decoded.", { cause });
}

function isPng(encoded: Buffer): boolean {
  return encoded.subarray(0, 4).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47]));
}

function isJpeg(encoded: Buffer): boolean {
  return encoded.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]));
}
