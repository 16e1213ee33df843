// CSV and TSV: every row with the names of its columns.
import { parse } from "csv-parse/sync";
import type { Reading } from "../domain/reading.ts";
import { Fault } from "../fault.ts";
import { draftReading } from "./draft-reading.ts";
import { addTableRows } from "./table-rows.ts";

export function readCsv(text: string, delimiter: string): Reading {
  const draft = draftReading();
  addTableRows(draft, parseRows(text, delimiter));
  return draft.finish(delimiter === "\t" ? "text/tab-separated-values" : "text/csv");
}

function parseRows(text: string, delimiter: string): string[][] {
  try {
    return parse(text, {
      bom: true,
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
    });
  } catch (cause) {
    throw new Fault("unreadable_file", "The table is damaged: export it again as CSV.", { cause });
  }
}

/** The delimiter of a text that looks like a table: the same number of columns in nearly all of its first lines. */
export function findDelimiter(text: string): string | null {
  const lines = text
    .split(/\r?\n/, 21)
    .slice(0, 20)
    .filter((line) => line.trim() !== "");
  if (lines.length < 2) return null;
  const found = [",", ";", "\t"].find((delimiter) => {
    const columns = lines.map((line) => line.replace(/"[^"]*"/g, "").split(delimiter).length);
    const [first = 0] = columns;
    return first > 1 && columns.filter((count) => count === first).length >= columns.length * 0.9;
  });
  return found ?? null;
}
