// Reads a file in this process: looks at its content, and hands it to the reader of its format.
import { readFile, stat } from "node:fs/promises";
import { fileTypeFromBuffer } from "file-type";
import type { Reading } from "../domain/reading.ts";
import { Fault } from "../fault.ts";
import { drawPage } from "./draw-page.ts";
import type { Ocr, ProseOcr } from "./ocr.ts";
import { findDelimiter, readCsv } from "./read-csv.ts";
import { docxType, readDocx } from "./read-docx.ts";
import { readHtml } from "./read-html.ts";
import { readMarkdown } from "./read-markdown.ts";
import { readPdf } from "./read-pdf.ts";
import { readPicture } from "./read-picture.ts";
import { decodeText, readText } from "./read-text.ts";
import { readXlsx, xlsxType } from "./read-xlsx.ts";
import type { Reader, ReadProgress } from "./reader.ts";
import { walkZip } from "./walk-zip.ts";

export const readerIdentity = { name: "local", version: "1" };

const understood = "Markdown, text, HTML, PDF, DOCX, CSV, XLSX, PNG or JPEG";

/** `ocr` reads screens, `prose` scanned paper. */
type Engines = { ocr: Ocr; prose: ProseOcr };

/** Not for files from outside: those are read by the same code in a child process, see reader-process.ts. */
export function buildLocalReader(engines: Engines): Reader {
  return {
    ...readerIdentity,
    read: (file, report = () => undefined) =>
      readFileByContent(file, engines, report).catch(translateFailure),
    drawPage: ({ path }, page) => drawPage(path, page).catch(translateFailure),
    close: async () => {
      await Promise.all([engines.ocr.close(), engines.prose.close()]);
    },
  };
}

function translateFailure(cause: unknown): never {
  if (cause instanceof Fault) throw cause;
  throw new Fault(
    "unreadable_file",
    "The file is damaged or not what it seems: save it again from its source.",
    {
      cause,
    },
  );
}

async function readFileByContent(
  file: { path: string; name: string },
  { ocr, prose }: Engines,
  report: ReadProgress,
): Promise<Reading> {
  const found = await stat(file.path).catch((cause: unknown) => {
    throw new Fault("not_found", "There is no such file.", { cause });
  });
  if (!found.isFile()) throw new Fault("unreadable_file", "This is not a file.");
  if (found.size === 0) {
    throw new Fault("unreadable_file", "The file is empty: upload it again from its source.");
  }
  const bytes = await readFile(file.path);
  // The mark of UTF-16 would be taken for the start of an MP3.
  if (isUtf16(bytes)) return readAnyText(decodeText(bytes), file.name);
  const type = (await fileTypeFromBuffer(bytes))?.mime as string | undefined;
  if (type === "application/pdf") return readPdf(bytes, prose, report);
  if (type === "image/png" || type === "image/jpeg") return readPicture(file.path, type, ocr);
  if (type === docxType || type === xlsxType) {
    await walkZip(file.path);
    return type === docxType ? readDocx(bytes) : readXlsx(file.path);
  }
  if (type === "application/x-cfb") {
    throw new Fault(
      "unreadable_file",
      "This is an encrypted or an old Office file: save it without a password as DOCX or XLSX.",
    );
  }
  // Text has no zero bytes.
  if (type !== undefined || bytes.subarray(0, 64_000).includes(0)) {
    throw new Fault("unreadable_file", `Files of this kind are not understood: save it as ${understood}.`);
  }
  return readAnyText(decodeText(bytes), file.name);
}

function isUtf16(bytes: Buffer): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}

/** The name decides only between formats that are all harmless text. */
function readAnyText(text: string, name: string): Reading {
  if (text.trim() === "") throw new Fault("unreadable_file", "The file holds nothing but white space.");
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? "";
  if (
    /^\s*(?:<!doctype html|<html|<head|<body)/i.test(text) ||
    (/^html?$/.test(ending) && /<[a-z]/i.test(text))
  )
    return readHtml(text);
  if (ending === "md" || ending === "markdown") return readMarkdown(text);
  const isTable = ending === "csv" || ending === "tsv";
  const delimiter = findDelimiter(text) ?? (isTable ? (ending === "tsv" ? "\t" : ",") : null);
  if (delimiter !== null && (isTable || ending !== "txt")) return readCsv(text, delimiter);
  return /^#{1,6}\s+\S/m.test(text) ? readMarkdown(text) : readText(text);
}
