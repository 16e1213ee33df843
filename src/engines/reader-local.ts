// Reads a file in this process: looks at its content, and hands it to the reader of its format.
import { readFile, stat } from "node:fs/promises";
import { fileTypeFromBuffer } from "file-type";
import type { Reading } from "../domain/reading.ts";
import { Fault } from "../fault.ts";
import { drawPage } from "./draw-page.ts";
import type { Ocr, ProseOcr } from "./ocr.ts";
import { readAnyText } from "./read-any-text.ts";
import { readArchive } from "./read-archive.ts";
import { docxType, readDocx } from "./read-docx.ts";
import { odfTypes, readOdf } from "./read-odf.ts";
import { readPdf } from "./read-pdf.ts";
import { isPictureType, readPicture } from "./read-picture.ts";
import { pptxType, readPptx } from "./read-pptx.ts";
import { decodeText } from "./read-text.ts";
import { readXlsx, xlsxType } from "./read-xlsx.ts";
import type { Reader, ReadProgress } from "./reader.ts";
import { unpackFile } from "./unpack-file.ts";
import { walkZip } from "./walk-zip.ts";

export const readerIdentity = { name: "local", version: "1" };

const understood =
  "PDF, DOCX, PPTX, XLSX, ODT, ODS, ODP, HTML, Markdown, text, CSV, JSON, EML, PNG, JPEG, WebP or TIFF";

/** Known, and not read: what to do instead. */
const foreignTypes: Record<string, string> = {
  "application/x-cfb":
    "This is an encrypted or an old Office file: save it without a password as DOCX, XLSX or PPTX.",
  "image/heic": "HEIC pictures cannot be read: save it as PNG or JPEG.",
  "image/heif": "HEIF pictures cannot be read: save it as PNG or JPEG.",
  "image/avif": "AVIF pictures cannot be read: save it as PNG or JPEG.",
  "image/gif": "GIF pictures cannot be read: save it as PNG.",
  "application/rtf": "This is RTF: save it as DOCX or PDF.",
  "image/svg+xml": "This is an SVG drawing: save it as PNG.",
};

/** `ocr` reads screens, `prose` scanned paper. */
type Engines = { ocr: Ocr; prose: ProseOcr };

/** Not for files from outside: those are read by the same code in a child process, see reader-process.ts. */
export function buildLocalReader(engines: Engines): Reader {
  return {
    ...readerIdentity,
    read: (file, report = () => undefined) =>
      readFileByContent(file, engines, report).catch(translateFailure),
    drawPage: ({ path }, page) => drawPage(path, page).catch(translateFailure),
    unpack: ({ path }, folder) => unpackFile(path, folder).catch(translateFailure),
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
  if (isUtf16(bytes)) return readAnyText(decodeText(bytes), bytes);
  const type = (await fileTypeFromBuffer(bytes))?.mime as string | undefined;
  if (type === "application/pdf") return readPdf(bytes, prose, report);
  if (isPictureType(type)) return readPicture(bytes, type, ocr, report);
  if (isZipType(type)) return readZipBased(file.path, bytes, type);
  if (type !== undefined && type in foreignTypes)
    throw new Fault("unreadable_file", foreignTypes[type] ?? "");
  // Text has no zero bytes; a message or a page may begin like something else.
  if (bytes.subarray(0, 64_000).includes(0) || (type !== undefined && !isTextType(type)))
    throw new Fault("unreadable_file", `Files of this kind are not understood: save it as ${understood}.`);
  return readAnyText(decodeText(bytes), bytes);
}

function isUtf16(bytes: Buffer): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}

function isTextType(type: string): boolean {
  return type.startsWith("text/") || type === "application/xml" || type === "application/rtf";
}

function isZipType(type: string | undefined): type is string {
  return type === "application/zip" || /^application\/vnd\.(?:openxmlformats|oasis|ms-)/.test(type ?? "");
}

/** Office files are zips; the zip is measured before any parser opens it. */
async function readZipBased(path: string, bytes: Buffer, type: string): Promise<Reading> {
  await walkZip(path);
  if (type === docxType) return readDocx(bytes);
  if (type === xlsxType) return readXlsx(path);
  if (type === pptxType) return readPptx(bytes);
  if (Object.values(odfTypes).some((one) => one === type)) return readOdf(bytes, type);
  if (type === "application/zip") return readArchive(path);
  throw new Fault("unreadable_file", `Files of this kind are not understood: save it as ${understood}.`);
}
