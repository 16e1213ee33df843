// A sheet or table of plain cells: its title lines, its header, its rows, each row with the names of its columns.
import { type DraftReading, writeRow } from "./draft-reading.ts";

/** The first row with several cells is the header; lines above it (a title, a date of export) stand alone. */
export function addTableRows(draft: DraftReading, rows: readonly (readonly string[])[]): void {
  const at = Math.max(
    0,
    rows.findIndex((row) => row.filter((cell) => cell !== "").length > 1),
  );
  for (const row of rows.slice(0, at)) draft.addBlock("paragraph", writeRow(null, row));
  const [header, ...body] = rows.slice(at);
  if (body.length === 0) draft.addBlock("table_row", writeRow(null, header ?? []));
  for (const row of body) draft.addBlock("table_row", writeRow(isRemark(row) ? null : (header ?? null), row));
}

/** One lone cell in a wide row is a remark about the table, not a value of its first column. */
function isRemark(row: readonly string[]): boolean {
  return row.length > 2 && row.filter((cell) => cell !== "").length === 1;
}
