// HTML: what a reader of the page would see. Walked without recursion: nesting may be as deep as it likes.
import { type DefaultTreeAdapterTypes, parse } from "parse5";
import type { Block, Reading } from "../domain/reading.ts";
import { type DraftReading, draftReading, squeezeSpaces, writeRow } from "./draft-reading.ts";

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

const unseen = new Set(
  "script style template noscript svg math object iframe canvas audio video select datalist".split(" "),
);
const blockElements = new Set(
  "p div section article main header footer nav aside li dt dd dl ul ol blockquote pre table thead tbody tr figure figcaption address form fieldset legend caption details summary h1 h2 h3 h4 h5 h6 body hr".split(
    " ",
  ),
);

type Cell = { text: string; isHeader: boolean };
type OpenTable = { header: string[] | null; row: Cell[] | null; rows: number; cellStart: number };

export function readHtml(html: string): Reading {
  const draft = draftReading();
  const title = addHtml(draft, html);
  return draft.finish("text/html", title);
}

/** Adds the page's blocks to a draft; returns the title it declares. */
export function addHtml(draft: DraftReading, html: string): string | undefined {
  const page = buildPage(draft);
  const stack: { node: Node; isLeaving: boolean }[] = [{ node: parse(html), isLeaving: false }];
  let title: string | undefined;
  for (let visit = stack.pop(); visit; visit = stack.pop()) {
    const { node, isLeaving } = visit;
    if (node.nodeName === "#text" && "value" in node) page.write(node.value);
    if (!("childNodes" in node)) continue;
    if ("tagName" in node) {
      if (node.tagName === "title" && title === undefined) title = listText(node);
      if (node.tagName === "head" && !isLeaving) {
        stack.push(...node.childNodes.filter((child) => child.nodeName === "title").map(enter));
        continue;
      }
      if (isHidden(node) || node.tagName === "title") continue;
      if (isLeaving) page.leave(node);
      else page.enter(node);
    }
    if (isLeaving) continue;
    stack.push({ node, isLeaving: true }, ...node.childNodes.map(enter).toReversed());
  }
  page.end();
  return title === undefined ? undefined : squeezeSpaces(title);
}

function enter(node: Node): { node: Node; isLeaving: boolean } {
  return { node, isLeaving: false };
}

/** The running paragraph and the tables that are open around it. */
function buildPage(draft: DraftReading) {
  let running = "";
  let isListItem = false;
  const tables: OpenTable[] = [];
  const flush = (kind: Block["kind"], level?: number): void => {
    if (tables.at(-1)?.row) return;
    draft.addBlock(kind, squeezeSpaces(running), level);
    running = "";
  };
  const flushText = (): void => {
    flush(isListItem ? "list_item" : "paragraph");
    isListItem = false;
  };
  return {
    write: (text: string) => {
      running += text;
    },
    end: flushText,
    enter: ({ tagName }: Element) => {
      if (blockElements.has(tagName)) flushText();
      if (blockElements.has(tagName) || tagName === "br") running += " ";
      if (tagName === "li") isListItem = true;
      const table = tables.at(-1);
      if (tagName === "table") tables.push({ header: null, row: null, rows: 0, cellStart: 0 });
      else if (tagName === "tr" && table) table.row = [];
      else if ((tagName === "td" || tagName === "th") && table) table.cellStart = running.length;
    },
    leave: (element: Element) => {
      const { tagName } = element;
      const table = tables.at(-1);
      if (/^h[1-6]$/.test(tagName)) flush("heading", Number(tagName[1]));
      else if ((tagName === "td" || tagName === "th") && table?.row) {
        table.row.push({ text: running.slice(table.cellStart), isHeader: isHeaderCell(element) });
        running = running.slice(0, table.cellStart);
      } else if (tagName === "tr" && table?.row) {
        const cells = table.row;
        table.row = null;
        addRow(draft, table, cells);
      } else if (tagName === "table") tables.pop();
      else if (blockElements.has(tagName)) flushText();
      if (blockElements.has(tagName)) running += " ";
    },
  };
}

function addRow(draft: DraftReading, table: OpenTable, cells: readonly Cell[]): void {
  table.rows += 1;
  const texts = cells.map((cell) => cell.text);
  const isHeader = table.rows === 1 && cells.length > 1 && cells.every((cell) => cell.isHeader);
  if (isHeader) table.header = texts;
  else draft.addBlock("table_row", writeRow(table.header, texts));
}

/** A header cell by its tag, or, as word processors write it, by being bold from end to end. */
function isHeaderCell(cell: Element): boolean {
  if (cell.tagName === "th") return true;
  const bold = cell.childNodes.flatMap((child) =>
    "childNodes" in child && child.nodeName === "p" ? child.childNodes : [child],
  );
  return bold.length > 0 && bold.every((child) => child.nodeName === "strong" || child.nodeName === "b");
}

function isHidden({ tagName, attrs }: Element): boolean {
  if (unseen.has(tagName)) return true;
  return attrs.some(
    ({ name, value }) =>
      name === "hidden" ||
      (name === "aria-hidden" && value === "true") ||
      (name === "style" &&
        (/display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0|opacity\s*:\s*0(?![.\d])/i.test(
          value,
        ) ||
          isInvisibleColour(value))),
  );
}

/** The same colour for the text and what is behind it. */
function isInvisibleColour(style: string): boolean {
  const find = (property: RegExp) => property.exec(style)?.[1]?.trim().toLowerCase().replace(/\s+/g, "");
  const text = find(/(?:^|;)\s*color\s*:\s*([^;!]+)/i);
  const behind = find(/(?:^|;)\s*background(?:-color)?\s*:\s*([^;!]+)/i);
  return text !== undefined && behind !== undefined && spellColour(text) === spellColour(behind);
}

function spellColour(colour: string): string {
  const names: Record<string, string> = { white: "#ffffff", black: "#000000" };
  const full = colour.replace(/^#([\da-f])([\da-f])([\da-f])$/, "#$1$1$2$2$3$3");
  const [, red, green, blue] = /^rgb\((\d+),(\d+),(\d+)\)$/.exec(full) ?? [];
  if (red === undefined) return names[full] ?? full;
  return `#${[red, green, blue].map((part) => Number(part).toString(16).padStart(2, "0")).join("")}`;
}

function listText(element: Element): string {
  return element.childNodes.map((child) => ("value" in child ? child.value : "")).join("");
}
