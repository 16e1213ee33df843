// Where a command's data goes: standard output, or a file that the person named.
import { writeFile } from "node:fs/promises";
import { Fault } from "../fault.ts";
import type { Terminal } from "./terminal.ts";

/** Throws Fault `invalid_input` when the file cannot be written. */
export async function writeOutput(terminal: Terminal, file: string | undefined, text: string): Promise<void> {
  if (file === undefined) {
    terminal.write(text);
    return;
  }
  await writeFile(file, text).catch((cause: unknown) => {
    throw new Fault("invalid_input", `"${file}" cannot be written: name a file in a folder that exists.`, {
      cause,
    });
  });
}
