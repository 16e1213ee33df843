// What Word does not show, or shows so that nobody sees it: taken out of a part of a DOCX and named.
import type { Hidden } from "../domain/reading.ts";
import { isLost, parseColour, white } from "./colours.ts";
import { type Element, findBelow, getAttribute, listBelow, listChildren } from "./office-xml.ts";

export type HiddenRun = { reason: Hidden["reason"]; text: string };

/** Properties of a run or of the styles it has: by name, the element that says it. */
type Properties = Map<string, Element>;
export type WordStyles = {
  /** Properties that a style gives its runs, those of what it is based on included. */
  find(id: string | null): { run: Properties; shade: Element | null };
  /** Whether a style of tables shades cells: then the background of one is not known from the cell alone. */
  isShading(id: string | null): boolean;
  defaults: Properties;
};

/** Half points: 1.5 points. */
const leastSize = 3;
/** Parts of an inch in an EMU, and how far outside its paragraph a box must start to be off the page. */
const farEmu = -5 * 914_400;

export function parseStyles(root: Element | null): WordStyles {
  const styles = new Map(
    (root ? listChildren(root, "style") : []).map((style) => [getAttribute(style, "styleId") ?? "", style]),
  );
  const known = new Map<string | null, ReturnType<WordStyles["find"]>>();
  const find: WordStyles["find"] = (id) => {
    const before = known.get(id);
    if (before) return before;
    const run: Properties = new Map();
    let shade: Element | null = null;
    let style = styles.get(id ?? "");
    for (let depth = 0; style && depth < 20; depth += 1) {
      for (const [name, element] of listProperties(style)) if (!run.has(name)) run.set(name, element);
      shade ??= findShade(listChildren(style, "pPr")[0]);
      const [parent] = listChildren(style, "basedOn");
      style = parent ? styles.get(getAttribute(parent, "val") ?? "") : undefined;
    }
    known.set(id, { run, shade });
    return { run, shade };
  };
  const isShading: WordStyles["isShading"] = (id) => {
    const style = styles.get(id ?? "");
    return (
      style !== undefined &&
      listBelow(style, "shd").some(
        (shade) => !/^(?:auto|ffffff)$/i.test(getAttribute(shade, "fill") ?? "auto"),
      )
    );
  };
  const defaults = root && findBelow(root, "rPrDefault");
  return { find, isShading, defaults: defaults ? listProperties(defaults) : new Map() };
}

/**
 * Removes what is not seen from the tree and returns it, in the order in which it stood. Word cuts even words into
 * runs: texts begin with a blank where they begin something new.
 */
export function takeHiddenRuns(root: Element, styles: WordStyles): HiddenRun[] {
  const found: HiddenRun[] = [];
  let last: Element | null = null;
  const take = (element: Element, reason: Hidden["reason"]): void => {
    const paragraph = findAround(element, "p");
    found.push({ reason, text: (paragraph === last ? "" : " ") + readWords(element) });
    last = paragraph;
    element.parentNode?.removeChild(element);
  };
  for (const name of ["del", "moveFrom"]) for (const part of listBelow(root, name)) take(part, "deleted");
  for (const anchor of listBelow(root, "anchor")) if (isFarAway(anchor)) take(anchor, "off_page");
  for (const name of ["docPr", "cNvPr"])
    for (const shape of listBelow(root, name))
      for (const attribute of ["descr", "title"])
        found.push({ reason: "alternative_text", text: ` ${getAttribute(shape, attribute) ?? ""}` });
  const page = findBelow(root, "background");
  const behind = (page && parseColour(getAttribute(page, "color") ?? "")) || white;
  for (const run of listBelow(root, "r")) {
    const reason = findReason(run, styles, behind);
    if (reason && readText(run) !== "") take(run, reason);
  }
  return found.filter(({ text }) => text.trim() !== "");
}

