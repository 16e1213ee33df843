// Tables without borders of their own: cells told by how pieces of text stand under each other.
import {
  buildLine,
  lineDrop,
  listParagraphWords,
  measureGap,
  type PdfItem,
  type PdfLine,
  placeLetters,
} from "./pdf-lines.ts";

/** So many lines of one cell may stand between two rows of a table. */
const mostBetweenRows = 4;
/** Rows further apart than this many font sizes belong to different tables. */
const widestDrop = 2.5;
/** A cell has at most this many lines. */
const tallestCell = 8;

/** Lines with the rows of tables in them, cell by cell. */
export function findRows(lines: readonly PdfLine[]): PdfLine[] {
  return joinWrappedCells(splitAlignedCells(lines));
}

/**
 * Cells that stand close together are parted where a row of the same table has a cell that begins at the same
 * place. Such cells may have come as one piece of text: then it is cut before the word that stands there.
 */
function splitAlignedCells(lines: readonly PdfLine[]): PdfLine[] {
  const parted = lines.map((line, index) => {
    const columns = listColumns(listTable(lines, index));
    const items = line.items.map((item, at) => startCell(item, line.items[at - 1], columns));
    return columns.length > 0 ? buildLine(items) : line;
  });
  return parted.map((line, index) => {
    const table = listTable(parted, index);
    const isShort = line.isRow && table.some((row) => countCells(row) > countCells(line));
    return isShort ? buildLine(cutAtColumns(line.items, listColumns(table))) : line;
  });
}

function listColumns(rows: readonly PdfLine[]): number[] {
  return rows.flatMap(({ items }) => items.filter(({ startsCell }) => startsCell).map(({ box }) => box[0]));
}

function countCells({ items }: PdfLine): number {
  return 1 + items.filter(({ startsCell }) => startsCell).length;
}

/** The other rows of the table that a line stands in. */
function listTable(lines: readonly PdfLine[], index: number): PdfLine[] {
  return [...listRowsFrom(lines, index, -1), ...listRowsFrom(lines, index, 1)];
}

function listRowsFrom(lines: readonly PdfLine[], from: number, step: 1 | -1): PdfLine[] {
  const rows: PdfLine[] = [];
  let between = 0;
  for (let at = from + step; between <= mostBetweenRows; at += step) {
    const line = lines[at];
    const before = lines[at - step];
    if (!line || !before || (line.bottom - before.bottom) * step > widestDrop * line.size) break;
    between = line.isRow ? 0 : between + 1;
    if (line.isRow) rows.push(line);
  }
  return rows;
}

function startCell(item: PdfItem, before: PdfItem | undefined, columns: readonly number[]): PdfItem {
  const isApart = before !== undefined && measureGap(before, item) > 0.4 * item.size;
  const isAligned = columns.some((left) => Math.abs(left - item.box[0]) < 0.25 * item.size);
  return isApart && isAligned ? { ...item, startsCell: true } : item;
}

/**
 * Cuts pieces at columns that two rows agree on and no piece of the line begins at. The place of a word inside a
 * piece is only known by the usual widths of letters, hence the tolerance.
 */
function cutAtColumns(items: readonly PdfItem[], columns: readonly number[]): PdfItem[] {
  const isFree = (column: number) => !items.some(({ box, size }) => Math.abs(box[0] - column) < size);
  const isShared = (column: number) => columns.filter((other) => Math.abs(other - column) < 4).length > 1;
  const open = columns.filter((column) => isFree(column) && isShared(column));
  return items.flatMap((item) => cutItem(item, open));
}

function cutItem(item: PdfItem, columns: readonly number[]): PdfItem[] {
  const [left, top, width, height] = item.box;
  const places = placeLetters(item.text);
  const locate = (index: number) => left + ((places[index] ?? 0) / (places.at(-1) || 1)) * width;
  const words = [...item.text.matchAll(/(?<=\s)\S/g)].map(({ index }) => index);
  const starts = new Set(
    columns.flatMap((column) => {
      const measure = (word: number) => Math.abs(column - locate(word));
      const [nearest] = words.toSorted((a, b) => measure(a) - measure(b));
      return nearest !== undefined && measure(nearest) < 0.7 * item.size ? [nearest] : [];
    }),
  );
  const bounds = [0, ...[...starts].toSorted((a, b) => a - b), item.text.length];
  return bounds.slice(0, -1).map((from, part) => {
    const text = item.text.slice(from, bounds[part + 1]);
    const end = locate(from + text.trimEnd().length);
    const box: PdfItem["box"] = [locate(from), top, end - locate(from), height];
    return part === 0 ? { ...item, text, box } : { ...item, text, box, startsCell: true };
  });
}

