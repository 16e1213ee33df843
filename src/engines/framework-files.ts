// Files of somebody's framework: bytes → OSCAL or a table, by what is in them, and from there to the framework.
import { TextDecoder } from "node:util";
import { parse } from "csv-parse/sync";
import type { Outcome } from "../domain/flaw.ts";
import { columns, parseFrameworkTable, type TableRow } from "../domain/framework-csv.ts";
import { type ImportedFramework, importOscalCatalog, shortenId } from "../domain/oscal-import.ts";
import { resolveOscal } from "../domain/oscal-profile.ts";
import { type FrameworkNames, toKebab } from "../domain/own-framework.ts";
import { Fault } from "../fault.ts";

export type FrameworkFile = { name: string; bytes: Uint8Array };

type FileContent = { json: unknown } | { rows: TableRow[] };

const sizeLimit = 24 * 1024 * 1024;
const fileLimit = 12;
const rowLimit = 25_000;

/**
 * Reads a framework. The first file is the catalog, the profile or the table; the others are what a profile imports.
 * Throws Fault `too_large`, `unreadable_file` for what is neither JSON nor a table, and `invalid_input` that tells
 * every flaw with its place and what to do (`details.flaws`).
 */
export function readFramework(files: readonly FrameworkFile[], names: FrameworkNames): ImportedFramework {
  const [first] = files;
  if (!first) throw new Fault("invalid_input", "Supply the file of the framework.");
  if (files.length > fileLimit) throw new Fault("too_large", `Supply ${fileLimit} files at most.`);
  const content = readFile(first);
  if ("rows" in content) return accept(first, readTable(first, content.rows, names));
  const jsons = new Map<string, unknown>();
  for (const file of files) {
    const read = file === first ? content : readFile(file);
    if (jsons.has(file.name))
      throw new Fault("invalid_input", `Two files are called ${file.name}: rename one.`);
    if ("rows" in read) throw new Fault("invalid_input", `${file.name} is a table: a profile imports JSON.`);
    jsons.set(file.name, read.json);
  }
  const catalog = accept(first, resolveOscal(jsons, first.name));
  return accept(first, importOscalCatalog(catalog, names));
}

function readTable(file: FrameworkFile, rows: TableRow[], names: FrameworkNames): Outcome<ImportedFramework> {
  const title = names.title ?? file.name.replace(/\.\w{1,5}$/, "");
  const built = parseFrameworkTable(rows, {
    id: names.id ?? shortenId(toKebab(title)),
    title,
    edition: names.edition ?? "1",
    publisher: names.publisher ?? "not stated",
  });
  return "flaws" in built ? built : { value: { ...built.value, withdrawn: [], informative: [] } };
}

function accept<T>(file: FrameworkFile, outcome: Outcome<T>): T {
  if (!("flaws" in outcome)) return outcome.value;
  const { flaws } = outcome;
  throw new Fault("invalid_input", `${file.name} cannot be imported:\n${flaws.join("\n")}`, {
    details: { flaws },
  });
}

function readFile(file: FrameworkFile): FileContent {
  if (file.bytes.length > sizeLimit)
    throw new Fault("too_large", `${file.name} is larger than ${sizeLimit / 1024 / 1024} MiB: split it.`);
  const text = decode(file);
  const [start = ""] = text.trimStart().slice(0, 1);
  if (start === "<")
    throw new Fault("unreadable_file", `${file.name} is XML: supply the JSON form of the OSCAL file.`);
  if (start === "{" || start === "[" || /\.json$/i.test(file.name)) return { json: parseJson(file, text) };
  return { rows: parseTable(file, text) };
}

/** UTF-8, or UTF-16 with its mark as spreadsheets write it. */
function decode({ name, bytes }: FrameworkFile): string {
  const isWide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  const encoding = !isWide ? "utf-8" : bytes[0] === 0xff ? "utf-16le" : "utf-16be";
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new Fault("unreadable_file", `${name} is not UTF-8 text: save it as UTF-8.`, { cause });
  }
}

function parseJson({ name }: FrameworkFile, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : "";
    const found = /at position (\d+)/.exec(message);
    const before = text.slice(0, Number(found?.[1] ?? 0)).split("\n");
    const ending = /end of JSON/.test(message) ? " at its end" : "";
    const place = found ? ` at line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}` : ending;
    throw new Fault("invalid_input", `${name} is not valid JSON${place}: correct it there.`, { cause });
  }
}

function parseTable({ name }: FrameworkFile, text: string): TableRow[] {
  // Spreadsheets may name their separator in a line of its own.
  const named = /^sep=(.)\r?\n/i.exec(text);
  const body = named ? text.slice(named[0].length) : text;
  const rows: TableRow[] = [];
  let line = named ? 2 : 1;
  try {
    parse(body, {
      delimiter: named?.[1] ?? findSeparator(body),
      relax_column_count: true,
      max_record_size: 200_000,
      to: rowLimit,
      on_record: (cells: string[], { lines }: { lines: number }) => {
        const end = lines + (named ? 1 : 0);
        if (cells.some((cell) => cell.trim() !== "")) rows.push({ line: Math.min(line, end), cells });
        line = end + 1;
        return null;
      },
    });
  } catch (cause) {
    const lines = cause instanceof Error && "lines" in cause ? ` near line ${String(cause.lines)}` : "";
    throw new Fault("invalid_input", `${name} is not a table${lines}: check the quotes there.`, { cause });
  }
  return rows;
}

/** The one of the usual separators that makes the most known columns of the first line. */
function findSeparator(text: string): string {
  const first = /^[^\r\n]*/.exec(text.trimStart())?.[0].slice(0, 2_000).toLowerCase() ?? "";
  const count = (separator: string) =>
    first
      .split(separator)
      .map((cell) => cell.replace(/^[\s"]+|[\s"]+$/g, ""))
      .filter((cell) => columns.some((column) => column === cell)).length;
  return [",", ";", "\t"].toSorted((a, b) => count(b) - count(a))[0] ?? ",";
}
