// The elements of Unstructured's partition reply → a Reading. Pure: no network.
import { z } from "zod";
import type { Box, Reading } from "../domain/reading.ts";
import { type DraftReading, type DraftWord, draftReading } from "./draft-reading.ts";
import { addHtml } from "./read-html.ts";

const coordinatesSchema = z.object({
  points: z.array(z.tuple([z.number(), z.number()])).min(2),
  layout_width: z.number().positive(),
  layout_height: z.number().positive(),
});

/** What is used of an element; the reply has more, and the client does not check any of it. */
export const elementsSchema = z.array(
  z.object({
    type: z.string(),
    text: z.string(),
    metadata: z
      .object({
        page_number: z.number().int().positive().nullish(),
        page_name: z.string().nullish(),
        category_depth: z.number().int().nonnegative().nullish(),
        text_as_html: z.string().nullish(),
        filetype: z.string().nullish(),
        detection_class_prob: z.number().min(0).max(1).nullish(),
        coordinates: coordinatesSchema.nullish().catch(null),
      })
      .default({}),
  }),
);
type Element = z.output<typeof elementsSchema>[number];
type Size = { width: number; height: number };

/** Elements in the order of the reply. Pages count from 1 without gaps; the source's number is the label. */
export function buildReading(elements: readonly Element[]): Reading {
  const draft = draftReading();
  let openPage: number | null = null;
  for (const element of elements) {
    const number: number = element.metadata.page_number ?? openPage ?? 1;
    if (number !== openPage) {
      const size = findPageSize(elements, number);
      const label = element.metadata.page_name ?? String(number);
      draft.openPage({ label, ...size });
      openPage = number;
    }
    addElement(draft, element, findPageSize(elements, number));
  }
  return draft.finish(elements[0]?.metadata.filetype ?? "application/octet-stream");
}

function findPageSize(elements: readonly Element[], number: number): Size {
  const found = elements.find(
    ({ metadata }) => (metadata.page_number ?? 1) === number && metadata.coordinates,
  )?.metadata.coordinates;
  return found
    ? { width: Math.round(found.layout_width), height: Math.round(found.layout_height) }
    : { width: 0, height: 0 };
}

const unread = new Set(["PageBreak", "Image", "PageNumber"]);

function addElement(draft: DraftReading, element: Element, page: Size): void {
  const { type, text, metadata } = element;
  if (unread.has(type) || text.trim() === "") return;
  if (type === "Table") addTable(draft, element, page);
  else if (type === "Title") addText(draft, "heading", element, page, (metadata.category_depth ?? 0) + 1);
  else addText(draft, type === "ListItem" ? "list_item" : "paragraph", element, page);
}

function addText(
  draft: DraftReading,
  kind: "heading" | "paragraph" | "list_item",
  { text, metadata }: Element,
  page: Size,
  level?: number,
): void {
  const box = findBox(metadata, page);
  if (box) draft.addWords(kind, spreadWords(text, box, metadata.detection_class_prob ?? 1), level);
  else draft.addBlock(kind, text, level);
}

/** Rows as the table's HTML has them, each with its share of the height. */
function addTable(draft: DraftReading, { text, metadata }: Element, page: Size): void {
  const rows = draftReading();
  addHtml(rows, metadata.text_as_html ?? `<p>${text.replaceAll("<", "&lt;")}</p>`);
  const table = rows.finish("text/html");
  const box = findBox(metadata, page);
  table.blocks.forEach(({ start, end }, index) => {
    const words = table.text.slice(start, end);
    if (!box) {
      draft.addBlock("table_row", words);
      return;
    }
    const height = box[3] / table.blocks.length;
    const share: Box = [box[0], box[1] + index * height, box[2], height];
    draft.addWords("table_row", spreadWords(words, share, metadata.detection_class_prob ?? 1));
  });
}

/** The upright box around the corners, inside the page. */
function findBox({ coordinates }: Element["metadata"], page: Size): Box | null {
  if (!coordinates || page.width === 0) return null;
  const clamp = (value: number, limit: number) => Math.min(limit, Math.max(0, value));
  const xs = coordinates.points.map(([x]) => clamp(x, page.width));
  const ys = coordinates.points.map(([, y]) => clamp(y, page.height));
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const [width, height] = [Math.max(...xs) - left, Math.max(...ys) - top];
  return width > 0 && height > 0 ? [left, top, width, height] : null;
}

/**
 * The reply gives one box for a whole paragraph. Its lines are as many as fit letters half as wide as high; words
 * follow each other along them by their share of the characters. Good enough to point at, not to measure.
 */
function spreadWords(text: string, [left, top, width, height]: Box, confidence: number): DraftWord[] {
  const words = text.split(/\s+/).filter((word) => word !== "");
  const length = words.reduce((sum, word) => sum + word.length + 1, 0);
  const lines = Math.max(1, Math.round(height / Math.sqrt((2 * width * height) / length)));
  const perLine = length / lines;
  const lineHeight = height / lines;
  let at = 0;
  return words.map((word) => {
    const line = Math.min(lines - 1, Math.floor(at / perLine));
    const from = at - line * perLine;
    const x = left + (Math.min(from, perLine - 1) / perLine) * width;
    const wordWidth = Math.min((word.length / perLine) * width, left + width - x);
    at += word.length + 1;
    return { text: word, confidence, box: [x, top + line * lineHeight, Math.max(1, wordWidth), lineHeight] };
  });
}
