// Prose of OSCAL as plain text: parameters are filled in, and the little markup that it may have is taken off.
import type { Flaws } from "./flaw.ts";
import { shorten } from "./flaw.ts";
import type { OscalParam } from "./oscal-schema.ts";

/** A parameter may stand in a choice of another one, and that one in a third; real catalogs stop at two. */
const insertDepth = 8;
const insertedLimit = 2_000;
/** All insertions of a catalog together: NIST's largest has 200,000 characters of them. */
const totalLimit = 10_000_000;
const insertPattern = /\{\{\s*(?:insert:\s*param\s*,)?\s*([^\s{}|,]{1,200})\s*(?:\|[^{}]{0,100})?\}\}/g;

export interface ProseReader {
  /** Plain text on one line. */
  read(prose: string): string;
}

/** @param flaws receives parameters that insert themselves or grow beyond their limit. */
export function buildProseReader(params: ReadonlyMap<string, OscalParam>, flaws: Flaws): ProseReader {
  const rendered = new Map<string, string>();
  let total = 0;

  const insert = (text: string, trail: readonly string[]): string =>
    text.replace(insertPattern, (_, id: string) => {
      if (total > totalLimit) return "";
      const words = renderParam(id, trail);
      total += words.length;
      if (total > totalLimit)
        flaws.add(`The parameters insert more than ${totalLimit} characters: shorten them.`);
      return words;
    });

  const renderParam = (id: string, trail: readonly string[]): string => {
    const known = rendered.get(id);
    if (known !== undefined) return known;
    const param = params.get(id);
    if (trail.includes(id)) {
      flaws.add(
        `Parameter ${shorten(id, 60)} inserts itself (${[...trail, id].join(" → ")}): break the circle.`,
      );
      return "";
    }
    if (trail.length >= insertDepth) {
      flaws.add(
        `Parameter ${shorten(id, 60)} is inserted through more than ${insertDepth} others: flatten them.`,
      );
      return "";
    }
    const text = param ? fill(param, (inner) => insert(inner, [...trail, id])) : `[assignment: ${id}]`;
    if (text.length > insertedLimit)
      flaws.add(`Parameter ${shorten(id, 60)} has more than ${insertedLimit} characters: shorten it.`);
    const kept = text.slice(0, insertedLimit);
    rendered.set(id, kept);
    return kept;
  };

  return { read: (prose) => stripMarkup(insert(prose, [])).replace(/\s+/g, " ").trim() };
}

/** Values that are set, else the choice to be made, else a blank to be filled in with what is known of it. */
function fill(param: OscalParam, insert: (text: string) => string): string {
  if (param.values.length > 0) return param.values.map(insert).join(", ");
  const choices = param.select?.choice ?? [];
  if (choices.length > 0) {
    const count = param.select?.["how-many"] === "one-or-more" ? " (one or more)" : "";
    return `[selection${count}: ${choices.map(insert).join("; ")}]`;
  }
  const limits = param.constraints.flatMap(({ description }) => (description ? [insert(description)] : []));
  return `[assignment: ${[insert(param.label ?? param.id), ...limits].join("; ")}]`;
}

/** Links become their words, emphasis and code marks go, and escaped characters lose their stroke. */
function stripMarkup(text: string): string {
  return text
    .replace(/(?<!\\)\[(?!assignment: |selection[: ])([^[\]\n]{1,500})\]\([^()\n]{0,500}\)/g, "$1")
    .replace(/(?<!\\)(\*{1,3}|`)(?=[^\s*`])([^*`\n]{1,1000}?)(?<=[^\s\\])\1/g, "$2")
    .replace(/\\([!-/:-@[-`{-~])/g, "$1");
}

/** Plain text → prose that every reader of OSCAL, this one too, shows as exactly that text. */
export function escapeProse(text: string): string {
  return text.replace(/[\\*`[\]{<]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, (mark) => `\\${mark}`);
}
