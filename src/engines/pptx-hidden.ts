// What a slide holds without showing it: shapes beside the slide, words in the colour of what is behind them, specks.
import type { Hidden } from "../domain/reading.ts";
import { type Colour, isLost, leastAlpha, parseColour, white } from "./colours.ts";
import { type Element, findBelow, getAttribute, listBelow, listChildren } from "./office-xml.ts";

/** Left, top, right and bottom in EMU. */
type Frame = [number, number, number, number];
export type SlideLook = {
  size: { width: number; height: number };
  /** Colours by the names that the theme gives them. */
  theme: ReadonlyMap<string, Colour>;
  /** Null when it is a picture, a gradient or not told. */
  background: Colour | null;
  /** What is painted below the slide's own shapes. */
  painted: Frame[];
};

/** Hundredths of a point. */
const leastSize = 150;
/** EMU: a point. */
const leastLength = 12_700;

export function parseTheme(root: Element | null): Map<string, Colour> {
  const scheme = root && findBelow(root, "clrScheme");
  const colours = new Map<string, Colour>();
  for (const entry of scheme ? listChildren(scheme) : []) {
    const [value] = listChildren(entry);
    const colour = value && parseColour(getAttribute(value, "lastClr") ?? getAttribute(value, "val") ?? "");
    if (colour) colours.set(entry.localName ?? "", colour);
  }
  for (const [name, source] of [
    ["bg1", "lt1"],
    ["tx1", "dk1"],
    ["bg2", "lt2"],
    ["tx2", "dk2"],
  ] as const) {
    const colour = colours.get(source);
    if (colour) colours.set(name, colour);
  }
  return colours;
}

/** @param below the layout and the master of the slide, the nearer first. */
export function findSlideLook(
  slide: Element,
  below: readonly Element[],
  size: SlideLook["size"],
  theme: SlideLook["theme"],
): SlideLook {
  const told = [slide, ...below].map((one) => findBelow(one, "bg")).find((one) => one !== null);
  const fill = told && (findBelow(told, "solidFill") ?? findBelow(told, "bgRef"));
  const background = told ? (fill ? readColour(fill, theme) : null) : (theme.get("bg1") ?? white);
  return { size, theme, background, painted: below.flatMap(listPainted) };
}

/** Why nobody sees a shape, or null. Beside the slide, of no size, or switched off. */
export function findShapeHiding(shape: Element, { size }: SlideLook): Hidden["reason"] | null {
  const properties = findBelow(shape, "cNvPr");
  if (properties && /^(?:1|true)$/.test(getAttribute(properties, "hidden") ?? "")) return "not_shown";
  const frame = findFrame(findOuter(shape));
  if (!frame) return null;
  const [left, top, right, bottom] = frame;
  if (right <= 0 || bottom <= 0 || left >= size.width || top >= size.height) return "off_page";
  return right - left <= leastLength && bottom - top <= leastLength ? "tiny" : null;
}

/** Why nobody sees a run of words in a shape, or null. */
export function findRunHiding(run: Element, shape: Element, look: SlideLook): Hidden["reason"] | null {
  const [style] = listChildren(run, "rPr");
  if (!style) return null;
  const size = getAttribute(style, "sz");
  if (size !== null && Number(size) < leastSize) return "tiny";
  if (listChildren(style, "noFill").length > 0) return "invisible";
  const [fill] = listChildren(style, "solidFill");
  const colour = fill && readColour(fill, look.theme);
  if (!colour) return null;
  if (colour.alpha < leastAlpha) return "invisible";
  const behind = findBehind(shape, look);
  return behind && isLost(colour, behind) ? "background_colour" : null;
}

/** The colour behind the words of a shape; null when it is not known. */
function findBehind(shape: Element, look: SlideLook): Colour | null {
  if (shape.localName === "tbl") return null;
  const own = readFill(shape, look.theme);
  if (own !== undefined) return own;
  const frame = findFrame(findOuter(shape));
  const before = listShapesBefore(shape).flatMap(listPainted);
  const painted = [...look.painted, ...before];
  if (!frame) return painted.length > 0 ? null : look.background;
  return painted.some((other) => isOverlapping(frame, other)) ? null : look.background;
}

/** Undefined when the shape lets through what is behind it. */
function readFill(shape: Element, theme: SlideLook["theme"]): Colour | null | undefined {
  const [setup] = listChildren(shape, "spPr");
  const [fill] = setup ? listChildren(setup, "solidFill", "noFill", "gradFill", "blipFill", "pattFill") : [];
  if (fill?.localName === "solidFill") return readColour(fill, theme);
  if (fill?.localName === "noFill") return undefined;
  const reference = findBelow(shape, "fillRef");
  return fill || (reference && getAttribute(reference, "idx") !== "0") ? null : undefined;
}

/** A colour that is changed (lighter, darker) is not worked out: it is null. */
function readColour(owner: Element, theme: SlideLook["theme"]): Colour | null {
  const [element] = listChildren(owner, "srgbClr", "schemeClr", "sysClr", "prstClr");
  if (!element || listChildren(element, "lumMod", "lumOff", "tint", "shade").length > 0) return null;
  const value = getAttribute(element, "lastClr") ?? getAttribute(element, "val") ?? "";
  const colour = element.localName === "schemeClr" ? theme.get(value) : parseColour(value);
  const [alpha] = listChildren(element, "alpha");
  return colour ? { ...colour, alpha: alpha ? Number(getAttribute(alpha, "val")) / 100_000 : 1 } : null;
}

/** Pictures and filled shapes below an element, and itself. */
function listPainted(root: Element): Frame[] {
  const shapes = [
    root,
    ...listBelow(root, "sp"),
    ...listBelow(root, "pic"),
    ...listBelow(root, "graphicFrame"),
  ];
  return shapes.flatMap((shape) => {
    const isPainted =
      shape.localName === "sp" ? readFill(shape, new Map()) !== undefined : shape.localName !== "cSld";
    const frame = isPainted ? findFrame(findOuter(shape)) : null;
    return frame ? [frame] : [];
  });
}

function listShapesBefore(shape: Element): Element[] {
  const outer = findOuter(shape);
  const tree = outer.parentNode as Element | null;
  const all = tree ? listChildren(tree, "sp", "pic", "grpSp", "graphicFrame", "cxnSp") : [];
  return all.slice(0, Math.max(0, all.indexOf(outer)));
}

/** Places inside a group are in units of the group: the outermost group tells where it lies. */
function findOuter(shape: Element): Element {
  let outer = shape;
  for (let around = shape.parentNode as Element | null; around; around = around.parentNode as Element | null)
    if (around.localName === "grpSp" || around.localName === "graphicFrame") outer = around;
  return outer;
}

function findFrame(shape: Element): Frame | null {
  const [setup] = listChildren(shape, "spPr", "grpSpPr");
  const [place] = listChildren(setup ?? shape, "xfrm");
  const [offset] = place ? listChildren(place, "off") : [];
  const [extent] = place ? listChildren(place, "ext") : [];
  if (!offset || !extent) return null;
  const read = (element: Element, name: string) => Number(getAttribute(element, name) ?? 0);
  const [left, top] = [read(offset, "x"), read(offset, "y")];
  return [left, top, left + read(extent, "cx"), top + read(extent, "cy")];
}

function isOverlapping(a: Frame, b: Frame): boolean {
  return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
}
