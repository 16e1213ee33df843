// Markdown: its words without the marks; tables as rows that carry their header.
import type { Nodes, Table } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmTableFromMarkdown } from "mdast-util-gfm-table";
import { gfmTable } from "micromark-extension-gfm-table";
import type { Reading } from "../domain/reading.ts";
import { type DraftReading, draftReading, squeezeSpaces, writeRow } from "./draft-reading.ts";

export function readMarkdown(text: string): Reading {
  const draft = draftReading();
  const frontMatter = /^\uFEFF?---\r?\n([\s\S]*?)\r?\n---\r?\n/.exec(text);
  // The key and value lines at the head often hold the owner and the dates.
  if (frontMatter) draft.addBlock("paragraph", frontMatter[1] ?? "");
  const tree = fromMarkdown(text.slice(frontMatter?.[0].length ?? 0), {
    extensions: [gfmTable()],
    mdastExtensions: [gfmTableFromMarkdown()],
  });
  for (const node of tree.children) addNode(draft, node, "paragraph");
  return draft.finish("text/markdown");
}

function addNode(draft: DraftReading, node: Nodes, kind: "paragraph" | "list_item"): void {
  if (node.type === "heading") draft.addBlock("heading", squeezeSpaces(listWords(node)), node.depth);
  else if (node.type === "paragraph") draft.addBlock(kind, squeezeSpaces(listWords(node)));
  else if (node.type === "code") draft.addBlock("paragraph", node.value);
  else if (node.type === "table") addTable(draft, node);
  else if (node.type === "list" || node.type === "listItem")
    for (const child of node.children) addNode(draft, child, "list_item");
  else if (node.type === "blockquote") for (const child of node.children) addNode(draft, child, kind);
  else if (node.type === "html") draft.addBlock("paragraph", stripTags(node.value));
}

function addTable(draft: DraftReading, table: Table): void {
  const [header, ...rows] = table.children.map((row) => row.children.map(listWords));
  if (rows.length === 0) draft.addBlock("table_row", writeRow(null, header ?? []));
  for (const row of rows) draft.addBlock("table_row", writeRow(header ?? null, row));
}

function listWords(node: Nodes): string {
  if (node.type === "text" || node.type === "inlineCode") return node.value;
  if (node.type === "break") return "\n";
  if (node.type === "html") return stripTags(node.value);
  return "children" in node ? node.children.map((child: Nodes) => listWords(child)).join("") : "";
}

function stripTags(html: string): string {
  return html.replace(/<!--[\s\S]*?(?:-->|$)/g, " ").replace(/<[^>]*>/g, " ");
}
