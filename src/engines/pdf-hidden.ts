// Text of a PDF page that nobody sees, found by how it is drawn and by whether there is ink where it stands.
import type { Box, Hidden } from "../domain/reading.ts";
import { isLost, leastAlpha, parseColour, white } from "./colours.ts";
import type { Grey } from "./ocr-picture.ts";
import { type PdfItem, placeLetters } from "./pdf-lines.ts";
import type { Drawing, Show } from "./pdf-shows.ts";

export type HiddenText = { reason: Hidden["reason"]; text: string };
/** `items` are what is left of the page's text. */
export type Judged = { items: PdfItem[]; hidden: HiddenText[] };

type Verdict = Hidden["reason"] | null;
/** Draws the page in shades of grey; called only when a piece is suspect. */
type DrawGrey = () => Promise<Grey>;

/** Points. */
const leastPoints = 1.5;
/** Ink differs by so many of 255 shades from what is around it, in so many of the columns of a piece. */
const leastShades = 24;
const leastInk = 0.2;
/** The layer of words over a scan is not exact: so many letters in a row without ink are no accident. */
const fewestLost = 16;

/** @param size of the page's picture, in whose pixels all boxes are. */
export async function judgeText(
  items: readonly PdfItem[],
  drawing: Drawing,
  size: { width: number; height: number },
  drawGrey: DrawGrey,
): Promise<Judged> {
  const shows = drawing.shows.filter(({ text }) => text.trim() !== "");
  const isLayer = isScanLayer(shows);
  const verdicts = shows.map((show) => judgeByDrawing(show, size, shows, isLayer));
  const open = shows.flatMap((show, at) => (verdicts[at] === null && isSuspect(show, drawing) ? [at] : []));
  if (open.length > 0) {
    const grey = await drawGrey().catch(() => null);
    const bare = open.filter((at) => {
      const show = shows[at];
      return show && (grey ? !hasInk(grey, show.box, grey.width / size.width) : isBare(show, drawing));
    });
    for (const at of isLayer ? keepRuns(bare, shows) : bare) verdicts[at] = nameReason(shows[at], drawing);
  }
  if (verdicts.every((verdict) => verdict === null)) return { items: [...items], hidden: [] };
  return {
    items: items.flatMap((item) => keepSeen(item, shows, verdicts)),
    hidden: joinHidden(shows, verdicts),
  };
}

/** Most of a scan's words are drawn as nothing over their picture, so that people can mark them. */
function isScanLayer(shows: readonly Show[]): boolean {
  const count = (some: readonly Show[]) => some.reduce((sum, { text }) => sum + text.trim().length, 0);
  return count(shows.filter(isNothing)) > count(shows) / 2;
}

function isNothing({ mode }: Show): boolean {
  return mode === 3 || mode === 7;
}

function judgeByDrawing(
  show: Show,
  { width, height }: { width: number; height: number },
  shows: readonly Show[],
  isLayer: boolean,
): Verdict {
  const [x, y, boxWidth, boxHeight] = show.box;
  if (x + boxWidth <= 0 || y + boxHeight <= 0 || x >= width || y >= height || show.isClipped)
    return "off_page";
  if (show.points < leastPoints) return "tiny";
  if (show.alpha < leastAlpha) return "invisible";
  if (!isNothing(show)) return null;
  const isOver = shows.some((other) => !isNothing(other) && measureCommon(show.box, other.box) > 0.3);
  return !isLayer || isOver ? "invisible" : null;
}

/** Whether only the page's picture can tell that a piece is seen. */
function isSuspect(show: Show, { fills }: Drawing): boolean {
  if (isNothing(show) || show.isOptional || show.colour === null || show.alpha < 0.5) return true;
  const colour = parseColour(show.colour);
  if (!colour || isLost({ ...colour, alpha: 1 }, white) || isPale(colour)) return true;
  return fills.some(
    (fill) =>
      measureCommon(show.box, fill.box) > 0.5 &&
      (fill.at > show.at || fill.colour === null || isLost(colour, parseColour(fill.colour) ?? white)),
  );
}

function isPale({ red, green, blue }: { red: number; green: number; blue: number }): boolean {
  return Math.min(red, green, blue) >= 200;
}

function nameReason(show: Show | undefined, { fills }: Drawing): Hidden["reason"] {
  if (!show || isNothing(show) || show.isOptional || show.colour === null) return "invisible";
  const isCovered = fills.some((fill) => fill.at > show.at && measureCommon(show.box, fill.box) > 0.5);
  return isCovered ? "invisible" : "background_colour";
}

/** The share of the first box that lies in the second. */
function measureCommon(a: Box, b: Box): number {
  const width = Math.min(a[0] + a[2], b[0] + b[2]) - Math.max(a[0], b[0]);
  const height = Math.min(a[1] + a[3], b[1] + b[3]) - Math.max(a[1], b[1]);
  return width <= 0 || height <= 0 ? 0 : (width * height) / (a[2] * a[3] || 1);
}

