// PDF: pages, lines and paragraphs from the text layer, every word with its box in points.
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { getDocument, type PDFDocumentProxy, type PDFPageProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
import type { Reading } from "../domain/reading.ts";
import { Fault } from "../fault.ts";
import { type DraftReading, draftReading } from "./draft-reading.ts";
import { groupLines, isSameParagraph, listParagraphWords, type PdfItem, type PdfLine } from "./pdf-lines.ts";

const pageLimit = 2_000;
const packageFolder = dirname(createRequire(import.meta.url).resolve("pdfjs-dist/package.json"));

export async function readPdf(bytes: Buffer): Promise<Reading> {
  const document = await openPdf(bytes);
  try {
    if (document.numPages > pageLimit) {
      throw new Fault("unreadable_file", `The PDF has more than ${pageLimit} pages: split it.`);
    }
    const pages = [];
    for (let number = 1; number <= document.numPages; number += 1) {
      pages.push(await readPage(await document.getPage(number)));
    }
    return buildReading(pages, await findDeclaredTitle(document));
  } finally {
    await document.loadingTask.destroy();
  }
}

async function openPdf(bytes: Buffer): Promise<PDFDocumentProxy> {
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

type PdfPage = { width: number; height: number; lines: PdfLine[] };

async function readPage(page: PDFPageProxy): Promise<PdfPage> {
  const viewport = page.getViewport({ scale: 1 });
  const { items, styles } = await page.getTextContent();
  const found = items.flatMap((item): PdfItem[] => {
    if (!("str" in item) || item.str.trim() === "") return [];
    const [a = 0, b = 0, , , x = 0, y = 0] = item.transform as number[];
    const size = Math.hypot(a, b);
    const style = styles[item.fontName];
    const descent = (style?.descent || -0.2) * size;
    const ascent = (style?.ascent || 0.9) * size;
    const [left = 0, top = 0] = viewport.convertToViewportPoint(x, y + ascent);
    const [right = 0, bottom = 0] = viewport.convertToViewportPoint(x + item.width, y + descent);
    const box: PdfItem["box"] = [
      Math.min(left, right),
      Math.min(top, bottom),
      Math.abs(right - left),
      Math.abs(bottom - top),
    ];
    return [{ text: item.str, box, size, font: item.fontName }];
  });
  page.cleanup();
  return { width: viewport.width, height: viewport.height, lines: groupLines(found) };
}

function buildReading(pages: readonly PdfPage[], title: string | undefined): Reading {
  if (pages.every((page) => page.lines.length === 0)) {
    throw new Fault(
      "unreadable_file",
      "The PDF has no text layer, it was probably scanned: upload its pages as PNG or JPEG pictures.",
    );
  }
  const body = findBody(pages.flatMap((page) => page.lines));
  const draft = draftReading();
  for (const { width, height, lines } of pages) {
    draft.openPage({ width, height });
    addLines(draft, lines, body);
  }
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
  const flush = (): void => {
    const kind = paragraph[0]?.isRow ? "table_row" : "paragraph";
    draft.addWords(kind, listParagraphWords(paragraph));
    paragraph = [];
  };
  for (const line of lines) {
    const level = findHeadingLevel(line, body);
    const before = paragraph.at(-1);
    if (before && (level !== null || !isSameParagraph(before, line))) flush();
    if (level === null) paragraph.push(line);
    else draft.addWords("heading", listParagraphWords([line]), level);
  }
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

async function findDeclaredTitle(document: PDFDocumentProxy): Promise<string | undefined> {
  const { info } = await document.getMetadata().catch(() => ({ info: {} }));
  const title = "Title" in info ? info.Title : undefined;
  return typeof title === "string" && title.trim() !== "" ? title : undefined;
}
