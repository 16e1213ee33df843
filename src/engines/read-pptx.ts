// PPTX: every slide a page with its title, its lines, its tables and the speaker's notes.
import type { Reading } from "../domain/reading.ts";
import { type DraftReading, draftReading, squeezeSpaces, writeRow } from "./draft-reading.ts";
import {
  type Element,
  findBelow,
  getAttribute,
  hideProperties,
  listBelow,
  listChildren,
  type OfficeParts,
  openOfficeParts,
} from "./office-xml.ts";
import { findRunHiding, findShapeHiding, findSlideLook, parseTheme, type SlideLook } from "./pptx-hidden.ts";

export const pptxType = "application/vnd.openxmlformats-officedocument.presentationml.presentation";

/** A slide of 10 by 7.5 inches, when the file does not tell. */
const usualSize = { width: 9_144_000, height: 6_858_000 };

type Deck = { draft: DraftReading; parts: OfficeParts; size: SlideLook["size"]; theme: SlideLook["theme"] };

export async function readPptx(bytes: Buffer): Promise<Reading> {
  const parts = await openOfficeParts(bytes);
  const draft = draftReading();
  const presentation = await parts.parse("ppt/presentation.xml");
  const [theme] = parts.list(/^ppt\/theme\/theme\d+\.xml$/);
  const deck = {
    draft,
    parts,
    size: findSlideSize(presentation),
    theme: parseTheme(theme === undefined ? null : await parts.parse(theme)),
  };
  for (const name of await listSlides(parts, presentation)) {
    const slide = await parts.parse(name);
    if (slide) await addSlide(deck, name, slide);
  }
  for (const name of parts.list(/^ppt\/comments\/[^/]+\.xml$/)) {
    const comments = await parts.parse(name);
    if (comments) draft.hide("comment", comments.textContent ?? "");
  }
  await hideProperties(draft, parts.parse);
  return draft.finish(pptxType);
}

function findSlideSize(presentation: Element | null): SlideLook["size"] {
  const size = presentation && findBelow(presentation, "sldSz");
  if (!size) return usualSize;
  return { width: Number(getAttribute(size, "cx")), height: Number(getAttribute(size, "cy")) };
}

/** Slides in the order in which they are shown; by their number where the order is not told. */
async function listSlides(parts: OfficeParts, presentation: Element | null): Promise<string[]> {
  const targets = await listTargets(parts, "ppt/_rels/presentation.xml.rels", "ppt/");
  const shown = presentation ? listBelow(presentation, "sldId") : [];
  const ordered = shown.flatMap((entry) => {
    // The id of the slide stands beside that of its part: the part's is the one with a prefix.
    const ids = Array.from(entry.attributes).map(({ value }) => targets.get(value));
    return ids.find((target) => target?.startsWith("ppt/slides/")) ?? [];
  });
  return ordered.length > 0 ? ordered : parts.list(/^ppt\/slides\/slide\d+\.xml$/);
}

async function listTargets(parts: OfficeParts, name: string, folder: string): Promise<Map<string, string>> {
  const relations = await parts.parse(name);
  return new Map(
    (relations ? listChildren(relations) : []).map((relation) => [
      getAttribute(relation, "Id") ?? "",
      resolveTarget(folder, getAttribute(relation, "Target") ?? ""),
    ]),
  );
}