/**
 * Many programs write a table cell by cell, each with all its lines: after the last line of a cell the text goes
 * up again, to the right. Those lines are one row, its cells one after the other.
 */
function joinWrappedCells(lines: readonly PdfLine[]): PdfLine[] {
  const joined: PdfLine[] = [];
  let cells: PdfLine[][] = [];
  const close = (): void => {
    if (cells.length > 0) joined.push(buildRow(cells));
    cells = [];
  };
  for (const line of lines) {
    const cell = cells.at(-1);
    if (cell && isNextCell(cells, line)) cells.push([line]);
    else if (cell && isSameCell(cell, line)) cell.push(line);
    else {
      close();
      const start = findRowStart(joined, line);
      if (start === null) joined.push(line);
      else cells = [joined.splice(start), [line]];
    }
  }
  close();
  return joinLastCells(joined);
}

/** The last cell of a row has nothing to its right that would go up again: its next lines stand under its first. */
function joinLastCells(lines: readonly PdfLine[]): PdfLine[] {
  const joined: PdfLine[] = [];
  for (const line of lines) {
    const row = joined.at(-1);
    if (row && isEndOfLastCell(row, line)) joined.splice(-1, 1, buildLine([...row.items, ...line.items]));
    else joined.push(line);
  }
  return joined;
}

function isNextCell(cells: readonly PdfLine[][], line: PdfLine): boolean {
  const first = cells[0]?.[0];
  const cell = cells.at(-1) ?? [];
  return first !== undefined && isLevel(first, line) && line.left > findRight(cell);
}

function isSameCell(cell: readonly PdfLine[], line: PdfLine): boolean {
  const last = cell.at(-1);
  return last !== undefined && line.left < findRight(cell) && isBelow(last, line);
}

function isEndOfLastCell(row: PdfLine, line: PdfLine): boolean {
  const cell = row.items.findLast(({ startsCell }) => startsCell);
  return cell !== undefined && isBelow(row, line) && Math.abs(line.left - cell.box[0]) < 0.25 * line.size;
}

/** Where the row of a line begins that stands level with an earlier one, right of all that came after that. */
function findRowStart(lines: readonly PdfLine[], line: PdfLine): number | null {
  for (let start = lines.length - 2; start >= Math.max(0, lines.length - tallestCell); start -= 1) {
    const [first, ...rest] = lines.slice(start);
    const next = rest[0];
    if (!first || !next || !isBelow(first, next)) return null;
    if (isLevel(first, line) && line.left > findRight([first, ...rest])) return start;
  }
  return null;
}

/** The next line of the cell that the line above ends with. */
function isBelow(above: PdfLine, line: PdfLine): boolean {
  const drop = line.bottom - above.bottom;
  const cellLeft = above.items.findLast(({ startsCell }) => startsCell)?.box[0] ?? above.left;
  return (
    !line.isRow && drop > 0 && drop < lineDrop * line.size && Math.abs(line.left - cellLeft) < 3 * line.size
  );
}

function isLevel(first: PdfLine, line: PdfLine): boolean {
  return Math.abs(first.bottom - line.bottom) < 0.5 * line.size;
}

function findRight(lines: readonly PdfLine[]): number {
  return Math.max(...lines.map(({ right }) => right));
}

function buildRow(cells: readonly PdfLine[][]): PdfLine {
  const items = cells.flatMap((cell, column) =>
    cell.flatMap((line, at) =>
      line.items.map((item, index) =>
        column > 0 && at + index === 0 ? { ...item, startsCell: true } : item,
      ),
    ),
  );
  return buildLine(items);
}

/** The texts of a row's cells. */
export function listCells(row: PdfLine): string[] {
  const words = listParagraphWords([row]);
  const cells = words.map(({ text, joint = " " }) => text + joint).join("");
  return cells.split(" | ").map((cell) => cell.trim());
}

/** The names of the columns when a table begins with this row: set in a font of its own, over a row like it. */
export function findHeader(row: PdfLine, next: PdfLine | undefined): string[] | null {
  const [font] = row.items.map((item) => item.font);
  const isSetApart =
    row.items.every((item) => item.font === font) && next?.items.some((item) => item.font !== font);
  const names = listCells(row);
  return isSetApart && next?.isRow && listCells(next).length === names.length ? names : null;
}
