// `gaps`: what is missing and what would close it fastest.
import type { Command } from "commander";
import { grades } from "../domain/grade.ts";
import { Fault } from "../fault.ts";
import { type GapReport, reportGaps } from "../flows/find-gaps.ts";
import { parseAsOf, parseFloor } from "./coverage.ts";
import { writeGap } from "./gap-text.ts";
import { pickOrganization } from "./organization.ts";
import type { Program } from "./terminal.ts";

type Options = {
  organization?: string;
  limit: string;
  floor: string;
  asOf?: string;
  written?: boolean;
  json?: boolean;
};

export function addGaps(command: Command, program: Program): void {
  command
    .command("gaps")
    .description("what is missing, the most valuable first, and which evidence would close it fastest")
    .argument(
      "[framework]",
      "id of a framework, see `frameworks` (default: everything in scope, see `scope`)",
    )
    .option("--limit <count>", "how many to print", "10")
    .option("--floor <grade>", `lowest grade that counts as met: ${grades.slice(1).join(", ")}`, "reviewed")
    .option("--as-of <day>", "the state on a day, YYYY-MM-DD (default: now)")
    .option("--written", "let the language model write the advice (of at most 50); it costs tokens")
    .option("--organization <slug>", "whose gaps (default: the only one there is)")
    .option("--json", "everything as JSON")
    .addHelpText(
      "after",
      "\nExamples:\n  evidence-gradient gaps\n  evidence-gradient gaps soc2-tsc-2017 --limit 3\n  evidence-gradient gaps --written --json",
    )
    .action(async (frameworkId: string | undefined, options: Options) => {
      const [limit, floor, asOf] = [
        parseLimit(options.limit),
        parseFloor(options.floor),
        parseAsOf(options.asOf),
      ];
      const { context, close } = await program.open(program.getConfig());
      try {
        const { id } = await pickOrganization(context, options.organization);
        const isWritten = options.written === true;
        const report = await reportGaps(context, id, { frameworkId, limit, floor, asOf, isWritten });
        program.terminal.write(
          options.json ? `${JSON.stringify(report, null, 2)}\n` : writeReport(report, frameworkId),
        );
      } finally {
        await close();
      }
    });
}

function parseLimit(text: string): number {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= 500) return limit;
  throw new Fault("invalid_input", `"${text}" is not a count of gaps: use a whole number from 1 to 500.`);
}

function writeReport(report: GapReport, frameworkId: string | undefined): string {
  const { gaps, total, frameworks, notes, isScopeChosen, documentCount } = report;
  if (total === 0) return "No gaps below the floor.\n";
  const over = frameworkId ?? frameworks.join(", ");
  return [
    `${total} points are below the floor in ${over}.\n`,
    frameworkId === undefined && !isScopeChosen
      ? "No framework is chosen, so all of them count: choose with `scope choose <framework>`.\n"
      : "",
    documentCount === 0
      ? "There are no documents yet, so everything is missing: give it files with `analyze <paths> --framework <id>`.\n"
      : "",
    ...notes.map((note) => `Note: ${note}\n`),
    "\n",
    ...gaps.map((gap, index) => writeGap(gap, index + 1, true)),
    gaps.length < total ? `… and ${total - gaps.length} more: see --limit and --json\n` : "",
  ].join("");
}