function findReason(run: Element, styles: WordStyles, page: typeof white): Hidden["reason"] | null {
  const paragraph = findAround(run, "p");
  const [setup] = paragraph ? listChildren(paragraph, "pPr") : [];
  const style = styles.find(readStyle(setup, "pStyle"));
  const own = listProperties(run);
  const [ownSetup] = listChildren(run, "rPr");
  const character = styles.find(readStyle(ownSetup, "rStyle"));
  const get = (name: string) =>
    own.get(name) ?? character.run.get(name) ?? style.run.get(name) ?? styles.defaults.get(name);
  if (isOn(get("vanish")) || isOn(get("specVanish"))) return "not_shown";
  const size = Number(readValue(get("sz")) ?? 20);
  const width = Number((readValue(get("w")) ?? "100").replace("%", ""));
  if (size <= leastSize || width <= 5) return "tiny";
  const colour = readColour(get("color"));
  if (!colour) return null;
  const shade = own.get("shd") ?? character.run.get("shd") ?? findShade(setup) ?? style.shade;
  const highlight = readValue(get("highlight"));
  const behind =
    highlight && highlight !== "none" ? parseColour(highlight) : findFill(shade, run, styles, page);
  return behind && isLost(colour, behind) ? "background_colour" : null;
}

/** The fill of what the run stands in; null when it is not known. */
function findFill(
  shade: Element | null,
  run: Element,
  styles: WordStyles,
  page: typeof white,
): typeof white | null {
  const fill = shade && readFill(shade);
  if (fill) return fill === "unknown" ? null : fill;
  const cell = findAround(run, "tc");
  const [cellSetup] = cell ? listChildren(cell, "tcPr") : [];
  const cellShade = findShade(cellSetup);
  const cellFill = cellShade && readFill(cellShade);
  if (cellFill) return cellFill === "unknown" ? null : cellFill;
  const table = cell && findAround(cell, "tbl");
  const [tableSetup] = table ? listChildren(table, "tblPr") : [];
  if (styles.isShading(readStyle(tableSetup, "tblStyle"))) return null;
  // A box of its own may be filled: its colour lies outside the text.
  return findAround(run, "txbxContent") ? null : page;
}

function readFill(shade: Element): typeof white | "unknown" | null {
  const fill = getAttribute(shade, "fill") ?? "auto";
  if (getAttribute(shade, "themeFill") !== null && fill === "auto") return "unknown";
  return fill === "auto" ? null : parseColour(fill);
}

function readColour(element: Element | undefined): typeof white | null {
  if (!element) return null;
  const value = getAttribute(element, "val") ?? "auto";
  if (value !== "auto") return parseColour(value);
  return /^(?:background1|light1|bg1|lt1)$/.test(getAttribute(element, "themeColor") ?? "") ? white : null;
}

function listProperties(owner: Element): Properties {
  const [setup] = listChildren(owner, "rPr");
  return new Map((setup ? listChildren(setup) : []).map((element) => [element.localName ?? "", element]));
}

function findShade(setup: Element | undefined): Element | null {
  return (setup && listChildren(setup, "shd")[0]) ?? null;
}

function readStyle(setup: Element | undefined, name: string): string | null {
  const [style] = setup ? listChildren(setup, name) : [];
  return style ? getAttribute(style, "val") : null;
}

function readValue(element: Element | undefined): string | null {
  return element ? getAttribute(element, "val") : null;
}

/** A switch is on unless it says that it is not. */
function isOn(element: Element | undefined): boolean {
  return element !== undefined && !/^(?:0|false|off)$/i.test(getAttribute(element, "val") ?? "true");
}

function isFarAway(anchor: Element): boolean {
  const offsets = listBelow(anchor, "posOffset").map(({ textContent }) => Number(textContent));
  const extents = listChildren(anchor, "extent").flatMap((size) => [
    getAttribute(size, "cx"),
    getAttribute(size, "cy"),
  ]);
  return (
    offsets.some((offset) => offset <= farEmu) ||
    extents.some((length) => length !== null && Number(length) <= 12_700)
  );
}

function findAround(element: Element, name: string): Element | null {
  let around = element.parentNode;
  while (around && (around as Element).localName !== name) around = around.parentNode;
  return around as Element | null;
}

export function readText(element: Element): string {
  return readWords(element).replace(/\s+/g, " ").trim();
}

/** Words that were deleted have a name of their own. */
function readWords(element: Element): string {
  const parts: string[] = [];
  const stack = listChildren(element).toReversed();
  for (let next = stack.pop(); next; next = stack.pop()) {
    if (next.localName === "t" || next.localName === "delText") parts.push(next.textContent ?? "");
    else if (next.localName === "p" || next.localName === "tab" || next.localName === "br") parts.push(" ");
    stack.push(...listChildren(next).toReversed());
  }
  return parts.join("");
}
