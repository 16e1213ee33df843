// A framework as a plain table: one row is one statement of a requirement, its columns named in the first row.
import { natures } from "./document.ts";
import { Flaws, type Outcome, settle, shorten } from "./flaw.ts";
import {
  buildOwnFramework,
  type FrameworkHead,
  type OwnFramework,
  pointLimit,
  type RequirementDraft,
  type StatementDraft,
} from "./own-framework.ts";
import { keywordLimits } from "./own-point.ts";

/** `line` is where the row begins in the file, from 1. */
export type TableRow = { line: number; cells: readonly string[] };

export const columns = ["id", "title", "group", "statement", "nature", "keywords", "required"] as const;
type Column = (typeof columns)[number];

const cellLimits: Record<Column, number> = {
  id: 120,
  title: 300,
  group: 200,
  statement: 20_000,
  nature: 20,
  keywords: 2_000,
  required: 10,
};
const requirementLimit = 5_000;
const yes: ReadonlySet<string> = new Set(["", "yes", "y", "true", "1", "required", "x"]);
const no: ReadonlySet<string> = new Set(["no", "n", "false", "0", "supporting", "optional"]);

type Cells = { line: number } & Record<Column, string>;
type Draft = RequirementDraft & { line: number };

/**
 * Rows of one id, wherever they stand, are one requirement. Cells are text and nothing else: one that begins with
 * "=" is not a formula here. All flaws are told at once, each with its line and column.
 */
export function parseFrameworkTable(rows: readonly TableRow[], head: FrameworkHead): Outcome<OwnFramework> {
  const [names, ...body] = rows;
  if (!names) return { flaws: ["The table is empty: its first line names the columns id and title."] };
  const flaws = new Flaws();
  const places = findColumns(names, flaws);
  if (body.length === 0) flaws.add("The table has no row below its first line: add a requirement.");
  if (body.length > pointLimit)
    flaws.add(`The table has ${body.length} rows, ${pointLimit} at most: split it into smaller frameworks.`);
  if (!flaws.isEmpty) return { flaws: flaws.list() };

  const drafts = new Map<string, Draft>();
  for (const row of body) {
    const cells = readCells(row, places, names.cells.length, flaws);
    if (cells) addRow(drafts, cells, flaws);
  }
  if (drafts.size > requirementLimit)
    flaws.add(`The table has ${drafts.size} requirements, ${requirementLimit} at most: split it.`);
  for (const draft of drafts.values()) checkDraft(draft, flaws);
  const settled = settle([...drafts.values()], flaws);
  return "flaws" in settled ? settled : buildOwnFramework(head, settled.value);
}

function findColumns(names: TableRow, flaws: Flaws): Map<Column, number> {
  const places = new Map<Column, number>();
  for (const [index, cell] of names.cells.entries()) {
    const name = cell.trim().toLowerCase();
    // Spreadsheets end lines with separators of columns that nobody filled.
    if (name === "") continue;
    const column = columns.find((one) => one === name);
    const place = `Line ${names.line}, column ${index + 1}`;
    if (!column)
      flaws.add(`${place}: "${shorten(cell.trim(), 40)}" is not a column: use ${columns.join(", ")}.`);
    else if (places.has(column)) flaws.add(`${place}: the column ${column} comes twice: remove one.`);
    else places.set(column, index);
  }
  for (const column of ["id", "title"] as const)
    if (!places.has(column)) flaws.add(`Line ${names.line}: the column ${column} is missing: add it.`);
  return places;
}

