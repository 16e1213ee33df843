// The port of everything that turns a file into a Reading, and its pages into pictures.
import type { Reading } from "../domain/reading.ts";

/** Told after every page of a file that has pages. */
export type ReadProgress = (done: number, total: number) => void;

export type FileToRead = { path: string; name: string };

/** A page of a reading: its number and the pixels of its picture. */
export type PageToDraw = { number: number; width: number; height: number };

/** A file inside another: its path there, and the name under which it was written into the folder. */
export type Member = { path: string; file: string };

export interface Reader {
  readonly name: string;
  readonly version: string;
  /**
   * Reads one file, chosen by its content, never by its name.
   * Throws Fault `unreadable_file` (damaged, encrypted, empty, unknown, hostile: the message says which, for a
   * person), `timed_out`, or `unavailable`.
   */
  read(file: FileToRead, report?: ReadProgress): Promise<Reading>;
  /**
   * PNG of a page of a PDF or picture, in the pixels in which the reading gives the boxes of its words.
   * Throws Fault `not_found` when the format has no pictures, and what `read` throws.
   */
  drawPage(file: FileToRead, page: PageToDraw): Promise<Buffer>;
  /**
   * Writes what is inside an archive or attached to a message into a folder, under names of its own; of other files
   * nothing. Throws what `read` throws.
   */
  unpack(file: FileToRead, folder: string): Promise<Member[]>;
  close(): Promise<void>;
}
