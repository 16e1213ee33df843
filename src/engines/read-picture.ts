// Pictures: the lines of a screen as OCR reads them, every word with its box.
import { readFile } from "node:fs/promises";
import type { Reading } from "../domain/reading.ts";
import { type DraftWord, draftReading } from "./draft-reading.ts";
import type { Ocr, OcrWord } from "./ocr.ts";

/** A gap this many times the row's height parts a label from its value. */
const wideGap = 1.6;

export async function readPicture(path: string, mediaType: string, ocr: Ocr): Promise<Reading> {
  const { width, height, lines } = await ocr.recognize(await readFile(path));
  const draft = draftReading();
  draft.openPage({ width, height });
  for (const line of lines) draft.addWords("line", joinWords(line));
  return draft.finish(mediaType);
}

/** A label and what stands beside it are read as "label: value", the cells of a longer row with bars between. */
function joinWords(line: readonly OcrWord[]): DraftWord[] {
  const isWide = line.map((word, index) => isWideGap(word, line[index + 1]));
  const between = isWide.filter(Boolean).length > 1 ? " | " : ": ";
  return line.map((word, index) => {
    const isNamed = between === ": " && /[:?]$/.test(word.text);
    return { ...word, joint: isWide[index] && !isNamed ? between : " " };
  });
}

function isWideGap(word: OcrWord, next: OcrWord | undefined): boolean {
  if (!next) return false;
  const gap = next.box[0] - (word.box[0] + word.box[2]);
  return gap > wideGap * Math.max(word.box[3], next.box[3]);
}
