// Reading order: pieces of text on a screen become rows, a label and the pill in its row one line, while a
// navigation column beside the content is read on its own.
import type { Box } from "../domain/reading.ts";

/** Anything with a place on the picture. */
type Placed = { box: Box };

/** A navigation column is narrow and long, with one entry in nearly every row. */
const widestColumnShare = 1 / 3;
const fewestColumnRows = 4;
const mostRows = 2 / 3;
/** Cells of a row are placed by one rule: most of their distances agree to this part of their height. */
const alignedShare = 0.1;

/** Rows from top to bottom, each from left to right; a navigation column comes before what it stands beside. */
export function orderRows<Piece extends Placed>(pieces: readonly Piece[]): Piece[][] {
  const column = findColumn(pieces);
  if (!column) return gatherRows(pieces);
  const { above, left, right, below } = column;
  return [above, left, right, below].flatMap(gatherRows);
}

/**
 * A piece joins the row it overlaps most in height, if no piece of that row lies above or below it. Pills are
 * often centred on a label and the small print under it: a third of the height is enough, the upper row wins.
 */
function gatherRows<Piece extends Placed>(pieces: readonly Piece[]): Piece[][] {
  const rows: Piece[][] = [];
  for (const piece of [...pieces].sort((a, b) => findMiddle(a) - findMiddle(b))) {
    let best: { row: Piece[]; overlap: number } | undefined;
    for (const row of rows) {
      if (row.some((other) => overlapsAcross(other, piece))) continue;
      const overlap = Math.max(...row.map((other) => measureOverlap(other, piece)));
      if (overlap > 1 / 3 && overlap > (best?.overlap ?? 0)) best = { row, overlap };
    }
    if (best) best.row.push(piece);
    else rows.push([piece]);
  }
  return rows.map((row) => row.sort((a, b) => a.box[0] - b.box[0]));
}

type Column<Piece> = { above: Piece[]; left: Piece[]; right: Piece[]; below: Piece[] };

/**
 * Looks for a white gutter with a column of pieces at its left that keeps a rhythm of its own: the cells of a
 * table and pills stand at one distance from their rows, the entries of a navigation column at any. Of several
 * gutters the one with the longest column counts.
 */
function findColumn<Piece extends Placed>(pieces: readonly Piece[]): Column<Piece> | null {
  const pageWidth = Math.max(0, ...pieces.map(findRight));
  let best: Column<Piece> | null = null;
  for (const edge of pieces.map(findRight)) {
    if (edge > pageWidth * widestColumnShare) continue;
    const column = splitAt(pieces, edge);
    if (column.left.length <= (best?.left.length ?? 0)) continue;
    if (isColumn(column)) best = column;
  }
  return best;
}

/**
 * Left and right of the edge, in the longest stretch between the pieces that cross it; what stands in a row
 * with a crossing piece stays with that piece.
 */
function splitAt<Piece extends Placed>(pieces: readonly Piece[], edge: number): Column<Piece> {
  const crossing = pieces
    .filter((piece) => piece.box[0] < edge && findRight(piece) > edge)
    .sort((a, b) => findMiddle(a) - findMiddle(b));
  let best: Column<Piece> = { above: [...pieces], left: [], right: [], below: [] };
  for (let at = 0; at <= crossing.length; at += 1) {
    const upper = crossing[at - 1]?.box;
    const top = upper ? upper[1] + upper[3] : Number.NEGATIVE_INFINITY;
    const bottom = crossing[at]?.box[1] ?? Number.POSITIVE_INFINITY;
    const inside = pieces.filter((piece) => findMiddle(piece) > top && findMiddle(piece) < bottom);
    const left = inside.filter((piece) => findRight(piece) <= edge);
    if (left.length <= best.left.length) continue;
    best = {
      above: pieces.filter((piece) => findMiddle(piece) <= top),
      left,
      right: inside.filter((piece) => findRight(piece) > edge),
      below: pieces.filter((piece) => findMiddle(piece) >= bottom),
    };
  }
  return best;
}

function isColumn<Piece extends Placed>({ left, right }: Column<Piece>): boolean {
  const leftRows = gatherRows(left);
  const rightRows = gatherRows(right);
  const fewer = Math.min(leftRows.length, rightRows.length);
  if (fewer < fewestColumnRows) return false;
  if (leftRows.filter((row) => row.length === 1).length < mostRows * leftRows.length) return false;
  const height = findMedian(left.map(({ box }) => box[3]));
  const gutter = Math.min(...right.map(({ box }) => box[0])) - Math.max(...left.map(findRight));
  if (gutter < height) return false;
  const distances = leftRows.flatMap((row) => findNearestDistance(row, right, height));
  const agreeing = distances.map(
    (distance) => distances.filter((other) => Math.abs(other - distance) <= alignedShare * height).length,
  );
  return Math.max(0, ...agreeing) < mostRows * fewer;
}

/** How far below the row's middle the nearest piece at the right has its own, when it is within a line. */
function findNearestDistance(row: readonly Placed[], right: readonly Placed[], height: number): number[] {
  const middle = findMedian(row.map(findMiddle));
  const distances = right.map((piece) => findMiddle(piece) - middle);
  const nearest = distances.sort((a, b) => Math.abs(a) - Math.abs(b))[0];
  return nearest !== undefined && Math.abs(nearest) < height ? [nearest] : [];
}

function findRight({ box: [x, , width] }: Placed): number {
  return x + width;
}

function findMiddle({ box: [, y, , height] }: Placed): number {
  return y + height / 2;
}

function findMedian(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}

/** Shared height as a part of the smaller height. */
function measureOverlap(
  { box: [, y, , height] }: Placed,
  { box: [, otherY, , otherHeight] }: Placed,
): number {
  const overlap = Math.min(y + height, otherY + otherHeight) - Math.max(y, otherY);
  return overlap / Math.min(height, otherHeight);
}

/** Boxes of neighbours in a row may touch: only more than half of the smaller width counts. */
function overlapsAcross({ box: [x, , width] }: Placed, { box: [otherX, , otherWidth] }: Placed): boolean {
  const overlap = Math.min(x + width, otherX + otherWidth) - Math.max(x, otherX);
  return overlap > Math.min(width, otherWidth) / 2;
}
