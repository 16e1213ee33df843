// What a PDF page draws, walked in its order: every piece of text with its place, size, colour and way of drawing.
import type { Box } from "../domain/reading.ts";
import { type Matrix, multiply } from "./pdf-places.ts";

/** Numbers of the drawing operators, by name, and the operators of a page: as PDF.js lists them. */
export type Operators = Readonly<Record<string, number>>;
export type OperatorList = { fnArray: readonly number[]; argsArray: readonly unknown[] };

/**
 * A piece of text: its box in pixels of the page's picture, its height in points. `mode` is the PDF's rendering mode
 * (3 draws nothing). `colour` is null for patterns. `isClipped` when it lies outside of what may be painted.
 */
export type Show = {
  text: string;
  box: Box;
  points: number;
  mode: number;
  colour: string | null;
  alpha: number;
  isOptional: boolean;
  isClipped: boolean;
  at: number;
};

/** A filled path: its box in pixels and when it was painted, counted like the pieces of text. */
export type Fill = { box: Box; colour: string | null; at: number };
export type Drawing = { shows: Show[]; fills: Fill[] };

type State = {
  matrix: Matrix;
  size: number;
  spacing: number;
  wordSpacing: number;
  scale: number;
  rise: number;
  leading: number;
  mode: number;
  colour: string | null;
  strokeColour: string | null;
  alpha: number;
  clip: Box | null;
};

const unit: Matrix = [1, 0, 0, 1, 0, 0];
const ascent = 0.75;
const descent = -0.2;

/** @param view from the page's units to pixels of its picture, which has `scale` pixels a point. */
export function walkDrawing(
  list: OperatorList,
  ops: Operators,
  view: Matrix,
  pixelsPerPoint: number,
): Drawing {
  const names = new Map(Object.entries(ops).map(([name, code]) => [code, name]));
  const walker = buildWalker(view, pixelsPerPoint, names);
  list.fnArray.forEach((code, index) => {
    const args = list.argsArray[index];
    walker.take(names.get(code) ?? "", Array.isArray(args) ? args : [], index);
  });
  return walker.drawing;
}

function buildWalker(view: Matrix, pixelsPerPoint: number, names: ReadonlyMap<number, string>) {
  const drawing: Drawing = { shows: [], fills: [] };
  let state: State = {
    matrix: view,
    size: 0,
    spacing: 0,
    wordSpacing: 0,
    scale: 1,
    rise: 0,
    leading: 0,
    mode: 0,
    colour: "#000000",
    strokeColour: "#000000",
    alpha: 1,
    clip: null,
  };
  const saved: State[] = [];
  let line = unit;
  let text = unit;
  let isClipping = false;
  const optional: boolean[] = [];
  const move = (x: number, y: number): void => {
    line = multiply(line, [1, 0, 0, 1, x, y]);
    text = line;
  };
  const show = (glyphs: readonly unknown[], at: number): void => {
    const { words, width } = measureGlyphs(glyphs, state);
    const own: Matrix = [state.size * state.scale, 0, 0, state.size, 0, state.rise];
    const place = multiply(multiply(state.matrix, text), own);
    const length = state.size === 0 ? 0 : width / (state.size * state.scale || 1);
    const box = surround(place, [0, descent, length, ascent]);
    const points = Math.min(Math.hypot(place[2], place[3]), Math.hypot(place[0], place[1])) / pixelsPerPoint;
    const { mode, alpha, clip } = state;
    const colour = mode === 1 || mode === 5 ? state.strokeColour : state.colour;
    const isClipped = clip !== null && !isOverlapping(box, clip);
    drawing.shows.push({
      text: words,
      box,
      points,
      mode,
      colour,
      alpha,
      isOptional: optional.includes(true),
      isClipped,
      at,
    });
    text = multiply(text, [1, 0, 0, 1, width, 0]);
  };
  const paint = ([code, , bounds]: readonly unknown[], at: number): void => {
    const [left, bottom, right, top] = readNumbers(bounds);
    const kind = names.get(Number(code)) ?? "";
    if (left === undefined || bottom === undefined || right === undefined || top === undefined) return;
    const box = surround(state.matrix, [left, bottom, right, top]);
    if (isClipping) state.clip = state.clip ? intersect(state.clip, box) : box;
    isClipping = false;
    if (/fill/i.test(kind) && state.alpha > 0.5) drawing.fills.push({ box, colour: state.colour, at });
  };
  const take = (name: string, args: readonly unknown[], at: number): void => {
    const [first, second] = args;
    const number = Number(first);
    if (name === "save" || name === "paintFormXObjectBegin") saved.push({ ...state });
    if (name === "restore" || name === "paintFormXObjectEnd") state = saved.pop() ?? state;
    else if (name === "transform") state.matrix = multiply(state.matrix, readMatrix(args));
    else if (name === "paintFormXObjectBegin") state.matrix = multiply(state.matrix, readMatrix(first));
    else if (name === "beginText") {
      line = unit;
      text = unit;
    } else if (name === "setTextMatrix") {
      line = readMatrix(first);
      text = line;
    } else if (name === "moveText") move(number, Number(second));
    else if (name === "setLeadingMoveText") {
      state.leading = Number(second);
      move(number, Number(second));
    } else if (name === "nextLine") move(0, state.leading);
    else if (name === "showText" && Array.isArray(first)) show(first, at);
    else if (name === "constructPath") paint(args, at);
    else if (name === "clip" || name === "eoClip") isClipping = true;
    else if (name === "beginMarkedContent" || name === "beginMarkedContentProps")
      optional.push(first === "OC");
    else if (name === "endMarkedContent") optional.pop();
    else state = { ...state, ...readSetting(name, args) };
  };
  return { drawing, take };
}

