// XLSX: every sheet a page, every row with the names of its columns.
import exceljs from "exceljs";
import type { Reading } from "../domain/reading.ts";
import { draftReading, squeezeSpaces, writeRow } from "./draft-reading.ts";

export const xlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

export async function readXlsx(path: string): Promise<Reading> {
  const workbook = new exceljs.Workbook();
  await workbook.xlsx.readFile(path);
  const draft = draftReading();
  for (const sheet of workbook.worksheets) {
    const hidden = sheet.state === "visible" ? "" : " (hidden)";
    draft.openPage({ label: `${sheet.name}${hidden}` });
    draft.addBlock("heading", sheet.name, 1);
    const rows = listRows(sheet);
    const at = rows.findIndex((row) => row.filter((cell) => cell !== "").length > 1);
    // Lines above the header (a title, a date of export) stand for themselves.
    for (const row of rows.slice(0, Math.max(0, at))) draft.addBlock("paragraph", writeRow(null, row));
    const [header, ...body] = rows.slice(Math.max(0, at));
    if (body.length === 0) draft.addBlock("table_row", writeRow(null, header ?? []));
    for (const row of body)
      draft.addBlock("table_row", writeRow(isRemark(row) ? null : (header ?? null), row));
  }
  return draft.finish(xlsxType);
}

/** One lone cell in a wide row is a remark about the table, not a value of its first column. */
function isRemark(row: readonly string[]): boolean {
  return row.length > 2 && row.filter((cell) => cell !== "").length === 1;
}

function listRows(sheet: exceljs.Worksheet): string[][] {
  const rows: string[][] = [];
  sheet.eachRow((row) => {
    const cells: string[] = [];
    row.eachCell({ includeEmpty: true }, (cell, column) => {
      const isCovered = cell.isMerged && cell.master.address !== cell.address;
      cells[column - 1] = isCovered ? "" : squeezeSpaces(writeCell(cell));
    });
    if (cells.some((cell) => cell !== "")) rows.push(Array.from(cells, (cell) => cell ?? ""));
  });
  return rows;
}

/** Days as YYYY-MM-DD, moments with their time in UTC as the file holds them, formulas as their result. */
function writeCell(cell: exceljs.Cell): string {
  const value = cell.result ?? cell.value;
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) return "";
    const moment = value.toISOString();
    return moment.endsWith("T00:00:00.000Z") ? moment.slice(0, 10) : moment.slice(0, 16).replace("T", " ");
  }
  return typeof value === "object" && value !== null ? cell.text : String(value ?? "");
}
