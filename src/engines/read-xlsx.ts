// XLSX: every sheet a page, every row with the names of its columns.
import exceljs from "exceljs";
import type { Reading } from "../domain/reading.ts";
import { type DraftReading, draftReading, squeezeSpaces } from "./draft-reading.ts";
import { addTableRows } from "./table-rows.ts";
import { findCellHiding, findTableHeaders, isColumnHidden, isRowHidden } from "./xlsx-hidden.ts";

export const xlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

export async function readXlsx(path: string): Promise<Reading> {
  const workbook = new exceljs.Workbook();
  await workbook.xlsx.readFile(path);
  const draft = draftReading();
  for (const sheet of workbook.worksheets) {
    const hidden = sheet.state === "visible" ? "" : " (hidden)";
    draft.openPage({ label: `${sheet.name}${hidden}` });
    draft.addBlock("heading", sheet.name, 1);
    addTableRows(draft, listRows(draft, sheet));
  }
  for (const text of [workbook.title, workbook.subject, workbook.keywords, workbook.description])
    draft.hide("metadata", text ?? "");
  return draft.finish(xlsxType);
}

/** Rows and columns that are folded away, and cells whose words nobody sees, are kept apart. */
function listRows(draft: DraftReading, sheet: exceljs.Worksheet): string[][] {
  const rows: string[][] = [];
  const headers = findTableHeaders(sheet);
  sheet.eachRow((row) => {
    const cells: string[] = [];
    const folded: string[] = [];
    row.eachCell({ includeEmpty: true }, (cell, column) => {
      const isCovered = cell.isMerged && cell.master.address !== cell.address;
      const words = isCovered ? "" : squeezeSpaces(writeCell(cell));
      if (cell.note !== undefined) draft.hide("comment", cell.note === null ? "" : readNote(cell.note));
      const hiding = findCellHiding(cell, headers);
      if (isRowHidden(row) || isColumnHidden(sheet, column)) folded.push(words);
      else if (hiding) draft.hide(hiding, words);
      else cells[column - 1] = words;
    });
    draft.hide("not_shown", folded.filter((words) => words !== "").join(" | "));
    const shown = Array.from(cells, (cell) => cell ?? "");
    if (shown.some((cell) => cell !== "")) rows.push(shown);
  });
  return rows;
}

function readNote(note: string | exceljs.Comment): string {
  return typeof note === "string" ? note : (note.texts ?? []).map(({ text }) => text).join("");
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
