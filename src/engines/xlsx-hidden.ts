// What a sheet holds without showing it: folded rows and columns, words in the colour of their cell, empty formats.
import type exceljs from "exceljs";
import type { Hidden } from "../domain/reading.ts";
import { type Colour, isLost, parseColour, white } from "./colours.ts";

/** Points. */
const leastSize = 1.5;
/** Points of height, or letters of width. */
const leastLength = 0.5;
/** The theme's colour for paper. */
const paper = 0;

export function isRowHidden(row: exceljs.Row): boolean {
  return (
    row.hidden === true || (typeof row.height === "number" && row.height > 0 && row.height < leastLength)
  );
}

export function isColumnHidden(sheet: exceljs.Worksheet, number: number): boolean {
  const { hidden, width } = sheet.getColumn(number);
  return hidden === true || (typeof width === "number" && width < leastLength);
}

/** Addresses of the header rows of tables: their style may paint them darkly without saying so in the cell. */
export function findTableHeaders(sheet: exceljs.Worksheet): Set<string> {
  const addresses = new Set<string>();
  for (const table of sheet.getTables() as unknown[]) {
    const reference = readReference(table);
    const [, first = "", row = "", last = first] = /^([A-Z]+)(\d+)(?::([A-Z]+)\d+)?$/.exec(reference) ?? [];
    if (row === "") continue;
    const [from, to] = [sheet.getColumn(first).number, sheet.getColumn(last).number];
    for (let column = from; column <= to; column += 1)
      addresses.add(sheet.getCell(Number(row), column).address);
  }
  return addresses;
}

function readReference(table: unknown): string {
  const { model, ref } = Object(table) as { model?: { tableRef?: string; ref?: string }; ref?: string };
  return model?.tableRef ?? model?.ref ?? ref ?? "";
}

/** Why nobody sees the words of a cell, or null. */
export function findCellHiding(cell: exceljs.Cell, headers: ReadonlySet<string>): Hidden["reason"] | null {
  if (isEmptyFormat(cell)) return "not_shown";
  const { font, fill } = cell;
  if (font?.size !== undefined && font.size < leastSize) return "tiny";
  const colour = font?.color && readColour(font.color);
  const behind = findFill(fill);
  if (!colour || !behind || (behind === white && headers.has(cell.address))) return null;
  return isLost(colour, behind) ? "background_colour" : null;
}

/** ";;;" shows nothing for any value; ";;" nothing for a number. */
function isEmptyFormat({ numFmt, value }: exceljs.Cell): boolean {
  if (typeof numFmt !== "string" || !/^\s*(?:""|\[[^\]]*\])*\s*;/.test(numFmt)) return false;
  const parts = numFmt.split(";").map((part) => part.replace(/\[[^\]]*\]|""|\s/g, ""));
  const isNumber = typeof value === "number" || value instanceof Date;
  if (isNumber) return parts.length >= 2 && parts.slice(0, 3).every((part) => part === "");
  return parts.length >= 4 && parts[3] === "";
}

/** White where nothing is filled; null for patterns and colours that are not understood. */
function findFill(fill: exceljs.Fill | undefined): Colour | null {
  if (!fill || (fill.type === "pattern" && fill.pattern === "none")) return white;
  if (fill.type !== "pattern" || fill.pattern !== "solid" || !fill.fgColor) return null;
  return readColour(fill.fgColor);
}

function readColour({ argb, theme, tint }: Partial<exceljs.Color> & { tint?: number }): Colour | null {
  if (typeof argb === "string") return parseColour(argb.slice(-6));
  return theme === paper && !tint ? white : null;
}