function readCells(
  row: TableRow,
  places: ReadonlyMap<Column, number>,
  width: number,
  flaws: Flaws,
): Cells | null {
  if (row.cells.slice(width).some((cell) => cell.trim() !== "")) {
    flaws.add(
      `Line ${row.line}: ${row.cells.length} cells under ${width} columns: put quotes around cells that hold the separator.`,
    );
    return null;
  }
  const read = (column: Column): string => {
    const cell = clean(row.cells[places.get(column) ?? -1] ?? "");
    if (cell.length > cellLimits[column])
      flaws.add(`Line ${row.line}, ${column}: longer than ${cellLimits[column]} characters: shorten it.`);
    return cell;
  };
  const cells = {
    line: row.line,
    id: read("id"),
    title: read("title"),
    group: read("group"),
    statement: read("statement"),
    nature: read("nature").toLowerCase(),
    keywords: read("keywords"),
    required: read("required").toLowerCase(),
  };
  if (cells.id !== "") return cells;
  flaws.add(`Line ${row.line}, id: empty: give the requirement an id.`);
  return null;
}

/** Control characters have no place in a name; line breaks in a cell are spaces. */
function clean(cell: string): string {
  return cell.replace(/[\s\p{Cc}]+/gu, " ").trim();
}

function addRow(drafts: Map<string, Draft>, cells: Cells, flaws: Flaws): void {
  const { line, id, title, group } = cells;
  const draft = drafts.get(id);
  const statement = readStatement(cells, flaws);
  if (!draft) {
    if (title === "")
      flaws.add(`Line ${line}, title: empty: the first row of ${shorten(id, 60)} needs a title.`);
    drafts.set(id, {
      line,
      id,
      title: title || id,
      group: group || "Requirements",
      nist80053: [],
      statements: [statement],
    });
    return;
  }
  const first = `line ${draft.line}`;
  if (title !== "" && title !== draft.title)
    flaws.add(
      `Line ${line}, title: ${shorten(id, 60)} has another title in ${first}: give each requirement its own id.`,
    );
  if (group !== "" && group !== draft.group)
    flaws.add(`Line ${line}, group: ${shorten(id, 60)} has another group in ${first}: write the same one.`);
  if (statement.text === "")
    flaws.add(`Line ${line}, statement: empty: each row of an id that has several needs its own.`);
  draft.statements.push(statement);
}

function readStatement({ line, statement, nature, keywords, required }: Cells, flaws: Flaws): StatementDraft {
  const known = natures.find((one) => one === nature) ?? null;
  if (nature !== "" && !known)
    flaws.add(
      `Line ${line}, nature: "${shorten(nature, 40)}" is neither ${natures.join(" nor ")}: use one of them.`,
    );
  if (!yes.has(required) && !no.has(required))
    flaws.add(`Line ${line}, required: "${shorten(required, 40)}" is neither yes nor no: use one of them.`);
  const words = [
    ...new Set(
      keywords
        .split(";")
        .map((word) => word.trim())
        .filter(Boolean),
    ),
  ];
  if (words.length > keywordLimits.max)
    flaws.add(
      `Line ${line}, keywords: ${words.length} of them, ${keywordLimits.max} at most: keep the best.`,
    );
  for (const word of words.filter((one) => one.length < 2 || one.length > 80))
    flaws.add(`Line ${line}, keywords: "${shorten(word, 40)}" is not 2 to 80 characters long: change it.`);
  return {
    labels: [],
    text: statement,
    isRequired: !no.has(required),
    nature: known,
    frequency: null,
    keywords: words,
  };
}

function checkDraft(draft: Draft, flaws: Flaws): void {
  const { id, line, statements } = draft;
  const name = shorten(id, 60);
  if (statements.length > 1 && statements[0]?.text === "")
    flaws.add(`Line ${line}, statement: empty: each row of ${name} needs its own, it has several.`);
  const seen = new Set<string>();
  for (const [index, statement] of statements.entries()) {
    if (statement.text !== "" && seen.has(statement.text))
      flaws.add(`${name} says "${shorten(statement.text, 60)}" twice: remove one of its rows.`);
    seen.add(statement.text);
    if (statements.length > 1) statement.labels = [String(index + 1)];
  }
  if (!statements.some(({ isRequired }) => isRequired))
    flaws.add(`Line ${line}, required: no row of ${name} is required: mark one with yes.`);
}
