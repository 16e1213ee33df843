// How an element of a page looks: whether what it holds is shown, and whether its words can be seen.
import type { Hidden } from "../domain/reading.ts";
import { black, type Colour, isLost, layColour, leastAlpha, parseColour, white } from "./colours.ts";
import { type Declarations, type Element, getAttribute, type StyleSheet } from "./html-styles.ts";

/**
 * What the words in an element look like. `background` is null when it is a picture or not understood: then colours
 * tell nothing. `size` is in pixels; `concealed` says why nothing inside is shown.
 */
export type Look = {
  colour: Colour | null;
  background: Colour | null;
  size: number;
  isVisible: boolean;
  concealed: Hidden["reason"] | null;
};

export const plainLook: Look = {
  colour: black,
  background: white,
  size: 16,
  isVisible: true,
  concealed: null,
};

/** Smaller letters are specks: 1.5 points. */
const leastPixels = 2;
/** Nobody scrolls so far to the left or upwards. */
const farPixels = 400;

export function findLook(element: Element, around: Look, sheet: StyleSheet): Look {
  const style = sheet.find(element);
  const colour = readColour(
    style["color"] ?? (element.tagName === "font" ? getAttribute(element, "color") : null),
  );
  const size = readSize(style["font-size"] ?? findFontSize(style["font"]), around.size);
  const visibility = style["visibility"];
  return {
    colour: colour === undefined ? around.colour : colour,
    background: findBackground(element, style, around.background),
    size,
    isVisible:
      visibility === undefined || visibility === "inherit"
        ? around.isVisible
        : !/hidden|collapse/.test(visibility),
    concealed: around.concealed ?? findConcealment(element, style, size),
  };
}

/** Why words with this look are not seen, or null. */
export function findHiding({
  colour,
  background,
  size,
  isVisible,
  concealed,
}: Look): Hidden["reason"] | null {
  if (concealed) return concealed;
  if (!isVisible) return "not_shown";
  if (size < leastPixels) return "tiny";
  if (colour && colour.alpha < leastAlpha) return "invisible";
  return colour && background && isLost(colour, background) ? "background_colour" : null;
}

function readColour(value: string | null): Colour | null | undefined {
  if (value === null || /^(?:inherit|currentcolor|unset|initial)$/i.test(value)) return undefined;
  return parseColour(value);
}

function findBackground(element: Element, style: Declarations, around: Colour | null): Colour | null {
  const words = style["background-color"] ?? style["background"] ?? getAttribute(element, "bgcolor");
  const isPicture = /url\(|gradient\(/i.test(
    `${style["background"] ?? ""} ${style["background-image"] ?? ""}`,
  );
  if (isPicture || getAttribute(element, "background") !== null) return null;
  if (words === null || /^\s*(?:none|inherit|initial|unset)/i.test(words)) return around;
  const found = parseColour(words) ?? findColourWord(words);
  if (found === null) return null;
  return found.alpha < 1 ? around && layColour(found, around) : found;
}

/** The colour among the words of a `background`: "#fff no-repeat". */
function findColourWord(words: string): Colour | null {
  return (
    words
      .split(/\s+(?![^(]*\))/)
      .map(parseColour)
      .find((one) => one !== null) ?? null
  );
}

function findFontSize(font: string | undefined): string | undefined {
  return /(?:^|\s)(\d*\.?\d+(?:px|pt|em|rem|%|vw|ex))/.exec(font ?? "")?.[1];
}

function readSize(words: string | undefined, around: number): number {
  const length = readLength(words, around, around);
  return length ?? around;
}

/** Pixels, or null when it is no length. */
function readLength(words: string | undefined, em: number, whole: number): number | null {
  const found = /^\s*(-?\d*\.?\d+)(px|pt|em|rem|%|vw|vh|ex|ch|cm|mm|in)?\s*$/i.exec(words ?? "");
  if (!found) return null;
  const value = Number(found[1]);
  const units: Record<string, number> = {
    pt: 4 / 3,
    em,
    rem: 16,
    ex: em / 2,
    ch: em / 2,
    "%": whole / 100,
    vw: 12,
    vh: 8,
    cm: 37.8,
    mm: 3.78,
    in: 96,
  };
  return value * (units[found[2]?.toLowerCase() ?? ""] ?? 1);
}

function findConcealment(element: Element, style: Declarations, size: number): Hidden["reason"] | null {
  const { attrs, tagName } = element;
  const has = (name: string) => attrs.some((attribute) => attribute.name === name);
  if (has("hidden") || (tagName === "dialog" && !has("open"))) return "not_shown";
  if (
    style["display"] === "none" ||
    /^all$/i.test(style["mso-hide"] ?? "") ||
    style["content-visibility"] === "hidden"
  )
    return "not_shown";
  if (Number.parseFloat(style["opacity"] ?? "1") * (/%/.test(style["opacity"] ?? "") ? 0.01 : 1) < leastAlpha)
    return "invisible";
  if (/opacity\(\s*0(?:\.0\d*)?%?\s*\)/.test(style["filter"] ?? "")) return "invisible";
  if (isFarAway(style, size) || isClipped(style, size)) return "off_page";
  return /scale[xy]?\(\s*0(?:\.0\d*)?\s*[,)]/i.test(style["transform"] ?? "") ? "tiny" : null;
}

function isFarAway(style: Declarations, size: number): boolean {
  const isAway = (words: string | undefined) => (readLength(words, size, 1000) ?? 0) <= -farPixels;
  const isPlaced = /absolute|fixed|relative/.test(style["position"] ?? "");
  const isPushed = ["left", "top", "margin-left", "margin-top"].some((name) => isAway(style[name]));
  const isBeyond = ["right", "bottom"].some((name) => isAway(style[name]));
  const shift = /translate(?:x|y|3d)?\(\s*(-?[\d.]+\w*%?)/i.exec(style["transform"] ?? "")?.[1];
  const isFarRight =
    isPlaced && ["left", "top"].some((name) => (readLength(style[name], size, 0) ?? 0) >= 20_000);
  return isAway(style["text-indent"]) || isAway(shift) || (isPlaced && isBeyond) || isPushed || isFarRight;
}

function isClipped(style: Declarations, size: number): boolean {
  const clip = style["clip"] ?? "";
  if (
    /rect\((?:\s*[01](?:px)?[\s,]*){4}\)/i.test(clip) ||
    /inset\(\s*(?:50|100)%|circle\(\s*0/i.test(style["clip-path"] ?? "")
  )
    return true;
  const isCut = /hidden|clip/.test(style["overflow"] ?? "");
  return (
    isCut &&
    ["width", "height", "max-height", "max-width"].some(
      (name) => (readLength(style[name], size, 1000) ?? 99) <= 1,
    )
  );
}
