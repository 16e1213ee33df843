// Pictures: the lines of a screen as OCR reads them, every word with its box.
import sharp from "sharp";
import type { Reading } from "../domain/reading.ts";
import { Fault } from "../fault.ts";
import { leastContrast } from "./colours.ts";
import { type DraftWord, draftReading } from "./draft-reading.ts";
import type { Ocr, OcrWord } from "./ocr.ts";
import { mostPixels } from "./ocr-picture.ts";
import type { ReadProgress } from "./reader.ts";

/** A gap this many times the row's height parts a label from its value. */
const wideGap = 1.6;

const mostFrames = 200;
const pictureTypes = ["image/png", "image/jpeg", "image/webp", "image/tiff"];

export function isPictureType(type: string | undefined): type is string {
  return type !== undefined && pictureTypes.includes(type);
}

/** A picture is one page; a TIFF of a fax or a scanner has one a frame. */
export async function readPicture(
  bytes: Buffer,
  mediaType: string,
  ocr: Ocr,
  report: ReadProgress,
): Promise<Reading> {
  const draft = draftReading();
  const frames = mediaType === "image/tiff" ? await countFrames(bytes) : 1;
  for (let frame = 0; frame < frames; frame += 1) {
    const { width, height, lines, switches } = await ocr.recognize(await openFrame(bytes, mediaType, frame));
    draft.openPage({ width, height });
    for (const [at, line] of lines.entries()) {
      const seen = line.filter((word) => !isFaint(word));
      draft.addWords("line", joinWords(seen));
      draft.hide(
        "low_contrast",
        line
          .filter(isFaint)
          .map(({ text }) => text)
          .join(" "),
      );
      if (seen.length === 0) continue;
      for (const { box } of switches.filter((one) => one.line === at)) draft.markUnreadable(box);
    }
    report(frame + 1, frames);
  }
  return draft.finish(mediaType);
}

async function countFrames(bytes: Buffer): Promise<number> {
  const { pages = 1 } = await sharp(bytes, { limitInputPixels: false }).metadata();
  if (pages > mostFrames)
    throw new Fault("unreadable_file", `The TIFF has more than ${mostFrames} pages: split it.`);
  return pages;
}

/** The OCR takes PNG and JPEG. */
function openFrame(bytes: Buffer, mediaType: string, frame: number): Promise<Buffer> | Buffer {
  if (mediaType === "image/png" || mediaType === "image/jpeg") return bytes;
  return sharp(bytes, { page: frame, limitInputPixels: mostPixels })
    .autoOrient()
    .png({ compressionLevel: 1 })
    .toBuffer();
}

/** OCR reads what no eye can: pale letters on the same paleness. */
function isFaint({ contrast }: OcrWord): boolean {
  return contrast !== undefined && contrast < leastContrast;
}

/** A label and what stands beside it are read as "label: value", the cells of a longer row with bars between. */
function joinWords(line: readonly OcrWord[]): DraftWord[] {
  const isWide = line.map((word, index) => isWideGap(word, line[index + 1]));
  const between = isWide.filter(Boolean).length > 1 ? " | " : ": ";
  return line.map(({ text, box, confidence }, index) => {
    const isNamed = between === ": " && /[:?]$/.test(text);
    return { text, box, confidence, joint: isWide[index] && !isNamed ? between : " " };
  });
}

function isWideGap(word: OcrWord, next: OcrWord | undefined): boolean {
  if (!next) return false;
  const gap = next.box[0] - (word.box[0] + word.box[2]);
  return gap > wideGap * Math.max(word.box[3], next.box[3]);
}
