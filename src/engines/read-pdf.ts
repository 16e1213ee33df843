// PDF: pages, lines and paragraphs from the text layer or by OCR, every word with its box on the page's picture.
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { PDFDocumentProxy, PDFPageProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
import type { Reading } from "../domain/reading.ts";
import { Fault } from "../fault.ts";
import { type DraftReading, draftReading } from "./draft-reading.ts";
import type { ProseOcr } from "./ocr.ts";
import type { Grey } from "./ocr-picture.ts";
import { type HiddenText, judgeText } from "./pdf-hidden.ts";
import {
  groupLines,
  isListItem,
  isSameParagraph,
  listParagraphWords,
  listRowWords,
  type PdfItem,
  type PdfLine,
} from "./pdf-lines.ts";
import { type Matrix, measurePicture, placeItem } from "./pdf-places.ts";
import { buildScans, fewestCharacters, type Scan } from "./pdf-scans.ts";
import { walkDrawing } from "./pdf-shows.ts";
import { findHeader, findRows, listCells } from "./pdf-tables.ts";
import { addScan } from "./read-scan.ts";
import type { ReadProgress } from "./reader.ts";

const pageLimit = 2_000;
const packageFolder = dirname(createRequire(import.meta.url).resolve("pdfjs-dist/package.json"));

/** Born-digital pages by their text layer; a page without one by OCR of its picture. */
export async function readPdf(bytes: Buffer, ocr: ProseOcr, report: ReadProgress): Promise<Reading> {
  const document = await openPdf(bytes);
  const scans = buildScans(bytes, ocr);
  try {
    const { numPages } = document;
    if (numPages > pageLimit) {
      throw new Fault("unreadable_file", `The PDF has more than ${pageLimit} pages: split it.`);
    }
    const pages: PdfPage[] = [];
    for (let number = 1; number <= numPages; number += 1) {
      const page = await readPage(await document.getPage(number), (size) => scans.drawGrey(number, size));
      const isScan = countCharacters(page) < fewestCharacters;
      pages.push(isScan ? { ...page, scan: await scans.read(number, page) } : page);
      report(number, numPages);
    }
    return buildReading(pages, await readProperties(document));
  } finally {
    scans.close();
    await document.loadingTask.destroy();
  }
}

async function openPdf(bytes: Buffer): Promise<PDFDocumentProxy> {
  // Loaded for PDF alone: it takes 170 MB, which the memory limit would take from every picture.
  const { getDocument } = await import("pdfjs-dist/legacy/build/pdf.mjs");
  try {
    return await getDocument({
      data: new Uint8Array(bytes),
      standardFontDataUrl: `${join(packageFolder, "standard_fonts")}/`,
      cMapUrl: `${join(packageFolder, "cmaps")}/`,
      cMapPacked: true,
      wasmUrl: `${join(packageFolder, "wasm")}/`,
      useSystemFonts: false,
      disableFontFace: true,
      isEvalSupported: false,
      // What is drawn is asked for its text alone: pictures would fill the memory.
      maxImageSize: 1,
      verbosity: 0,
    }).promise;
  } catch (cause) {
    const isLocked = cause instanceof Error && cause.name === "PasswordException";
    const reason = isLocked
      ? "The PDF is encrypted: remove the password and upload it again."
      : "The PDF is damaged: export it again from its source.";
    throw new Fault("unreadable_file", reason, { cause });
  }
}

type PdfPage = { width: number; height: number; lines: PdfLine[]; hidden: HiddenText[]; scan?: Scan };
type DrawGrey = (size: { width: number; height: number }) => Promise<Grey>;

async function readPage(page: PDFPageProxy, drawGrey: DrawGrey): Promise<PdfPage> {
  const { width, height, scale } = measurePicture(page.getViewport({ scale: 1 }));
  const viewport = page.getViewport({ scale });
  const { items, styles } = await page.getTextContent();
  const found = items.flatMap((item): PdfItem[] => {
    if (!("str" in item) || item.str.trim() === "") return [];
    const style = styles[item.fontName];
    const place = placeItem(viewport.transform, item, scale, style?.ascent || 0.9, style?.descent || -0.2);
    return [{ text: item.str, font: item.fontName, ...place }];
  });
  const { OPS } = await import("pdfjs-dist/legacy/build/pdf.mjs");
  const list = await page.getOperatorList();
  const view = viewport.transform as Matrix;
  const drawing = walkDrawing(list, OPS, view, scale);
  const { items: seen, hidden } = await judgeText(found, drawing, { width, height }, () =>
    drawGrey({ width, height }),
  );
  const remarks = await listRemarks(page);
  page.cleanup();
  return { width, height, lines: findRows(groupLines(seen)), hidden: [...hidden, ...remarks] };
}

/** Notes that people stick on a page. */
async function listRemarks(page: PDFPageProxy): Promise<HiddenText[]> {
  const annotations: { contentsObj?: { str?: string } }[] = await page.getAnnotations().catch(() => []);
  return annotations.flatMap(({ contentsObj }): HiddenText[] =>
    contentsObj?.str ? [{ reason: "comment", text: contentsObj.str }] : [],
  );
}

function countCharacters({ lines }: PdfPage): number {
  return lines.reduce((sum, line) => sum + line.length, 0);
}

function buildReading(pages: readonly PdfPage[], { title, remarks }: Properties): Reading {
  if (pages.every((page) => page.lines.length === 0 && !page.scan?.paragraphs.length)) {
    throw new Fault("unreadable_file", "No text was found on any page of the PDF, not even by OCR.");
  }
  const body = findBody(pages.flatMap((page) => page.lines));
  const draft = draftReading();
  for (const { width, height, lines, hidden, scan } of pages) {
    draft.openPage({ width, height });
    for (const { reason, text } of hidden) draft.hide(reason, text);
    if (scan) addScan(draft, scan.paragraphs, scan.scale);
    // The few characters of a scanned page's text layer (a stamp, a page number) are on its picture too.
    else addLines(draft, lines, body);
  }
  for (const words of remarks) draft.hide("metadata", words);
  return draft.finish("application/pdf", title);
}

type BodyStyle = { size: number; font: string; headingSizes: number[] };

/** The size and font that most characters have, and the larger sizes in use, largest first. */
function findBody(lines: readonly PdfLine[]): BodyStyle {
  const size = findCommon(lines, (line) => line.size) ?? 0;
  const font = findCommon(
    lines.filter((line) => line.size === size),
    (line) => line.font,
  );
  const larger = [...new Set(lines.map((line) => line.size).filter((one) => one >= size * 1.08))];
  return { size, font: font ?? "", headingSizes: larger.toSorted((a, b) => b - a) };
}

function findCommon<Value>(lines: readonly PdfLine[], getValue: (line: PdfLine) => Value): Value | undefined {
  const counts = new Map<Value, number>();
  for (const line of lines) {
    const value = getValue(line);
    counts.set(value, (counts.get(value) ?? 0) + line.length);
  }
  return [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0];
}

function addLines(draft: DraftReading, lines: readonly PdfLine[], body: BodyStyle): void {
  let paragraph: PdfLine[] = [];
  let header: string[] | null = null;
  const flush = (): void => {
    const [first] = paragraph;
    if (first) draft.addWords(isListItem(first) ? "list_item" : "paragraph", listParagraphWords(paragraph));
    paragraph = [];
  };
  lines.forEach((line, index) => {
    const level = findHeadingLevel(line, body);
    const before = paragraph.at(-1);
    if (before && (level !== null || !isSameParagraph(before, line))) flush();
    if (line.isRow) {
      const found = findHeader(line, lines[index + 1]);
      const isNamed = !found && header?.length === listCells(line).length;
      draft.addWords(
        "table_row",
        isNamed && header ? listRowWords(line, header) : listParagraphWords([line]),
      );
      header = found ?? (isNamed ? header : null);
      return;
    }
    header = null;
    if (level === null) paragraph.push(line);
    else draft.addWords("heading", listParagraphWords([line]), level);
  });
  flush();
}

/** Larger than the body, or numbered and in another font: a heading. Sizes give the levels. */
function findHeadingLevel(line: PdfLine, body: BodyStyle): number | null {
  if (line.isRow || line.length > 120) return null;
  const larger = body.headingSizes.indexOf(line.size);
  if (larger >= 0) return larger + 1;
  const isNumbered = /^\d+(?:\.\d+)*\.?\s+\p{Lu}/u.test(line.text) && line.font !== body.font;
  return isNumbered && line.length < 90 && !/[.;:]$/.test(line.text) ? body.headingSizes.length + 1 : null;
}

/** What the file declares of itself: its title, and what else stands in its properties. */
type Properties = { title: string | undefined; remarks: string[] };

async function readProperties(document: PDFDocumentProxy): Promise<Properties> {
  const { info } = await document.getMetadata().catch(() => ({ info: {} }));
  const read = (name: string): string | undefined => {
    const value = (info as Record<string, unknown>)[name];
    return typeof value === "string" && value.trim() !== "" ? value : undefined;
  };
  return { title: read("Title"), remarks: ["Subject", "Keywords"].flatMap((name) => read(name) ?? []) };
}
