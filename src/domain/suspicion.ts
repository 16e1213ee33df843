// What in a document is meant to mislead: text kept from people's eyes, instructions to the analyser, false letters.
import { z } from "zod";
import { listDisguisedWords } from "./disguise.ts";
import { findInjections, hasInjection, type Span } from "./injection.ts";
import type { Passage } from "./passage.ts";
import { type Hidden, hiddenReasons, type Reading } from "./reading.ts";

export const warningSchema = z.object({
  reason: z.enum([...hiddenReasons, "instructions", "disguised_letters"]),
  /** Null when it is not on a page: the title or the name of the file. */
  pageNumber: z.number().int().positive().nullable(),
  text: z.string(),
  /** Whether it talks to whoever analyses the document. */
  isInstruction: z.boolean(),
});
export type Warning = z.infer<typeof warningSchema>;

const mostWarnings = 20;
const longestWarning = 200;

/** Comments, alternative texts and the like have their use: they are listed with the page, and are no warning. */
const deceptive: readonly Hidden["reason"][] = [
  "background_colour",
  "invisible",
  "tiny",
  "off_page",
  "low_contrast",
  "control_characters",
];

/** At most twenty, instructions first: what a person should know before trusting the document. */
export function listWarnings(reading: Reading, fileName: string): Warning[] {
  const names = [fileName, reading.title ?? ""].filter(isTalking);
  const found: Warning[] = [
    ...names.map((name) => ({
      reason: "instructions" as const,
      pageNumber: null,
      text: name,
      isInstruction: true,
    })),
    ...findInjections(reading.text).map((span) => ({
      reason: "instructions" as const,
      pageNumber: findPage(reading, span.start),
      text: reading.text.slice(Math.max(0, span.start - 40), span.end + 60),
      isInstruction: true,
    })),
    ...listHidden(reading),
    ...listDisguisedWords(reading.text).map(({ word, start }) => ({
      reason: "disguised_letters" as const,
      pageNumber: findPage(reading, start),
      text: word,
      isInstruction: false,
    })),
  ];
  return found
    .toSorted((a, b) => Number(b.isInstruction) - Number(a.isInstruction))
    .slice(0, mostWarnings)
    .map((warning) => ({ ...warning, text: cut(warning.text) }));
}

function listHidden({ pages }: Reading): Warning[] {
  return pages.flatMap((page) =>
    page.hidden.flatMap(({ reason, text }) => {
      const isInstruction = hasInjection(text);
      return isInstruction || deceptive.includes(reason)
        ? [{ reason, pageNumber: page.number, text, isInstruction }]
        : [];
    }),
  );
}

function findPage({ pages }: Reading, offset: number): number {
  return pages.findLast(({ start }) => start <= offset)?.number ?? 1;
}

/** Without half a character at the end, which no database takes. */
function cut(text: string): string {
  return text.slice(0, longestWarning).replace(/[\uD800-\uDBFF]$/, "");
}

/** Names of files have marks where sentences have blanks, and a command begins at any of their words. */
function isTalking(name: string): boolean {
  const words = name
    .replace(/\.[a-z0-9]{2,5}$/i, "")
    .split(/[\s_+-]+|%20/)
    .slice(0, 40);
  return words.some((_, at) => hasInjection(words.slice(at).join(" ")));
}

/**
 * The passages that a claim must not rest on unseen, by their ids. Hidden instructions, and instructions in the title
 * or the name of the file, taint the whole document; those in its text taint their passages, what stands under a
 * heading that holds them, the rest of their section (its passages would be cut elsewhere without them) and the
 * passages before and after.
 */
export function findSuspects(
  document: { title: string | null; fileName: string },
  reading: Reading,
  passages: readonly Passage[],
): Set<string> {
  const names = [document.title ?? "", document.fileName, reading.title ?? ""];
  const isTainted =
    names.some(isTalking) ||
    reading.pages.some(({ hidden }) => hidden.some(({ text }) => hasInjection(text)));
  if (isTainted) return new Set(passages.map(({ id }) => id));
  const touched = new Set(
    findInjections(reading.text).flatMap((span) => listTouched(span, reading, passages)),
  );
  const sections = new Set([...touched].map((at) => nameSection(passages[at])));
  const disguised = new Set(
    listDisguisedWords(reading.text).flatMap((span) => findOverlapping(span, passages)),
  );
  const isSuspect = (passage: Passage, at: number): boolean =>
    disguised.has(at) ||
    [at - 1, at, at + 1].some((one) => touched.has(one)) ||
    sections.has(nameSection(passage));
  return new Set(passages.filter(isSuspect).map(({ id }) => id));
}

/** Places in the list of passages. Instructions between two passages (a heading without text) touch both. */
function listTouched(span: Span, { text, headings }: Reading, passages: readonly Passage[]): number[] {
  const titles = headings.filter(({ start, end }) => start < span.end && end > span.start);
  const words = titles.map(({ start, end }) => text.slice(start, end));
  const below =
    words.length === 0
      ? []
      : passages.flatMap(({ start, headingPath }, at) =>
          start >= span.start && headingPath.some((heading) => words.includes(heading)) ? [at] : [],
        );
  const touched = [...findOverlapping(span, passages), ...below];
  if (touched.length > 0) return touched;
  const next = findFirstAfter(span.start, passages);
  return [next - 1, next].filter((at) => at >= 0 && at < passages.length);
}

function findOverlapping(span: Span, passages: readonly Passage[]): number[] {
  const found: number[] = [];
  for (let at = findFirstAfter(span.start, passages); (passages[at]?.start ?? Infinity) < span.end; at += 1)
    found.push(at);
  return found;
}

/** The first passage that ends after an offset; passages are in the order of the text. */
function findFirstAfter(offset: number, passages: readonly Passage[]): number {
  let low = 0;
  let high = passages.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((passages[middle]?.end ?? Infinity) > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}

function nameSection(passage: Passage | undefined): string {
  return passage === undefined ? "" : [passage.pageNumber, ...passage.headingPath].join("\n");
}