function readSetting(name: string, args: readonly unknown[]): Partial<State> {
  const [first, second] = args;
  const number = Number(first);
  if (name === "setFont") return { size: Number(second) };
  if (name === "setCharSpacing") return { spacing: number };
  if (name === "setWordSpacing") return { wordSpacing: number };
  // PDF.js divides by a hundred in some versions and leaves it to the painter in others.
  if (name === "setHScale") return { scale: number > 5 ? number / 100 : number };
  if (name === "setTextRise") return { rise: number };
  if (name === "setLeading") return { leading: -number };
  if (name === "setTextRenderingMode") return { mode: number };
  if (name === "setFillRGBColor") return { colour: String(first) };
  if (name === "setStrokeRGBColor") return { strokeColour: String(first) };
  if (name === "setFillTransparent") return { colour: null, alpha: 0 };
  if (name === "setFillColorN") return { colour: null };
  if (name === "setGState" && Array.isArray(first)) return readGraphicsState(first);
  return {};
}

function readGraphicsState(entries: readonly unknown[]): Partial<State> {
  const found: Partial<State> = {};
  for (const entry of entries) {
    const [key, value] = Array.isArray(entry) ? entry : [];
    if (key === "ca") found.alpha = Number(value);
    if (key === "Font" && Array.isArray(value)) found.size = Number(value[1]);
  }
  return found;
}

/** The words and how far they lead, in units of text space. */
function measureGlyphs(glyphs: readonly unknown[], state: State): { words: string; width: number } {
  let words = "";
  let width = 0;
  for (const glyph of glyphs) {
    if (typeof glyph === "number") {
      width -= (glyph / 1000) * state.size;
      if (glyph < -200) words += " ";
      continue;
    }
    const {
      unicode = "",
      width: own = 0,
      isSpace = false,
    } = Object(glyph) as { unicode?: string; width?: number; isSpace?: boolean };
    words += unicode;
    width += (own / 1000) * state.size + state.spacing + (isSpace ? state.wordSpacing : 0);
  }
  return { words, width: width * state.scale };
}

/** Arrays of numbers come as such or with their places as names. */
function readNumbers(value: unknown): number[] {
  return Object.values(Object(value)).map(Number);
}

function readMatrix(value: unknown): Matrix {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = readNumbers(value);
  return [a, b, c, d, e, f];
}

/** The upright box around a rectangle `[left, bottom, right, top]` that is moved by a matrix. */
function surround(
  [a, b, c, d, e, f]: Matrix,
  [left, bottom, right, top]: readonly [number, number, number, number],
): Box {
  const corners = [left, right].flatMap((x) =>
    [bottom, top].map((y) => [a * x + c * y + e, b * x + d * y + f] as const),
  );
  const xs = corners.map(([x]) => x);
  const ys = corners.map(([, y]) => y);
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return [x, y, Math.max(...xs) - x, Math.max(...ys) - y];
}

function intersect(a: Box, b: Box): Box {
  const [x, y] = [Math.max(a[0], b[0]), Math.max(a[1], b[1])];
  const right = Math.min(a[0] + a[2], b[0] + b[2]);
  const bottom = Math.min(a[1] + a[3], b[1] + b[3]);
  return [x, y, Math.max(0, right - x), Math.max(0, bottom - y)];
}

function isOverlapping(a: Box, b: Box): boolean {
  const common = intersect(a, b);
  return common[2] > 0 && common[3] > 0;
}
