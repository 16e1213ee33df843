// Puts a reading together block by block, so that every span of every format is an exact slice of one text.
import { uncover } from "../domain/disguise.ts";
import type { Block, Box, Heading, Hidden, Page, Reading } from "../domain/reading.ts";
import { Fault } from "../fault.ts";
import { buildHidden } from "./hidden-text.ts";

/**
 * A word as a format gives it; `joint` is what stands between it and the next word (a space unless told), `lead`
 * what is said before it without standing there (the name of its column).
 */
export type DraftWord = { text: string; box: Box; confidence: number; joint?: string; lead?: string };

export type DraftReading = {
  openPage(page: { label?: string; width?: number; height?: number }): void;
  /** Adds a block of text; white space around it is dropped and an empty one is ignored. */
  addBlock(kind: Block["kind"], text: string, level?: number): void;
  /** Adds a block of words that have a place on the page. */
  addWords(kind: Block["kind"], words: readonly DraftWord[], level?: number): void;
  /** Says that the state of something in the block added last cannot be read. */
  markUnreadable(box: Box): void;
  /** Keeps text apart that the file holds without showing it, with the page that is open. */
  hide(reason: Hidden["reason"], text: string): void;
  finish(mediaType: string, title?: string): Reading;
};

/** More text than this is not evidence but a dump; it would also not fit the memory of what follows. */
const mostCharacters = 10_000_000;

/** Throws Fault `unreadable_file` when the text grows past ten million characters. */
export function draftReading(): DraftReading {
  const pieces: string[] = [];
  const pages: Page[] = [];
  const headings: Heading[] = [];
  const blocks: Block[] = [];
  let length = 0;

  const hidden = buildHidden();
  const clean = (text: string): string => {
    const uncovered = uncover(text);
    for (const words of uncovered.hidden) hide("control_characters", words);
    return cleanText(uncovered.text);
  };
  const hide: DraftReading["hide"] = (reason, text) => {
    if (pages.length === 0) openPage({});
    hidden.add(pages.length, reason, squeezeSpaces(cleanText(uncover(text).text)));
  };
  const append = (text: string): { start: number; end: number } => {
    const start = length;
    pieces.push(text);
    length += text.length;
    if (length > mostCharacters)
      throw new Fault("unreadable_file", "The file holds too much text: split it and upload the parts.");
    return { start, end: length };
  };
  const openPage: DraftReading["openPage"] = ({ label, width = 0, height = 0 }) => {
    closePage();
    const number = pages.length + 1;
    const page = { number, width, height, start: length, end: length, words: [], unreadable: [], hidden: [] };
    pages.push(label === undefined ? page : { ...page, label });
  };
  const closePage = (): void => {
    const page = pages.at(-1);
    if (page) page.end = length;
  };
  const separate = (kind: Block["kind"]): void => {
    const before = blocks.at(-1)?.kind;
    if (before === undefined) return;
    append(before === kind && kind !== "paragraph" && kind !== "heading" ? "\n" : "\n\n");
  };
  const close = (kind: Block["kind"], span: { start: number; end: number }, level?: number): void => {
    blocks.push({ kind, ...span });
    if (kind === "heading") headings.push({ level: Math.min(6, Math.max(1, level ?? 1)), ...span });
  };
  return {
    openPage,
    addBlock: (kind, text, level) => {
      const cleaned = clean(text).trim();
      if (cleaned === "") return;
      if (pages.length === 0) openPage({});
      separate(kind);
      close(kind, append(cleaned), level);
    },
    addWords: (kind, words, level) => {
      const cleaned = words
        .map((word) => ({ ...word, text: clean(word.text).replace(/\s+/g, "") }))
        .filter((word) => word.text !== "");
      if (cleaned.length === 0) return;
      if (pages.length === 0) openPage({});
      separate(kind);
      const start = length;
      cleaned.forEach((word, index) => {
        const { joint = " ", lead = "", ...rest } = word;
        if (lead !== "") append(clean(lead));
        pages.at(-1)?.words.push({ ...rest, ...append(word.text) });
        if (index < cleaned.length - 1) append(joint);
      });
      close(kind, { start, end: length }, level);
    },
    markUnreadable: (box) => {
      const block = blocks.at(-1);
      if (block) pages.at(-1)?.unreadable.push({ box, start: block.start, end: block.end });
    },
    hide,
    finish: (mediaType, title) => {
      if (pages.length === 0) openPage({});
      closePage();
      const cleaned = clean(title ?? "").trim();
      for (const page of pages) page.hidden = hidden.list(page.number);
      const reading = { mediaType, text: pieces.join(""), pages, headings, blocks };
      return cleaned === "" ? reading : { ...reading, title: cleaned };
    },
  };
}

/** Without control characters and broken surrogates, which no database takes; line ends are `\n`. */
function cleanText(text: string): string {
  return (
    text
      .replace(/\r\n?/g, "\n")
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what has to go
      .replace(/[\u0000-\u0008\u000B-\u001F\u007F]/g, "")
      .replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, "\uFFFD")
  );
}

/** One row of a table, self-contained: every value with the header of its column. */
export function writeRow(header: readonly string[] | null, cells: readonly string[]): string {
  return cells
    .map((cell, index) => ({ cell: squeezeSpaces(cell), name: squeezeSpaces(header?.[index] ?? "") }))
    .filter(({ cell }) => cell !== "")
    .map(({ cell, name }) => (name === "" ? cell : `${name}: ${cell}`))
    .join(" | ");
}

export function squeezeSpaces(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
