// How far a photographed or scanned screen is turned: horizontal edges line up sharply at one angle only.
import type { Grey } from "./ocr-picture.ts";

const widestDegrees = 6;
/** At a width of 900 this moves the far end of a line by 1.6 pixels, about what an edge is wide. */
const fineDegrees = 0.1;
const coarseDegrees = 0.5;
/** An upright screen is drawn on the pixel grid: another angle must be clearly sharper than none. */
const clearlySharper = 1.1;
/** Steps between neighbouring pixels below this are noise and gradients. */
const leastContrast = 24;

type Edges = { x: Float32Array; y: Float32Array; count: number };

/**
 * Degrees by which the picture must be turned clockwise to be level, 0 when it is level already; finds
 * tilts up to 6°. Widths around 900 suffice.
 */
export function measureTilt(grey: Grey): number {
  const { width, height } = grey;
  const edges = findEdges(grey);
  const measure = (degrees: number) => measureSharpness(edges, degrees, width, height);
  const coarse = findSharpest(-widestDegrees, widestDegrees, coarseDegrees, measure);
  const fine = findSharpest(coarse - coarseDegrees, coarse + coarseDegrees, fineDegrees, measure);
  const degrees = Math.round(fine * 10) / 10;
  return measure(degrees) > clearlySharper * measure(0) ? -degrees : 0;
}

function findSharpest(from: number, to: number, step: number, measure: (degrees: number) => number): number {
  let best = { degrees: from, sharpness: -1 };
  for (let at = 0; at <= Math.round((to - from) / step); at += 1) {
    const degrees = from + at * step;
    const sharpness = measure(degrees);
    if (sharpness > best.sharpness) best = { degrees, sharpness };
  }
  return best.degrees;
}

function findEdges({ values, width, height }: Grey): Edges {
  const edges = {
    x: new Float32Array(values.length),
    y: new Float32Array(values.length),
    count: 0,
  };
  for (let at = 0; at + width < values.length; at += 1) {
    if (Math.abs((values[at + width] ?? 0) - (values[at] ?? 0)) < leastContrast) continue;
    edges.x[edges.count] = (at % width) - width / 2;
    edges.y[edges.count] = Math.floor(at / width) - height / 2;
    edges.count += 1;
  }
  return edges;
}

/** Counts edge points by row after turning: the sum of squares is largest when they gather in few rows. */
function measureSharpness(edges: Edges, degrees: number, width: number, height: number): number {
  const slope = Math.tan((degrees * Math.PI) / 180);
  const middle = Math.ceil(height / 2 + (width / 2) * Math.abs(slope)) + 1;
  const rows = new Float64Array(2 * middle + 1);
  for (let at = 0; at < edges.count; at += 1) {
    const row = Math.round((edges.y[at] ?? 0) - (edges.x[at] ?? 0) * slope) + middle;
    rows[row] = (rows[row] ?? 0) + 1;
  }
  return rows.reduce((sum, count) => sum + count * count, 0);
}
