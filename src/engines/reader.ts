// The port of everything that turns a file into a Reading.
import type { Reading } from "../domain/reading.ts";

export interface Reader {
  readonly name: string;
  readonly version: string;
  /**
   * Reads one file, chosen by its content, never by its name.
   * Throws Fault `unreadable_file` (damaged, encrypted, empty, unknown, hostile: the message says which, for a
   * person), `timed_out`, or `unavailable`.
   */
  read(file: { path: string; name: string }): Promise<Reading>;
  close(): Promise<void>;
}
