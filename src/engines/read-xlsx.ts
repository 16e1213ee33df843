// XLSX: every sheet a page, every row with the names of its columns.
import exceljs from "exceljs";
import type { Reading } from "../domain/reading.ts";
import { draftReading, squeezeSpaces } from "./draft-reading.ts";
import { addTableRows } from "./table-rows.ts";

export const xlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

export async function readXlsx(path: string): Promise<Reading> {
  const workbook = new exceljs.Workbook();
  await workbook.xlsx.readFile(path);
  const draft = draftReading();
  for (const sheet of workbook.worksheets) {
    const hidden = sheet.state === "visible" ? "" : " (hidden)";
    draft.openPage({ label: `${sheet.name}${hidden}` });
    draft.addBlock("heading", sheet.name, 1);
    addTableRows(draft, listRows(sheet));
  }
  return draft.finish(xlsxType);
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
