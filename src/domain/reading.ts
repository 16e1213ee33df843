// What a reader finds in a file: its whole text, its pages, where every word lies, and its headings.
import { z } from "zod";

/** `[x, y, width, height]`, origin top left: pixels of the original for images, points (1/72 inch) for PDF. */
export const boxSchema = z.tuple([z.number(), z.number(), z.number(), z.number()]);
export type Box = z.infer<typeof boxSchema>;

/** A word on a page: `text.slice(start, end) === word.text` for the reading's text. Confidence is 0 to 1. */
export const wordSchema = z.object({
  text: z.string().min(1),
  start: z.number().int().nonnegative(),
  end: z.number().int().positive(),
  box: boxSchema,
  confidence: z.number().min(0).max(1),
});

/**
 * Something on the page that says what no word says, such as a switch without "on" or "off" beside it: `box` on
 * the page, and the span of the line it belongs to.
 */
export const unreadableSchema = z.object({
  box: boxSchema,
  start: z.number().int().nonnegative(),
  end: z.number().int().positive(),
});

/** Ways in which a file holds text without showing it. */
export const hiddenReasons = [
  "not_shown",
  "comment",
  "deleted",
  "alternative_text",
  "metadata",
  "background_colour",
  "invisible",
  "tiny",
  "off_page",
  "low_contrast",
  "control_characters",
] as const;

/** Text that the file holds and a reader of the page does not see. It is kept apart: it is never evidence. */
export const hiddenSchema = z.object({ reason: z.enum(hiddenReasons), text: z.string().min(1).max(500) });
export type Hidden = z.infer<typeof hiddenSchema>;

/** One page, sheet or image: its share of the text is `[start, end)`. Formats without a layout have no words. */
export const pageSchema = z.object({
  number: z.number().int().positive(),
  label: z.string().optional(),
  width: z.number().nonnegative(),
  height: z.number().nonnegative(),
  start: z.number().int().nonnegative(),
  end: z.number().int().nonnegative(),
  words: z.array(wordSchema),
  unreadable: z.array(unreadableSchema),
  hidden: z.array(hiddenSchema),
});
export type Page = z.infer<typeof pageSchema>;

/** A heading is a span of the text; level 1 is the outermost. */
export const headingSchema = z.object({
  level: z.number().int().min(1).max(6),
  start: z.number().int().nonnegative(),
  end: z.number().int().positive(),
});
export type Heading = z.infer<typeof headingSchema>;

/**
 * Blocks are the spans that belong together (paragraph, list item, table row, line of a screen) in text
 * order, without overlap: passages are built of whole blocks wherever they fit.
 */
export const blockSchema = z.object({
  kind: z.enum(["heading", "paragraph", "list_item", "table_row", "line"]),
  start: z.number().int().nonnegative(),
  end: z.number().int().positive(),
});
export type Block = z.infer<typeof blockSchema>;

export const readingSchema = z.object({
  mediaType: z.string(),
  /** A title the file itself declares (document properties, HTML title), if any. */
  title: z.string().optional(),
  text: z.string(),
  pages: z.array(pageSchema).min(1),
  headings: z.array(headingSchema),
  blocks: z.array(blockSchema),
});
export type Reading = z.infer<typeof readingSchema>;
