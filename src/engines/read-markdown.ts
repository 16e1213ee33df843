// Markdown: its words without the marks; tables as rows that carry their header. What is not shown is kept apart.
import type { Definition, Nodes, Table } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmTableFromMarkdown } from "mdast-util-gfm-table";
import { gfmTable } from "micromark-extension-gfm-table";
import type { Block, Reading } from "../domain/reading.ts";
import { type DraftReading, draftReading, squeezeSpaces, writeRow } from "./draft-reading.ts";
import { followTags, type Words } from "./markdown-html.ts";

type Writer = { draft: DraftReading; tags: ReturnType<typeof followTags> };

export function readMarkdown(text: string): Reading {
  const draft = draftReading();
  const frontMatter = /^\uFEFF?---\r?\n([\s\S]*?)\r?\n---\r?\n/.exec(text);
  // The key and value lines at the head often hold the owner and the dates.
  if (frontMatter) draft.addBlock("paragraph", frontMatter[1] ?? "");
  const tree = fromMarkdown(text.slice(frontMatter?.[0].length ?? 0), {
    extensions: [gfmTable()],
    mdastExtensions: [gfmTableFromMarkdown()],
  });
  const writer = { draft, tags: followTags() };
  for (const node of tree.children) addNode(writer, node, "paragraph");
  return draft.finish("text/markdown");
}

function addNode(writer: Writer, node: Nodes, kind: "paragraph" | "list_item"): void {
  const { draft, tags } = writer;
  if (node.type === "heading") addWords(draft, "heading", listWords(writer, node), node.depth);
  else if (node.type === "paragraph") addWords(draft, kind, listWords(writer, node));
  else if (node.type === "code") addCode(writer, node.value);
  else if (node.type === "table") addTable(writer, node);
  else if (node.type === "list" || node.type === "listItem")
    for (const child of node.children) addNode(writer, child, "list_item");
  else if (node.type === "blockquote") for (const child of node.children) addNode(writer, child, kind);
  else if (node.type === "html") addWords(draft, "paragraph", tags.read(node.value));
  else if (node.type === "definition") hideDefinition(draft, node);
}

/** Words that are seen become a block; the others are kept apart, joined as they stand. */
function addWords(draft: DraftReading, kind: Block["kind"], words: readonly Words[], level?: number): void {
  draft.addBlock(kind, squeezeSpaces(keepSeen(draft, words)), level);
}

function keepSeen(draft: DraftReading, words: readonly Words[]): string {
  const reasons = new Set(words.map(({ reason }) => reason));
  for (const reason of reasons)
    if (reason) draft.hide(reason, join(words.filter((one) => one.reason === reason)));
  return join(words.filter(({ reason }) => reason === null));
}

function join(words: readonly Words[]): string {
  return words.map(({ text }) => text).join("");
}

/** Lines of code keep their ends. */
function addCode({ draft, tags }: Writer, value: string): void {
  const { text, reason } = tags.place(value);
  if (reason) draft.hide(reason, text);
  else draft.addBlock("paragraph", text);
}

function addTable(writer: Writer, table: Table): void {
  const { draft } = writer;
  const [header, ...rows] = table.children.map((row) =>
    row.children.map((cell) => keepSeen(draft, listWords(writer, cell))),
  );
  if (rows.length === 0) draft.addBlock("table_row", writeRow(null, header ?? []));
  for (const row of rows) draft.addBlock("table_row", writeRow(header ?? null, row));
}

/** What stands for a reference is never shown: "[//]: # (a remark)" is how people write comments. */
function hideDefinition(draft: DraftReading, { label, identifier, title, url }: Definition): void {
  draft.hide("comment", title ?? "");
  for (const words of [label ?? identifier, decodeAddress(url)])
    if (/\s\S+\s/.test(words)) draft.hide("comment", words);
}

function decodeAddress(url: string): string {
  return url.replace(/%20|[+_]/g, " ").replace(/^#/, "");
}

function listWords({ draft, tags }: Writer, node: Nodes): Words[] {
  const list = (one: Nodes): Words[] => {
    if (one.type === "text" || one.type === "inlineCode") return [tags.place(one.value)];
    if (one.type === "break") return [tags.place("\n")];
    if (one.type === "html") return tags.read(one.value);
    if (one.type === "image" || one.type === "imageReference") draft.hide("alternative_text", one.alt ?? "");
    if ((one.type === "image" || one.type === "link") && one.title) draft.hide("alternative_text", one.title);
    return "children" in one ? one.children.flatMap((child: Nodes) => list(child)) : [];
  };
  return list(node);
}
