// Colours as files write them, and whether text of one can be read on another.

/** Red, green, blue 0 to 255; alpha 0 to 1. */
export type Colour = { red: number; green: number; blue: number; alpha: number };

export const white: Colour = { red: 255, green: 255, blue: 255, alpha: 1 };
export const black: Colour = { red: 0, green: 0, blue: 0, alpha: 1 };

/** Below this ratio nobody sees the text: pale grey on white, as switched-off buttons have it, is 1.6. */
export const leastContrast = 1.25;
/** Text with less ink than this is no longer seen. */
export const leastAlpha = 0.1;

const names: Record<string, string> = {
  white: "ffffff",
  black: "000000",
  snow: "fffafa",
  ivory: "fffff0",
  ghostwhite: "f8f8ff",
  floralwhite: "fffaf0",
  whitesmoke: "f5f5f5",
  mintcream: "f5fffa",
  azure: "f0ffff",
  aliceblue: "f0f8ff",
  honeydew: "f0fff0",
  seashell: "fff5ee",
  red: "ff0000",
  green: "008000",
  blue: "0000ff",
  navy: "000080",
  yellow: "ffff00",
  orange: "ffa500",
  grey: "808080",
  gray: "808080",
  silver: "c0c0c0",
  lightgrey: "d3d3d3",
  lightgray: "d3d3d3",
  gainsboro: "dcdcdc",
  darkgray: "a9a9a9",
  darkgrey: "a9a9a9",
  teal: "008080",
  purple: "800080",
  maroon: "800000",
};

/** A colour of HTML, CSS or Office (RRGGBB, with # or not), or null for what is not understood. */
export function parseColour(words: string): Colour | null {
  const text = words.trim().toLowerCase();
  if (text === "transparent") return { ...white, alpha: 0 };
  const hex = names[text] ?? /^#?([\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})$/.exec(text)?.[1];
  if (hex !== undefined) return parseHex(hex);
  const [, kind, inside = ""] = /^(rgb|hsl)a?\(([^)]*)\)/.exec(text) ?? [];
  if (kind === undefined) return null;
  const parts = inside.split(/[\s,/]+/).filter((part) => part !== "");
  const alpha = parts[3] === undefined ? 1 : readShare(parts[3], 1);
  const [first = "0", second = "0", third = "0"] = parts;
  if (kind === "hsl")
    return { ...convertHsl(Number.parseFloat(first), readShare(second, 1), readShare(third, 1)), alpha };
  const read = (part: string) => (part.endsWith("%") ? readShare(part, 255) : Number(part));
  const colour = { red: read(first), green: read(second), blue: read(third), alpha };
  return Object.values(colour).some(Number.isNaN) ? null : colour;
}

function parseHex(hex: string): Colour {
  const full = hex.length < 6 ? [...hex].map((one) => one + one).join("") : hex;
  const read = (at: number) => Number.parseInt(full.slice(at, at + 2), 16);
  return { red: read(0), green: read(2), blue: read(4), alpha: full.length === 8 ? read(6) / 255 : 1 };
}

function readShare(part: string, whole: number): number {
  const value = Number.parseFloat(part);
  return part.endsWith("%") ? (value / 100) * whole : value;
}

function convertHsl(hue: number, saturation: number, lightness: number): Omit<Colour, "alpha"> {
  const channel = (shift: number): number => {
    const step = (shift + hue / 30) % 12;
    const reach = saturation * Math.min(lightness, 1 - lightness);
    return 255 * (lightness - reach * Math.max(-1, Math.min(step - 3, 9 - step, 1)));
  };
  return { red: channel(0), green: channel(8), blue: channel(4) };
}

/** What is seen of a colour on an opaque one. */
export function layColour(top: Colour, below: Colour): Colour {
  const mix = (name: "red" | "green" | "blue") => top[name] * top.alpha + below[name] * (1 - top.alpha);
  return { red: mix("red"), green: mix("green"), blue: mix("blue"), alpha: 1 };
}

/** Relative luminance, 0 to 1, and the ratio of contrast, 1 to 21, as WCAG 2 defines them. */
function measureLuminance({ red, green, blue }: Omit<Colour, "alpha">): number {
  const [r = 0, g = 0, b = 0] = [red, green, blue].map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

export function measureContrast(a: Omit<Colour, "alpha">, b: Omit<Colour, "alpha">): number {
  const [dark = 0, light = 0] = [measureLuminance(a), measureLuminance(b)].toSorted((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

/** Whether text of this colour cannot be told from what is behind it. */
export function isLost(text: Colour, behind: Colour): boolean {
  return text.alpha < leastAlpha || measureContrast(layColour(text, behind), behind) < leastContrast;
}
