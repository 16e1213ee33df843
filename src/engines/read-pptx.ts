// PPTX: every slide a page with its title, its lines, its tables and the speaker's notes.
import type { Reading } from "../domain/reading.ts";
import { type DraftReading, draftReading, squeezeSpaces, writeRow } from "./draft-reading.ts";
import {
  type Element,
  findBelow,
  getAttribute,
  listBelow,
  listChildren,
  type OfficeParts,
  openOfficeParts,
} from "./office-xml.ts";

export const pptxType = "application/vnd.openxmlformats-officedocument.presentationml.presentation";

export async function readPptx(bytes: Buffer): Promise<Reading> {
  const parts = await openOfficeParts(bytes);
  const draft = draftReading();
  for (const name of await listSlides(parts)) {
    const slide = await parts.parse(name);
    if (slide) await addSlide(draft, parts, name, slide);
  }
  return draft.finish(pptxType);
}

/** Slides in the order in which they are shown; by their number where the order is not told. */
async function listSlides(parts: OfficeParts): Promise<string[]> {
  const presentation = await parts.parse("ppt/presentation.xml");
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

async function addSlide(
  draft: DraftReading,
  parts: OfficeParts,
  name: string,
  slide: Element,
): Promise<void> {
  const shapes = listBelow(slide, "sp");
  const title = shapes.find(isTitle) ?? shapes.find((shape) => listLines(shape).length === 1);
  const words = title ? listLines(title).join(" ") : "";
  const hidden = getAttribute(slide, "show") === "0" ? " (hidden)" : "";
  draft.openPage({ label: `${words || name.replace(/^.*\/|\.xml$/g, "")}${hidden}` });
  draft.addBlock("heading", words, 1);
  for (const shape of shapes) {
    if (shape !== title) for (const line of listLines(shape)) draft.addBlock("list_item", line);
  }
  for (const table of listBelow(slide, "tbl")) addTable(draft, table);
  const file = name.replace(/^.*\//, "");
  const relations = await listTargets(parts, `ppt/slides/_rels/${file}.rels`, "ppt/slides/");
  const notes = [...relations.values()].find((target) => /notesSlides\//.test(target));
  if (notes) addNotes(draft, await parts.parse(notes));
}

function isTitle(shape: Element): boolean {
  const placeholder = findBelow(shape, "ph");
  return placeholder !== null && /^(?:title|ctrTitle)$/.test(getAttribute(placeholder, "type") ?? "");
}

function listLines(shape: Element): string[] {
  return listBelow(shape, "p")
    .map((paragraph) =>
      squeezeSpaces(
        listBelow(paragraph, "t")
          .map(({ textContent }) => textContent ?? "")
          .join(""),
      ),
    )
    .filter((line) => line !== "");
}

function addTable(draft: DraftReading, table: Element): void {
  const [header, ...rows] = listBelow(table, "tr").map((row) =>
    listChildren(row, "tc").map((cell) => listLines(cell).join(" ")),
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
  const lines = shapes.flatMap(listLines);
  if (lines.length === 0) return;
  draft.addBlock("heading", "Notes", 2);
  for (const line of lines) draft.addBlock("paragraph", line);
}