function resolveTarget(folder: string, target: string): string {
  const path = target.startsWith("/") ? target.slice(1) : folder + target;
  return path.replace(/[^/]+\/\.\.\//g, "");
}

async function addSlide(deck: Deck, name: string, slide: Element): Promise<void> {
  const { draft, parts } = deck;
  const targets = [...(await listPartTargets(parts, name)).values()];
  const look = findSlideLook(slide, await listBelowSlide(parts, targets), deck.size, deck.theme);
  const all = listBelow(slide, "sp");
  const shapes = all.filter((shape) => findShapeHiding(shape, look) === null);
  const isSeen = (run: Element, shape: Element) => findRunHiding(run, shape, look) === null;
  const title = shapes.find(isTitle) ?? shapes.find((shape) => listLines(shape, isSeen).length === 1);
  const words = title ? listLines(title, isSeen).join(" ") : "";
  const hidden = getAttribute(slide, "show") === "0" ? " (hidden)" : "";
  draft.openPage({ label: `${words || name.replace(/^.*\/|\.xml$/g, "")}${hidden}` });
  draft.addBlock("heading", words, 1);
  for (const shape of shapes) {
    if (shape !== title) for (const line of listLines(shape, isSeen)) draft.addBlock("list_item", line);
  }
  for (const table of listBelow(slide, "tbl")) addTable(draft, table, (run) => isSeen(run, table));
  hideUnseen(draft, slide, all, look);
  const notes = targets.find((target) => /notesSlides\//.test(target));
  if (notes) addNotes(draft, await parts.parse(notes));
}

function listPartTargets(parts: OfficeParts, name: string): Promise<Map<string, string>> {
  const [, folder = "", file = ""] = /^(.*\/)([^/]+)$/.exec(name) ?? [];
  return listTargets(parts, `${folder}_rels/${file}.rels`, folder);
}

/** The layout of a slide and the master of that, where backgrounds and pictures of all slides are. */
async function listBelowSlide(parts: OfficeParts, targets: readonly string[]): Promise<Element[]> {
  const layoutName = targets.find((target) => /slideLayouts\//.test(target));
  if (layoutName === undefined) return [];
  const masters = [...(await listPartTargets(parts, layoutName)).values()];
  const masterName = masters.find((target) => /slideMasters\//.test(target));
  const found = [
    await parts.parse(layoutName),
    masterName === undefined ? null : await parts.parse(masterName),
  ];
  return found.filter((one) => one !== null);
}

/** What is on the slide's list and not on the slide, and what is told of pictures. */
function hideUnseen(draft: DraftReading, slide: Element, shapes: readonly Element[], look: SlideLook): void {
  for (const shape of [...shapes, ...listBelow(slide, "tbl")]) {
    const whole = shape.localName === "sp" ? findShapeHiding(shape, look) : null;
    const reasons = whole
      ? [whole]
      : new Set(listBelow(shape, "r").flatMap((run) => findRunHiding(run, shape, look) ?? []));
    for (const reason of reasons)
      draft.hide(
        reason,
        listLines(shape, (run) => whole !== null || findRunHiding(run, shape, look) === reason).join(" "),
      );
  }
  for (const properties of listBelow(slide, "cNvPr"))
    for (const name of ["descr", "title"])
      draft.hide("alternative_text", getAttribute(properties, name) ?? "");
}

function isTitle(shape: Element): boolean {
  const placeholder = findBelow(shape, "ph");
  return placeholder !== null && /^(?:title|ctrTitle)$/.test(getAttribute(placeholder, "type") ?? "");
}

/** The lines of a shape, of those runs that are wanted. */
function listLines(shape: Element, isWanted: (run: Element, shape: Element) => boolean): string[] {
  return listBelow(shape, "p")
    .map((paragraph) => {
      const texts = listBelow(paragraph, "t").filter((text) => {
        const run = text.parentNode as Element;
        return run.localName !== "r" || isWanted(run, shape);
      });
      return squeezeSpaces(texts.map(({ textContent }) => textContent ?? "").join(""));
    })
    .filter((line) => line !== "");
}

function addTable(draft: DraftReading, table: Element, isSeen: (run: Element) => boolean): void {
  const [header, ...rows] = listBelow(table, "tr").map((row) =>
    listChildren(row, "tc").map((cell) => listLines(cell, isSeen).join(" ")),
  );
  if (rows.length === 0) draft.addBlock("table_row", writeRow(null, header ?? []));
  for (const row of rows) draft.addBlock("table_row", writeRow(header ?? null, row));
}

/** Only what the speaker wrote: the picture of the slide and its number are placeholders too. */
function addNotes(draft: DraftReading, notes: Element | null): void {
  const shapes = (notes ? listBelow(notes, "sp") : []).filter((shape) => {
    const placeholder = findBelow(shape, "ph");
    return placeholder === null || getAttribute(placeholder, "type") === "body";
  });
  const lines = shapes.flatMap((shape) => listLines(shape, () => true));
  if (lines.length === 0) return;
  draft.addBlock("heading", "Notes", 2);
  for (const line of lines) draft.addBlock("paragraph", line);
}
