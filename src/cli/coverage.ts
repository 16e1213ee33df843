// `coverage`: how far a framework is proven; also the tables that analyze and demo print.
import type { Command } from "commander";
import { type Grade, gradeSchema, grades } from "../domain/grade.ts";
import { Fault } from "../fault.ts";
import { type CoverageReport, reportCoverage } from "../flows/report-coverage.ts";
import { writeMostValuable } from "./gap-text.ts";
import { pickOrganization } from "./organization.ts";
import { shorten, writeTable } from "./table.ts";
import type { Program } from "./terminal.ts";

export function addCoverage(command: Command, program: Program): void {
  command
    .command("coverage")
    .description("how far a framework is proven, grade by grade")
    .argument("<framework>", "id of a framework, see `frameworks`")
    .option("--floor <grade>", `lowest grade that counts as met: ${grades.slice(1).join(", ")}`, "reviewed")
    .option("--as-of <day>", "the state on a day, YYYY-MM-DD (default: now)")
    .option("--organization <slug>", "whose evidence (default: the only one there is)")
    .option("--json", "the whole answer as JSON")
    .action(
      async (
        frameworkId: string,
        options: { floor: string; asOf?: string; organization?: string; json?: boolean },
      ) => {
        const floor = parseFloor(options.floor);
        const asOf = parseAsOf(options.asOf);
        const { context, close } = await program.open(program.getConfig());
        try {
          const { id } = await pickOrganization(context, options.organization);
          const question = { frameworkId, floor, asOf };
          const report = await reportCoverage(context, id, question);
          if (options.json) {
            program.terminal.write(`${JSON.stringify(report, null, 2)}\n`);
            return;
          }
          program.terminal.write(`${writeCoverage([report])}\n${writeRequirements(report)}\n`);
          program.terminal.write(await writeMostValuable(context, id, question));
        } finally {
          await close();
        }
      },
    );
}

export function parseFloor(text: string): Grade {
  const parsed = gradeSchema.exclude(["none"]).safeParse(text);
  if (parsed.success) return parsed.data;
  throw new Fault("invalid_input", `"${text}" is not a grade. Use one of: ${grades.slice(1).join(", ")}.`);
}

export function parseAsOf(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const moment = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T23:59:59.999Z`) : new Date(Number.NaN);
  if (Number.isNaN(moment.getTime()))
    throw new Fault("invalid_input", `"${text}" is not a day like 2026-11-23.`);
  return moment;
}

/** One row of requirements and one of points a framework: a machine's grades never add up with people's. */
export function writeCoverage(reports: readonly CoverageReport[]): string {
  const columns = [
    { title: "framework" },
    { title: "of its" },
    ...grades.toReversed().map((title) => ({ title, align: "right" as const })),
    { title: "all", align: "right" as const },
  ];
  const rows = reports.flatMap((report) => {
    const [requirements, points] = [report.requirementsByGrade, report.pointsByGrade].map((counts) => {
      const cells = grades.toReversed().map((grade) => String(counts[grade]));
      return [...cells, String(grades.reduce((sum, grade) => sum + counts[grade], 0))];
    });
    return [
      [report.framework, "requirements", ...(requirements ?? [])],
      ["", "points", ...(points ?? [])],
    ];
  });
  return `${writeTable(columns, rows)}\nvalidated, reviewed: people decided.  corroborated, inferred: the machine's inference, seen by nobody.\nsuggested: waits for review, never counts.  A requirement stands where its weakest required point stands.\n`;
}

function writeRequirements(report: CoverageReport): string {
  const rows = report.requirements.map((requirement) => {
    const required = requirement.points.filter((point) => point.required);
    const proven = required.filter((point) => point.grade !== "none" && point.grade !== "suggested");
    return [
      requirement.requirementId,
      requirement.grade,
      `${proven.length}/${required.length}`,
      shorten(requirement.title, 64),
    ];
  });
  const columns = [{ title: "requirement" }, { title: "grade" }, { title: "points" }, { title: "title" }];
  return `${writeTable(columns, rows)}\n${report.met} of ${report.total} requirements are at "${report.floor}" or better. Points: required ones that are at least inferred.\n`;
}