/** When the page cannot be drawn: pale letters with nothing painted below them. */
function isBare({ colour, box, at }: Show, { fills }: Drawing): boolean {
  const isPainted = fills.some((fill) => fill.at < at && measureCommon(box, fill.box) > 0.5);
  return !isPainted && isLost(parseColour(colour ?? "white") ?? white, white);
}

/** Shades differ within many of the columns of a box: lines and edges that cross it are in few. */
function hasInk({ values, width, height }: Grey, box: Box, scale: number): boolean {
  const [x, y, boxWidth, boxHeight] = box.map((value) => value * scale) as Box;
  const [left, right] = [Math.max(0, Math.floor(x)), Math.min(width, Math.ceil(x + boxWidth))];
  const [top, bottom] = [Math.max(0, Math.floor(y)), Math.min(height, Math.ceil(y + boxHeight))];
  let inked = 0;
  for (let column = left; column < right; column += 1) {
    let darkest = 255;
    let lightest = 0;
    for (let row = top; row < bottom; row += 1) {
      const value = values[row * width + column] ?? 255;
      darkest = Math.min(darkest, value);
      lightest = Math.max(lightest, value);
    }
    if (lightest - darkest >= leastShades) inked += 1;
  }
  return inked >= leastInk * (right - left);
}

/** Of a scan's words without ink those that follow each other for long enough to say something. */
function keepRuns(bare: readonly number[], shows: readonly Show[]): number[] {
  const runs: number[][] = [];
  for (const at of bare) {
    const run = runs.at(-1);
    if (run && run.at(-1) === at - 1) run.push(at);
    else runs.push([at]);
  }
  const count = (run: readonly number[]) =>
    run.reduce((sum, at) => sum + (shows[at]?.text.trim().length ?? 0), 0);
  return runs.filter((run) => count(run) >= fewestLost).flat();
}

/** The parts of an item whose words are seen: PDF.js joins what follows on a line, whatever its colour. */
function keepSeen(item: PdfItem, shows: readonly Show[], verdicts: readonly Verdict[]): PdfItem[] {
  const near = shows.flatMap((show, at) =>
    measureCommon(show.box, item.box) > 0.2 || measureCommon(item.box, show.box) > 0.2
      ? [{ show, verdict: verdicts[at] ?? null }]
      : [],
  );
  if (near.every(({ verdict }) => verdict === null)) return [item];
  const letters = (isHidden: boolean) =>
    near
      .filter(({ verdict }) => (verdict !== null) === isHidden)
      .map(({ show }) => show.text)
      .join("")
      .replace(/\s+/g, "");
  const [hiddenLetters, seenLetters] = [letters(true), letters(false)];
  const places = placeLetters(item.text);
  const whole = places.at(-1) || 1;
  const [left, top, width, height] = item.box;
  const cut = (from: number, to: number): PdfItem => {
    const [start, end] = [(places[from] ?? 0) / whole, (places[to] ?? whole) / whole];
    return {
      ...item,
      text: item.text.slice(from, to),
      box: [left + start * width, top, Math.max(1, (end - start) * width), height],
    };
  };
  const kept: { from: number; to: number }[] = [];
  for (const found of item.text.matchAll(/\S+/g)) {
    const to = found.index + found[0].length;
    const { box } = cut(found.index, to);
    const isOnly = hiddenLetters.includes(found[0]) && !seenLetters.includes(found[0]);
    if (isOnly || isMostlyHidden(box, near)) {
      if (isOnly || !seenLetters.includes(found[0]) || hiddenLetters.includes(found[0])) continue;
    }
    const last = kept.at(-1);
    if (last && item.text.slice(last.to, found.index).trim() === "") last.to = to;
    else kept.push({ from: found.index, to });
  }
  return kept.map(({ from, to }) => cut(from, to));
}

function isMostlyHidden(box: Box, near: readonly { show: Show; verdict: Verdict }[]): boolean {
  const share = (isHidden: boolean) =>
    near
      .filter(({ verdict }) => (verdict !== null) === isHidden)
      .reduce((sum, { show }) => sum + measureCommon(box, show.box), 0);
  return share(true) > share(false);
}

/** Pieces that follow each other on a line are one text. */
function joinHidden(shows: readonly Show[], verdicts: readonly Verdict[]): HiddenText[] {
  const found: HiddenText[] = [];
  let last: Show | undefined;
  shows.forEach((show, at) => {
    const reason = verdicts[at];
    if (!reason) return;
    const open = found.at(-1);
    if (!open || open.reason !== reason) found.push({ reason, text: show.text });
    else open.text += (last && isTouching(last.box, show.box) ? "" : " ") + show.text;
    last = show;
  });
  return found;
}

function isTouching(before: Box, next: Box): boolean {
  const gap = next[0] - (before[0] + before[2]);
  return Math.abs(next[1] - before[1]) < 2 && Math.abs(gap) < 0.15 * next[3];
}
