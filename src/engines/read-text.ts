// Plain text: paragraphs between blank lines.
import type { Reading } from "../domain/reading.ts";
import { draftReading } from "./draft-reading.ts";

export function readText(text: string): Reading {
  const draft = draftReading();
  for (const paragraph of text.split(/\r?\n\s*\n|\r\s*\r/)) draft.addBlock("paragraph", paragraph);
  return draft.finish("text/plain");
}

/** Text of bytes: UTF-8 or UTF-16 by its mark or its form, else Windows-1252, which takes any byte. */
export function decodeText(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}
