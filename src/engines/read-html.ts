// HTML: what a reader of the page would see. Walked without recursion: nesting may be as deep as it likes.
import { type DefaultTreeAdapterTypes, parse } from "parse5";
import { hasInjection } from "../domain/injection.ts";
import type { Block, Hidden, Reading } from "../domain/reading.ts";
import { type DraftReading, draftReading, squeezeSpaces, writeRow } from "./draft-reading.ts";

import { findHiding, findLook, type Look, plainLook } from "./html-looks.ts";
import { type Element, getAttribute, parseStyleSheet } from "./html-styles.ts";

type Node = DefaultTreeAdapterTypes.Node;

/** Not read as text of the page; the first two hold text for people whose browsers show nothing else. */
const unseen = new Set(
  "template noscript script style svg math object iframe canvas audio video select datalist".split(" "),
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
  const root = parse(html);
  const sheet = parseStyleSheet(listStyles(root));
  const looks: Look[] = [plainLook];
  const stack: { node: Node; isLeaving: boolean }[] = [{ node: root, isLeaving: false }];
  let title: string | undefined;
  for (let visit = stack.pop(); visit; visit = stack.pop()) {
    const { node, isLeaving } = visit;
    const look = looks.at(-1) ?? plainLook;
    if (node.nodeName === "#text" && "value" in node) page.write(node.value, findHiding(look));
    if (node.nodeName === "#comment" && "data" in node) draft.hide("comment", node.data);
    if (!("childNodes" in node)) continue;
    if ("tagName" in node) {
      if (node.tagName === "title" && title === undefined) title = listText(node);
      if (!isLeaving) hideAttributes(draft, node);
      if (node.tagName === "title" || unseen.has(node.tagName)) {
        hideUnseen(draft, node);
        continue;
      }
      if (isLeaving) {
        looks.pop();
        page.leave(node);
      } else {
        looks.push(findLook(node, look, sheet));
        page.enter(node);
      }
    }
    if (isLeaving) continue;
    stack.push({ node, isLeaving: true }, ...node.childNodes.map(enter).toReversed());
  }
  page.end();
  return title === undefined ? undefined : squeezeSpaces(title);
}

const longestScript = 100_000;

/** Scripts and styles are no text for anybody, unless somebody is talked to in them. */
function hideUnseen(draft: DraftReading, element: Element): void {
  if (element.tagName === "title") return;
  const words = listAllText(element);
  const isForPeople = element.tagName === "template" || element.tagName === "noscript";
  if (isForPeople || hasInjection(words.slice(0, longestScript))) draft.hide("not_shown", words);
}

/** Texts that stand for a picture or explain a thing when somebody points at it. */
function hideAttributes(draft: DraftReading, element: Element): void {
  for (const { name, value } of element.attrs) {
    if (/^(?:alt|title|summary|placeholder|aria-(?:label|description|valuetext))$/.test(name))
      draft.hide("alternative_text", value);
    else if (name.startsWith("data-") && hasInjection(value)) draft.hide("metadata", value);
  }
  if (
    element.tagName === "meta" &&
    getAttribute(element, "name") !== "viewport" &&
    getAttribute(element, "http-equiv") === null
  )
    draft.hide("metadata", getAttribute(element, "content") ?? "");
  if (element.tagName === "input" && getAttribute(element, "type") === "hidden")
    draft.hide("not_shown", getAttribute(element, "value") ?? "");
}

function listStyles(root: Node): string {
  let styles = "";
  walk(root, (node) => {
    if (node.nodeName === "style") styles += `${listText(node as Element)}\n`;
  });
  return styles;
}

/** All text below, that of a template too. */
function listAllText(element: Element): string {
  let words = "";
  walk(element, (node) => {
    if (node.nodeName === "#text" && "value" in node) words += node.value;
    else if (blockElements.has(node.nodeName)) words += " ";
  });
  return squeezeSpaces(words);
}

function walk(root: Node, look: (node: Node) => void): void {
  const stack: Node[] = [root];
  for (let node = stack.pop(); node; node = stack.pop()) {
    look(node);
    if ("content" in node) stack.push(node.content);
    if ("childNodes" in node) stack.push(...node.childNodes.toReversed());
  }
}

function enter(node: Node): { node: Node; isLeaving: boolean } {
  return { node, isLeaving: false };
}

/** The running paragraph and the tables that are open around it. */
function buildPage(draft: DraftReading) {
  let running = "";
  let isListItem = false;
  let concealed: { reason: Hidden["reason"]; words: string } | null = null;
  const flushConcealed = (): void => {
    if (concealed) draft.hide(concealed.reason, concealed.words);
    concealed = null;
  };
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
    /** `hiding` tells why these words are not seen: then they are kept apart. */
    write: (text: string, hiding: Hidden["reason"] | null) => {
      if (hiding === null) {
        if (text.trim() !== "") flushConcealed();
        running += text;
        return;
      }
      if (concealed && concealed.reason !== hiding) flushConcealed();
      concealed = { reason: hiding, words: (concealed?.words ?? "") + text };
    },
    end: () => {
      flushConcealed();
      flushText();
    },
    enter: ({ tagName }: Element) => {
      if (blockElements.has(tagName)) flushText();
      if (blockElements.has(tagName) || tagName === "br") {
        running += " ";
        if (concealed) concealed.words += " ";
      }
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

function listText(element: Element): string {
  return element.childNodes.map((child) => ("value" in child ? child.value : "")).join("");
}
