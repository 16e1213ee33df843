// The statement of applicability as a page to print and as a table for a spreadsheet.
import { html, raw } from "hono/html";
import type { ApplicabilityRow, Statement } from "../domain/applicability.ts";
import { type Grade, grades } from "../domain/grade.ts";

/** What stands behind each grade, in words that keep a person's word apart from a machine's guess. */
const meanings: Record<Grade, string> = {
  none: "at least one point has no evidence",
  suggested: "waits for review, does not count",
  inferred: "inferred by machine, seen by nobody",
  corroborated: "two machine inferences agree, seen by nobody",
  reviewed: "approved by a person",
  validated: "confirmed by a second person",
};

const columns = [
  "Requirement",
  "Title",
  "Applicable",
  "Justification",
  "Decided by",
  "Decided on",
  "Grade",
  "What stands behind it",
  "Points a person confirmed",
  "Points only a machine inferred",
  "Points without evidence that counts",
  "Evidence",
] as const;

/** Lines end as RFC 4180 says; a cell that a spreadsheet would take for a formula is made text. */
export function writeStatementCsv({ rows }: Statement): string {
  const lines = [[...columns], ...rows.map(listCells)];
  return `\uFEFF${lines.map((cells) => cells.map(quoteCell).join(",")).join("\r\n")}\r\n`;
}

function quoteCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function listCells(row: ApplicabilityRow): string[] {
  const { byPerson, byMachine, open } = countPoints(row);
  return [
    row.requirementId,
    row.title,
    row.isApplicable ? "yes" : "no",
    row.justification ?? "",
    row.decidedBy ?? "",
    row.decidedAt?.slice(0, 10) ?? "",
    row.grade ?? "",
    row.grade ? meanings[row.grade] : "",
    byPerson,
    byMachine,
    open,
    row.evidence.join("; "),
  ];
}

/** How many of the requirement's points people confirmed beside how many a machine alone inferred. */
function countPoints({ pointsByGrade }: ApplicabilityRow) {
  const sum = (wanted: readonly Grade[]) =>
    pointsByGrade ? String(wanted.reduce((total, grade) => total + pointsByGrade[grade], 0)) : "";
  return {
    byPerson: sum(["reviewed", "validated"]),
    byMachine: sum(["inferred", "corroborated"]),
    open: sum(["none", "suggested"]),
  };
}

export function writeStatementPage(statement: Statement): string {
  const { title, edition, organization, asOf, isChosen, rows } = statement;
  const applicable = rows.filter(({ isApplicable }) => isApplicable);
  const count = (grade: Grade) => applicable.filter((row) => row.grade === grade).length;
  return String(html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Statement of applicability, ${title}, ${organization}</title>
<style>${raw(style)}</style>
</head>
<body>
<h1>Statement of applicability</h1>
<p><b>${title}</b>, edition ${edition}. Organization: <b>${organization}</b>. State on ${asOf.slice(0, 10)}.</p>
${isChosen === null ? html`<p class="warn">Nobody has chosen the scope of this framework yet: everything in it is listed as applicable.</p>` : ""}
<p>${applicable.length} of ${rows.length} requirements apply. Of those: ${grades
    .toReversed()
    .map((grade) => `${count(grade)} ${grade}`)
    .join(
      ", ",
    )}. Reviewed and validated rest on people's decisions; corroborated and inferred on a machine alone.</p>
<table>
<caption>Every requirement by number and title; the text of the standard is with its publisher.</caption>
<thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>${rows.map(writeRow)}</tbody>
</table>
</body>
</html>
`);
}

function writeRow(row: ApplicabilityRow) {
  const [id, ...cells] = listCells(row);
  return html`<tr class="${row.isApplicable ? (row.grade ?? "") : "out"}"><th scope="row">${id}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>
`;
}

const style = `
:root { color-scheme: light dark; font: 15px/1.45 system-ui, sans-serif }
body { margin: 2rem }
table { border-collapse: collapse; width: 100% }
caption { text-align: left; padding: .5rem 0 }
th, td { border: 1px solid color-mix(in srgb, currentColor 25%, transparent); padding: .25rem .4rem; text-align: left; vertical-align: top; font-size: .8rem }
td:nth-child(4), td:nth-child(12) { overflow-wrap: anywhere; min-width: 9rem }
td:nth-child(2), td:nth-child(8) { min-width: 9rem }
thead th { font-size: .72rem }
tbody th { white-space: nowrap }
thead th { position: sticky; top: 0; background: Canvas }
tr.out { opacity: .65 }
tr.reviewed th, tr.validated th { border-left: 4px solid #2e7d32 }
tr.inferred th, tr.corroborated th { border-left: 4px solid #b26a00 }
.warn { border-left: 4px solid #b26a00; padding-left: .6rem }
@page { size: landscape }
@media print { thead th { position: static } body { margin: 0 } }
`;
