// JSON and JSON Lines, as tools export them: every record a row of "path: value", like the rows of a table.
import type { Reading } from "../domain/reading.ts";
import { Fault } from "../fault.ts";
import { type DraftReading, draftReading, squeezeSpaces } from "./draft-reading.ts";

const deepest = 40;
const mostValues = 200_000;

export const jsonType = "application/json";

/** The value of a text that is JSON or a series of JSON lines (then an array), or undefined when it is neither. */
export function parseJsonText(text: string): { value: unknown } | undefined {
  const trimmed = text.replace(/^\uFEFF/, "").trim();
  if (!/^[[{]/.test(trimmed)) return undefined;
  const whole = parseOne(trimmed);
  if (whole) return whole;
  const lines = trimmed.split(/\r?\n/).filter((line) => line.trim() !== "");
  const values = lines.map(parseOne);
  const isSeries = lines.length > 1 && values.every((value) => value !== undefined);
  return isSeries ? { value: values.map((one) => one?.value) } : undefined;
}

function parseOne(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** Throws Fault `unreadable_file` past 200,000 values or 40 levels. */
export function readJson(value: unknown): Reading {
  const draft = draftReading();
  const budget = { left: mostValues };
  addValue(draft, value, [], budget);
  return draft.finish(jsonType);
}

/** Lists of objects are tables under a heading of their name; everything else is one row of paths and values. */
function addValue(draft: DraftReading, value: unknown, path: string[], budget: { left: number }): void {
  if (path.length > deepest)
    throw new Fault("unreadable_file", "The JSON is nested too deep: export it flat.");
  if (Array.isArray(value)) {
    for (const record of value) draft.addBlock("table_row", writeRecord(record, budget));
    return;
  }
  if (!isObject(value)) {
    draft.addBlock("table_row", writeRecord(value, budget));
    return;
  }
  const entries = Object.entries(value);
  const plain = entries.filter(([, inner]) => !isTable(inner));
  draft.addBlock("table_row", writeRecord(Object.fromEntries(plain), budget));
  for (const [name, inner] of entries) {
    if (!isTable(inner)) continue;
    draft.addBlock("heading", name, Math.min(6, path.length + 1));
    addValue(draft, inner, [...path, name], budget);
  }
}

/** A list of objects, or an object that holds one somewhere near its top. */
function isTable(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(isObject);
  return (
    isObject(value) && Object.values(value).some((inner) => Array.isArray(inner) && inner.some(isObject))
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Without recursion: "user.name: Ada | roles: admin, auditor". */
function writeRecord(record: unknown, budget: { left: number }): string {
  const cells: string[] = [];
  const stack: { path: string[]; value: unknown }[] = [{ path: [], value: record }];
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { path, value } = next;
    budget.left -= 1;
    if (budget.left < 0 || path.length > deepest)
      throw new Fault(
        "unreadable_file",
        "The JSON holds too many or too deeply nested values: split the export.",
      );
    if (Array.isArray(value) && !value.some((one) => typeof one === "object" && one !== null))
      cells.push(writeCell(path, value.map(String).join(", ")));
    else if (typeof value === "object" && value !== null) {
      const inner = Object.entries(value).map(([name, one]) => ({ path: [...path, name], value: one }));
      stack.push(...inner.toReversed());
    } else cells.push(writeCell(path, value === null ? "" : String(value)));
  }
  return cells.filter((cell) => cell !== "").join(" | ");
}

function writeCell(path: readonly string[], words: string): string {
  const value = squeezeSpaces(words);
  return value === "" || path.length === 0 ? value : `${path.join(".")}: ${value}`;
}
