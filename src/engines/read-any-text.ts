// Text of an unknown kind: JSON, a message, HTML, Markdown, a table or prose, told apart by what it says, not its name.
import type { Reading } from "../domain/reading.ts";
import { Fault } from "../fault.ts";
import { findDelimiter, readCsv } from "./read-csv.ts";
import { isMessage, readEml } from "./read-eml.ts";
import { readHtml } from "./read-html.ts";
import { parseJsonText, readJson } from "./read-json.ts";
import { readMarkdown } from "./read-markdown.ts";
import { readText } from "./read-text.ts";

const sampleLength = 20_000;

/** `bytes` are those that `text` was decoded from: a message declares an encoding for each of its parts. */
export async function readAnyText(text: string, bytes: Buffer): Promise<Reading> {
  const sample = text.slice(0, sampleLength);
  if (sample.trim() === "") throw new Fault("unreadable_file", "The file holds nothing but white space.");
  refuseForeign(sample);
  const json = parseJsonText(text);
  if (json) return readJson(json.value);
  if (isMessage(sample)) return readEml(bytes);
  if (isHtml(sample)) return readHtml(text);
  if (isMarkdown(sample)) return readMarkdown(text);
  const delimiter = findDelimiter(text);
  return delimiter === null ? readText(text) : readCsv(text, delimiter);
}

function refuseForeign(sample: string): void {
  if (/^\s*\{\\rtf/.test(sample)) throw new Fault("unreadable_file", "This is RTF: save it as DOCX or PDF.");
  if (
    /^\s*(?:<\?xml[^>]*>\s*)?(?:<!DOCTYPE svg|<svg)/i.test(sample) ||
    /<svg[\s>]/i.test(sample.slice(0, 500))
  )
    throw new Fault("unreadable_file", "This is an SVG drawing: save it as PNG.");
  if (/^\s*<\?xml/i.test(sample) && !/<html[\s>]/i.test(sample))
    throw new Fault("unreadable_file", "XML files are not understood: export it as CSV, JSON or PDF.");
}

function isHtml(sample: string): boolean {
  if (/^\s*(?:<!--[\s\S]*?-->\s*)*(?:<!doctype html|<html|<head|<body)/i.test(sample)) return true;
  // A fragment: begins with a tag of a page and closes what it opens.
  const [, first] = /^\s*<(div|p|section|article|table|h[1-6]|ul|ol|main|header)\b/i.exec(sample) ?? [];
  return first !== undefined && new RegExp(`</${first}>`, "i").test(sample);
}

/** Headings, or several marks of other kinds: a lone asterisk or dash is found in any text. */
function isMarkdown(sample: string): boolean {
  if (/^#{1,6} +\S/m.test(sample) || /^\|?(?: *:?-{3,}:? *\|)+ *(?::?-{3,}:?)? *$/m.test(sample)) return true;
  const marks = [
    /^\S[^\n]*\n(?:={3,}|-{3,}) *$/m,
    /\*\*[^*\n]+\*\*/,
    /\[[^\]\n]+\]\([^)\n]+\)/,
    /^```/m,
    /^(?:[-*+]|\d+\.) +\S[^\n]*\n(?:[-*+]|\d+\.) +\S/m,
    /^---\n[\s\S]{1,2000}?\n---\n/,
  ];
  return marks.filter((mark) => mark.test(sample)).length >= 2;
}
