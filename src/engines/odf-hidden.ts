// What an OpenDocument file holds without showing it: taken out of its content and named.
import type { Hidden } from "../domain/reading.ts";
import { black, type Colour, isLost, parseColour, white } from "./colours.ts";
import { type Element, findBelow, getAttribute, listBelow, listChildren } from "./office-xml.ts";

type Found = { reason: Hidden["reason"]; text: string };
/** What a style says of itself and of what it is based on, by the name of the property. */
export type OdfStyles = { find(element: Element): ReadonlyMap<string, string> };

/** `background` is null when it is not known. */
type Look = { colour: Colour; background: Colour | null; size: number; isShown: boolean };
type Node = NonNullable<Element["firstChild"]>;

const leastSize = 1.5;

export function parseOdfStyles(roots: readonly (Element | null)[]): OdfStyles {
  const styles = new Map<string, Element>();
  for (const root of roots)
    for (const style of root ? listBelow(root, "style") : [])
      styles.set(getAttribute(style, "name") ?? "", style);
  const known = new Map<string, ReadonlyMap<string, string>>();
  const read = (name: string): ReadonlyMap<string, string> => {
    const before = known.get(name);
    if (before) return before;
    const properties = new Map<string, string>();
    let style = styles.get(name);
    for (let depth = 0; style && depth < 20; depth += 1) {
      for (const group of listChildren(style))
        for (const { localName, value } of Array.from(group.attributes))
          if (localName && !properties.has(localName)) properties.set(localName, value);
      style = styles.get(getAttribute(style, "parent-style-name") ?? "");
    }
    known.set(name, properties);
    return properties;
  };
  return { find: (element) => read(getAttribute(element, "style-name") ?? "") };
}

/** Removes what is not seen from the tree and returns it. */
export function takeHiddenContent(body: Element, styles: OdfStyles): Found[] {
  const found: Found[] = [];
  const take = (element: Element, reason: Hidden["reason"]): void => {
    found.push({ reason, text: element.textContent ?? "" });
    element.parentNode?.removeChild(element);
  };
  for (const [name, reason] of parts)
    for (const element of listBelow(body, name.replace("svg:", "")))
      if (!name.includes(":") || element.nodeName === name) take(element, reason);
  for (const frame of ["frame", "custom-shape", "rect"].flatMap((name) => listBelow(body, name)))
    if (isFarAway(frame)) take(frame, "off_page");
  for (const table of listBelow(body, "table")) takeFolded(table, take);
  return [...found, ...takeUnseenText(body, styles)];
}

const parts: readonly [string, Hidden["reason"]][] = [
  ["tracked-changes", "deleted"],
  ["annotation", "comment"],
  ["svg:title", "alternative_text"],
  ["svg:desc", "alternative_text"],
];

/** Rows and columns that are folded away or filtered out. */
function takeFolded(table: Element, take: (element: Element, reason: Hidden["reason"]) => void): void {
  const isFolded = (element: Element) =>
    /^(?:collapse|filter)$/.test(getAttribute(element, "visibility") ?? "");
  const folded: [number, number][] = [];
  let at = 0;
  for (const column of listBelow(table, "table-column")) {
    const next = at + Number(getAttribute(column, "number-columns-repeated") ?? 1);
    if (isFolded(column)) folded.push([at, next]);
    at = next;
  }
  for (const row of listBelow(table, "table-row")) {
    if (isFolded(row)) take(row, "not_shown");
    else if (folded.length > 0) emptyFolded(row, folded, take);
  }
}

function emptyFolded(
  row: Element,
  folded: readonly [number, number][],
  take: (element: Element, reason: Hidden["reason"]) => void,
): void {
  let at = 0;
  for (const cell of listChildren(row, "table-cell", "covered-table-cell")) {
    const next = at + Number(getAttribute(cell, "number-columns-repeated") ?? 1);
    const isInside = folded.some(([from, to]) => at >= from && next <= to);
    if (isInside) for (const inner of listChildren(cell)) take(inner, "not_shown");
    at = next;
  }
}

/** Words by the look that they inherit; without recursion. */
function takeUnseenText(body: Element, styles: OdfStyles): Found[] {
  const found: Found[] = [];
  const plain: Look = { colour: black, background: findPaper(body), size: 12, isShown: true };
  const stack: { node: Node; look: Look }[] = [{ node: body, look: plain }];
  let lastParagraph: Node | null = null;
  for (let visit = stack.pop(); visit; visit = stack.pop()) {
    const { node, look } = visit;
    const words = node.nodeType === 3 ? (node.nodeValue ?? "") : "";
    const reason = words.trim() === "" ? null : findReason(look);
    if (reason) {
      const paragraph = findParagraph(node);
      const open = found.at(-1);
      if (open?.reason === reason && lastParagraph === paragraph) open.text += words;
      else found.push({ reason, text: words });
      lastParagraph = paragraph;
      node.parentNode?.removeChild(node);
    }
    if (node.nodeType !== 1 && node !== body) continue;
    const own = findLook(node as Element, look, styles);
    stack.push(...Array.from(node.childNodes, (child) => ({ node: child as Node, look: own })).toReversed());
  }
  return found;
}

function findLook(element: Element, around: Look, styles: OdfStyles): Look {
  const style = styles.find(element);
  const size = /^([\d.]+)pt$/.exec(style.get("font-size") ?? "")?.[1];
  const isOff = getAttribute(element, "display") === "none" || getAttribute(element, "is-hidden") === "true";
  return {
    colour: parseColour(style.get("color") ?? "") ?? around.colour,
    background: findFill(style, around.background),
    size: size === undefined ? around.size : Number(size),
    isShown: around.isShown && !isOff && style.get("display") !== "none",
  };
}

function findFill(style: ReadonlyMap<string, string>, around: Colour | null): Colour | null {
  const fill = style.get("fill");
  if (fill === "bitmap" || fill === "gradient" || fill === "hatch") return null;
  const words = (fill === "solid" ? style.get("fill-color") : undefined) ?? style.get("background-color");
  return words === undefined || words === "transparent" ? around : parseColour(words);
}

function findReason({ colour, background, size, isShown }: Look): Hidden["reason"] | null {
  if (!isShown) return "not_shown";
  if (size < leastSize) return "tiny";
  return background && isLost(colour, background) ? "background_colour" : null;
}

/** Slides are painted by their masters and by shapes below: with those, what is behind a word is not known. */
function findPaper(body: Element): Colour | null {
  const isPainted = ["image", "custom-shape", "rect", "ellipse"].some(
    (name) => findBelow(body, name) !== null,
  );
  return body.localName === "page" && isPainted ? null : white;
}

function findParagraph(node: Node): Node | null {
  let around: Node | null = node.parentNode;
  while (around && !/^(?:p|h)$/.test((around as Element).localName ?? "")) around = around.parentNode;
  return around;
}

function isFarAway(frame: Element): boolean {
  const read = (name: string) => readLength(getAttribute(frame, name));
  const [x, y, width, height] = [read("x"), read("y"), read("width"), read("height")];
  return (
    (x !== null && width !== null && x + width <= 0) || (y !== null && height !== null && y + height <= 0)
  );
}

/** Centimetres, or null. */
function readLength(words: string | null): number | null {
  const [, value, unit] = /^(-?[\d.]+)(cm|mm|in|pt)$/.exec(words ?? "") ?? [];
  if (value === undefined) return null;
  return Number(value) * ({ cm: 1, mm: 0.1, in: 2.54, pt: 2.54 / 72 }[unit ?? ""] ?? 1);
}
