// The command line: commands, and what happens when one fails.
import { Command, CommanderError } from "commander";
import { Fault } from "../fault.ts";
import { addAnalyze } from "./analyze.ts";
import { addCalibration } from "./calibration.ts";
import { addContradictions } from "./contradictions.ts";
import { addCoverage } from "./coverage.ts";
import { addCompare, addCrosswalk } from "./crosswalk.ts";
import { addDemo } from "./demo.ts";
import { addExport, addImport } from "./exchange.ts";
import { addFrameworks } from "./frameworks.ts";
import { addGaps } from "./gaps.ts";
import { addHistory } from "./history.ts";
import { addKeys } from "./keys.ts";
import { addMatch } from "./match.ts";
import { addPrompts } from "./prompts.ts";
import { addRead } from "./read.ts";
import { addReassess } from "./reassess.ts";
import { addRetry } from "./retry.ts";
import { addReviews } from "./reviews.ts";
import { addApplicability, addScope } from "./scope.ts";
import { addServe } from "./serve.ts";
import { addSessions } from "./sessions.ts";
import type { Program, Terminal } from "./terminal.ts";
import { addTrace } from "./trace.ts";
import { addVerify } from "./verify.ts";
import { addWebhooks } from "./webhooks.ts";

/** Exit codes: 0 done, 1 it could not be done, 2 the command was not understood. */
export async function runProgram(
  program: Program,
  version: string,
  argv: readonly string[],
): Promise<number> {
  const command = buildCommand(program, version);
  try {
    await command.parseAsync([...argv], { from: "user" });
    return 0;
  } catch (error) {
    return explain(error, program.terminal);
  }
}

function buildCommand(program: Program, version: string): Command {
  const { terminal } = program;
  const command = new Command("evidence-gradient")
    .description(
      "Infers which compliance controls documents and screenshots prove, with verified quotes, and lets people validate every inference.",
    )
    .version(version)
    .exitOverride()
    .configureOutput({ writeOut: terminal.write, writeErr: terminal.tell })
    .showHelpAfterError("(add --help for what can be said here)")
    .addHelpText(
      "after",
      "\nStart with:\n  evidence-gradient demo\n  evidence-gradient analyze ./policies --framework soc2-tsc-2017\n\nSettings come from the environment (HOST, PORT, DATA_DIR, DATABASE_URL, …): see the README.",
    );
  for (const add of [
    addDemo,
    addAnalyze,
    addReassess,
    addRetry,
    addCoverage,
    addCalibration,
    addGaps,
    addReviews,
    addContradictions,
    addCrosswalk,
    addRead,
    addTrace,
    addHistory,
    addFrameworks,
    addCompare,
    addScope,
    addApplicability,
    addImport,
    addExport,
    addMatch,
    addPrompts,
    addKeys,
    addWebhooks,
    addVerify,
    addSessions,
    addServe,
  ])
    add(command, program);
  for (const child of command.commands) child.copyInheritedSettings(command);
  return command;
}

function explain(error: unknown, { tell }: Pick<Terminal, "tell">): number {
  // Commander has said what was wrong already; help and version are no failure.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof Fault) {
    tell(`${error.message}\n`);
    return 1;
  }
  tell(
    `This is an error of the program itself, please report it:\n${error instanceof Error ? error.stack : String(error)}\n`,
  );
  return 1;
}
