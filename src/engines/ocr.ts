// The port of optical character recognition: a picture in, words with boxes out.
import type { Box } from "../domain/reading.ts";

/**
 * A word as read on the picture: box in pixels of the original picture, confidence 0 to 1. `contrast` is that of its
 * line's ink with what is behind it, 1 to 21, where the engine measures it.
 */
export type OcrWord = { text: string; box: Box; confidence: number; contrast?: number };

/** A switch beside a line (its index in `lines`) that no printed word tells the state of. */
export type OcrSwitch = { box: Box; line: number };

/** Lines in reading order (a label and the pill in its row are one line), each with its words left to right. */
export type OcrPage = { width: number; height: number; lines: OcrWord[][]; switches: OcrSwitch[] };

export interface Ocr {
  readonly name: string;
  readonly version: string;
  /** Reads an encoded PNG or JPEG. Throws Fault `unreadable_file` when it is not a picture it can decode. */
  recognize(picture: Buffer): Promise<OcrPage>;
  close(): Promise<void>;
}

/** A line of a scan: its words left to right, and the height of its row in pixels. */
export type ProseLine = { height: number; words: OcrWord[] };
export type ProseParagraph = { lines: ProseLine[] };

/** Recognition of running text on scanned paper, by paragraphs. */
export interface ProseOcr {
  readonly name: string;
  readonly version: string;
  /** Reads an encoded picture of a page, best at 200 dots an inch. Throws Fault `unreadable_file`, `unavailable`. */
  recognize(picture: Buffer): Promise<ProseParagraph[]>;
  close(): Promise<void>;
}
