// Where things lie on a PDF page: from the file's own units to pixels of the page's picture.
import type { Box } from "../domain/reading.ts";

/** 144 dots an inch: small print is legible, an A4 page has two million pixels. */
const pixelsPerPoint = 2;
/** A poster is drawn smaller, so that its picture does not fill the memory. */
const mostPixels = 16_000_000;

export type PictureSize = { width: number; height: number; scale: number };

/** Whole pixels of a page's picture and pixels per point, from the page's size in points. */
export function measurePicture(points: { width: number; height: number }): PictureSize {
  const fit = Math.sqrt(mostPixels / Math.max(1, points.width * points.height));
  const scale = Math.min(pixelsPerPoint, fit);
  const measure = (length: number) => Math.max(1, Math.round(length * scale));
  return { width: measure(points.width), height: measure(points.height), scale };
}

/**
 * Box and font size of a piece of text, in pixels, whatever way the page or the text is turned.
 * `view` is the transform of the page's viewport, `item.transform` that of the text (both a to f, as in PDF);
 * `item.width` is in points, `ascent` and `descent` are in font sizes.
 */
export function placeItem(
  view: readonly number[],
  item: { transform: readonly number[]; width: number },
  scale: number,
  ascent: number,
  descent: number,
): { box: Box; size: number } {
  const [a, b, c, d, x, y] = multiply(view, item.transform);
  const along = Math.hypot(a, b) || 1;
  const size = Math.hypot(c, d);
  const length = item.width * scale;
  const corners = [0, length].flatMap((step) =>
    [ascent, descent].map((rise) => [x + (a / along) * step + c * rise, y + (b / along) * step + d * rise]),
  );
  const xs = corners.map(([cornerX = 0]) => cornerX);
  const ys = corners.map(([, cornerY = 0]) => cornerY);
  const left = Math.min(...xs);
  const top = Math.min(...ys);
  return { size, box: [left, top, Math.max(...xs) - left, Math.max(...ys) - top] };
}

/** An affine transform, a to f as in PDF. */
export type Matrix = [number, number, number, number, number, number];

/** Product of two affine transforms: first `second`, then `first`. */
export function multiply(first: readonly number[], second: readonly number[]): Matrix {
  const [a1 = 1, b1 = 0, c1 = 0, d1 = 1, e1 = 0, f1 = 0] = first;
  const [a2 = 1, b2 = 0, c2 = 0, d2 = 1, e2 = 0, f2 = 0] = second;
  return [
    a1 * a2 + c1 * b2,
    b1 * a2 + d1 * b2,
    a1 * c2 + c1 * d2,
    b1 * c2 + d1 * d2,
    a1 * e2 + c1 * f2 + e1,
    b1 * e2 + d1 * f2 + f1,
  ];
}
