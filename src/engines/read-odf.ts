// ODT, ODS and ODP: one format with three bodies. A text is one page, a spreadsheet one a sheet, slides one each.
import type { Reading } from "../domain/reading.ts";
import { type DraftReading, draftReading, squeezeSpaces } from "./draft-reading.ts";
import { type OdfStyles, parseOdfStyles, takeHiddenContent } from "./odf-hidden.ts";
import {
  type Element,
  findBelow,
  getAttribute,
  hideProperties,
  listChildren,
  openOfficeParts,
  parseXml,
} from "./office-xml.ts";
import { addTableRows } from "./table-rows.ts";

export const odfTypes = {
  text: "application/vnd.oasis.opendocument.text",
  spreadsheet: "application/vnd.oasis.opendocument.spreadsheet",
  presentation: "application/vnd.oasis.opendocument.presentation",
} as const;

/** A sheet's last row is often "repeated" a million times: empty cells are never multiplied, others this often. */
const mostRepeats = 100;

export async function readOdf(bytes: Buffer, mediaType: string): Promise<Reading> {
  const parts = await openOfficeParts(bytes);
  const content = (await parts.parse("content.xml")) ?? parseXml("");
  const body = findBelow(content, "body");
  const draft = draftReading();
  const styles = parseOdfStyles([await parts.parse("styles.xml"), content]);
  for (const part of body ? listChildren(body) : []) {
    if (part.localName === "spreadsheet") addSheets(draft, part, styles);
    else if (part.localName === "presentation") addSlides(draft, part, styles);
    else {
      hideUnseen(draft, part, styles);
      addBlocks(draft, part, "paragraph");
    }
  }
  await hideProperties(draft, parts.parse);
  return draft.finish(mediaType);
}

/** Takes out what nobody sees of a part and keeps it apart. */
function hideUnseen(draft: DraftReading, part: Element, styles: OdfStyles): void {
  for (const { reason, text } of takeHiddenContent(part, styles)) draft.hide(reason, text);
}

function addSheets(draft: DraftReading, spreadsheet: Element, styles: OdfStyles): void {
  for (const sheet of listChildren(spreadsheet, "table")) {
    const name = getAttribute(sheet, "name") ?? "";
    const hidden = styles.find(sheet).get("display") === "false" ? " (hidden)" : "";
    draft.openPage({ label: `${name}${hidden}` });
    hideUnseen(draft, sheet, styles);
    draft.addBlock("heading", name, 1);
    addTableRows(draft, listRows(sheet));
  }
}

function addSlides(draft: DraftReading, presentation: Element, styles: OdfStyles): void {
  for (const slide of listChildren(presentation, "page")) {
    const found = takeHiddenContent(slide, styles);
    const frames = listChildren(slide, "frame");
    const title = frames.find((frame) => getAttribute(frame, "class") === "title");
    const words = title ? readText(title) : "";
    const hidden = styles.find(slide).get("visibility") === "hidden" ? " (hidden)" : "";
    draft.openPage({ label: `${words || (getAttribute(slide, "name") ?? "")}${hidden}` });
    for (const { reason, text } of found) draft.hide(reason, text);
    draft.addBlock("heading", words, 1);
    for (const frame of frames) if (frame !== title) addBlocks(draft, frame, "list_item");
    const notes = listChildren(slide, "notes")
      .flatMap((note) => listChildren(note, "frame"))
      .filter((frame) => readText(frame) !== "");
    if (notes.length === 0) continue;
    draft.addBlock("heading", "Notes", 2);
    for (const note of notes) addBlocks(draft, note, "paragraph");
  }
}

/** Paragraphs, headings, lists and tables in their order, however deep they are boxed; without recursion. */
function addBlocks(draft: DraftReading, root: Element, kind: "paragraph" | "list_item"): void {
  const stack = listChildren(root)
    .map((element) => ({ element, kind }))
    .toReversed();
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { element } = next;
    const name = element.localName;
    if (name === "tracked-changes" || name === "forms" || name === "annotation") continue;
    if (name === "h")
      draft.addBlock("heading", readText(element), Number(getAttribute(element, "outline-level")));
    else if (name === "p") draft.addBlock(next.kind, readText(element));
    else if (name === "table") addTableRows(draft, listRows(element));
    else {
      const inside = name === "list-item" ? ("list_item" as const) : next.kind;
      const children = listChildren(element).map((child) => ({ element: child, kind: inside }));
      stack.push(...children.toReversed());
    }
  }
}

function listRows(table: Element): string[][] {
  const rows: string[][] = [];
  const stack = listChildren(table).toReversed();
  for (let element = stack.pop(); element; element = stack.pop()) {
    if (element.localName === "table-row") {
      const cells = listChildren(element, "table-cell", "covered-table-cell").flatMap(repeatCell);
      if (cells.some((cell) => cell !== "")) rows.push(cells);
    } else if (/^table-(?:header-rows|rows|row-group)$/.test(element.localName ?? ""))
      stack.push(...listChildren(element).toReversed());
  }
  return rows;
}

function repeatCell(cell: Element): string[] {
  const words = listChildren(cell, "p").map(readText).join(" ");
  const count = Number(getAttribute(cell, "number-columns-repeated") ?? 1);
  return Array.from({ length: Math.min(mostRepeats, Math.max(1, count)) }, () => words);
}

/** Text with its tabs and repeated spaces as one space, line breaks too; notes of reviewers left out. */
function readText(element: Element): string {
  let words = "";
  const stack = [element as Element["firstChild"]];
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (node.nodeType === 3) words += node.nodeValue ?? "";
    const name = (node as Element).localName;
    if (name === "annotation") continue;
    if (name === "tab" || name === "s" || name === "line-break" || name === "p") words += " ";
    const children = Array.from(node.childNodes);
    stack.push(...children.toReversed());
  }
  return squeezeSpaces(words);
}
