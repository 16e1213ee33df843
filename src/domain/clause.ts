// Clauses: a passage cut into the parts that say one thing each: a sentence, a cell of a table, a setting on a screen.
import { splitSentences } from "./sentences.ts";

export type Clause = {
  /** What is said (from `at` in the passage), and the same with what names it: its label, the column, the row. */
  text: string;
  named: string;
  label: string;
  /** What stands after the label. */
  value: string;
  at: number;
  /** A label with a short value. */
  isCell: boolean;
  /** The first cell of the row, when the clause is another cell of it. */
  key: string;
  /** The other cells of the row, without those that hold numbers. */
  beside: string;
  /** The sentence or line that it stands in: a span of the passage. */
  sentence: { start: number; end: number; text: string };
};

const emptyLabel =
  /^(?:values?|settings?|required|requirement|answer|state|status|current(?: value)?|configuration|configured|parameter|details?|rule|result|actual)$/i;

/** Everything a passage says, in its order. */
export function cutClauses(passage: string): Clause[] {
  const lines = listLines(passage);
  return lines.flatMap((line, index) =>
    line.text.includes(" | ")
      ? cutRow(line, findHeader(lines, index))
      : listSentences(line.text).map(({ start, end }) =>
          cutSentence({
            start: line.start + start,
            end: line.start + end,
            text: line.text.slice(start, end),
          }),
        ),
  );
}

/** Sentences of a line; "Access of J. Malone" is not the end of one. */
function listSentences(line: string): { start: number; end: number }[] {
  const joined: { start: number; end: number }[] = [];
  for (const span of splitSentences(line)) {
    const last = joined.at(-1);
    if (last && /(?:^|\s)\p{Lu}\.$/u.test(line.slice(last.start, last.end))) last.end = span.end;
    else joined.push({ ...span });
  }
  return joined;
}

type Line = { start: number; end: number; text: string };

function listLines(passage: string): Line[] {
  return [...passage.matchAll(/[^\n]*\S[^\n]*/g)].map((found) => {
    const text = found[0].trim();
    const start = found.index + found[0].length - found[0].trimStart().length;
    return { start, end: start + text.length, text };
  });
}

function cutSentence(sentence: Line): Clause {
  const { label, value } = splitLabel(sentence.text);
  const isCell = label !== "" && value.length <= 70;
  return {
    text: sentence.text,
    named: sentence.text,
    label,
    value,
    at: sentence.start,
    isCell,
    key: "",
    beside: "",
    sentence,
  };
}

/** The nearest line above with as many cells and no digits in them names the columns. */
function findHeader(lines: readonly Line[], index: number): string[] | null {
  const count = countCells(lines[index]?.text ?? "");
  if (count < 3 || lines[index]?.text.includes(": ")) return null;
  for (const { text } of lines.slice(0, index).toReversed()) {
    const cells = text.split(" | ");
    if (cells.length === count && cells.every((cell) => /^[^\d:]{2,40}$/.test(cell))) return cells;
  }
  return null;
}

function countCells(text: string): number {
  return text.split(" | ").length;
}

function cutRow(line: Line, header: readonly string[] | null): Clause[] {
  const cells: { text: string; at: number }[] = [];
  let at = line.start;
  for (const text of line.text.split(" | ")) {
    cells.push({ text, at });
    at += text.length + " | ".length;
  }
  const first = splitLabel(cells[0]?.text ?? "");
  return cells.map(({ text, at: start }, index) => {
    const own = splitLabel(text);
    const before = cells[index - 1]?.text ?? "";
    // "Retention | 35 days | Key rotation | Yearly": names and values take turns.
    const isPair = header === null && own.label === "" && index % 2 === 1 && !/\d/.test(before);
    // "audit-logs | Retention | 30 days": a thing, its setting, the value.
    const isTriple =
      header === null && own.label === "" && cells.length === 3 && index === 2 && !/\d/.test(before);
    const column =
      own.label !== "" ? own.label : (header?.[index] ?? (isPair || isTriple ? spellOut(before) : ""));
    // "system: Back Office | setting: Password age | value: 365 days": another cell of the row names the value.
    const titled = emptyLabel.test(column) ? cells.slice(0, index).findLast(isTitle) : undefined;
    const name = titled ? splitLabel(titled.text).value : column;
    const isNameless = name === "" || emptyLabel.test(name);
    const row = index > 0 ? (first.value === "" ? (cells[0]?.text ?? "") : first.value) : "";
    const isKeyed = index > 0 && !isPair && !isNameless && row !== name;
    return {
      text: own.value,
      named: [isPair || row === name ? "" : row, name, own.value].filter((part) => part !== "").join(": "),
      label: isNameless && !isPair ? row : name,
      value: own.value,
      at: start + own.offset,
      isCell: true,
      key: isKeyed ? row : "",
      beside: cells
        .filter((cell, other) => other !== index && !/\d/.test(cell.text))
        .map((cell) => splitLabel(cell.text).value)
        .join(" . "),
      sentence: line,
    };
  });
}

/** "PasswordMaxAge" and "password_max_age" are words too, beside the name as it is written. */
function spellOut(name: string): string {
  const written = name.trim();
  const spelled = written.replace(/(?<=\p{Ll})(?=\p{Lu})/gu, " ").replaceAll("_", " ");
  return spelled === written ? written : `${written} ${spelled}`;
}

function isTitle({ text }: { text: string }): boolean {
  return /^(?:settings?|parameter|control|check|option|item|attribute|property|test|measure)$/i.test(
    splitLabel(text).label,
  );
}

/** "Minimum length: 8" has a label; "at 18:00" and a whole sentence before a colon have none. */
function splitLabel(text: string): { label: string; value: string; offset: number } {
  const found =
    /^((?:[^:|.]|\.\d){2,70}): +(?=\S)/.exec(text) ??
    /^([^:|.,;]{4,60}?) (?=(?:not )?(?:enabled|disabled|enforced|on|off)$)/i.exec(text);
  const isSentence = /\b(?:is|are|was|were|must|shall|has|have|can|may)\b/i.test(found?.[1] ?? "");
  if (!found || isSentence) return { label: "", value: text, offset: 0 };
  return { label: spellOut(found[1] ?? ""), value: text.slice(found[0].length), offset: found[0].length };
}
