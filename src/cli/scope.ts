// `scope`: what an organization works for and what does not apply to it; `applicability`: the statement of it.
import type { Command } from "commander";
import type { Context } from "../context.ts";
import type { Organization } from "../domain/principal.ts";
import type { ScopeChange } from "../domain/scope.ts";
import { Fault } from "../fault.ts";
import { decideScope, listScope, type ScopedFramework } from "../flows/decide-scope.ts";
import { ensurePrincipal } from "../flows/manage-keys.ts";
import { reportApplicability } from "../flows/report-coverage.ts";
import { writeStatementCsv, writeStatementPage } from "../http/statement.ts";
import { parseAsOf } from "./coverage.ts";
import { pickOrganization } from "./organization.ts";
import { writeOutput } from "./output.ts";
import { writeTable } from "./table.ts";
import type { Program } from "./terminal.ts";

type Options = { organization?: string };
type Deciding = Options & { as: string };

export function addScope(command: Command, program: Program): void {
  const scope = command.command("scope").description("choose frameworks, and say what does not apply");
  scope
    .command("list")
    .description("every framework: whether it is chosen, which parts, how many requirements apply")
    .option("--organization <slug>", "whose scope (default: the only one there is)")
    .action((options: Options) =>
      withOrganization(program, options, async (context, organization) => {
        program.terminal.write(writeScopes(await listScope(context, organization.id)));
      }),
    );
  addDeciding(scope, "choose <framework>", "work for a framework")
    .option("--parts <ids...>", "parts that are not always in, such as availability of SOC 2")
    .action((frameworkId: string, options: Deciding & { parts?: string[] }) =>
      decide(program, options, frameworkId, {
        kind: "framework",
        isChosen: true,
        parts: options.parts ?? [],
      }),
    );
  addDeciding(scope, "drop <framework>", "put a framework aside").action(
    (frameworkId: string, options: Deciding) =>
      decide(program, options, frameworkId, { kind: "framework", isChosen: false, parts: [] }),
  );
  addDeciding(scope, "exclude <framework> <requirement>", "declare that a requirement does not apply")
    .requiredOption("--why <justification>", "the reason, as an auditor will read it")
    .action((frameworkId: string, requirementId: string, options: Deciding & { why: string }) =>
      decide(program, options, frameworkId, {
        kind: "requirement",
        requirementId,
        isApplicable: false,
        justification: options.why,
      }),
    );
  addDeciding(scope, "include <framework> <requirement>", "declare that a requirement applies")
    .option("--why <justification>", "the reason, as an auditor will read it")
    .action((frameworkId: string, requirementId: string, options: Deciding & { why?: string }) =>
      decide(program, options, frameworkId, {
        kind: "requirement",
        requirementId,
        isApplicable: true,
        justification: options.why ?? null,
      }),
    );
}

export function addApplicability(command: Command, program: Program): void {
  command
    .command("applicability")
    .description("the statement of applicability of a framework")
    .argument("<framework>", "id of a framework, see `frameworks`")
    .option("--format <format>", "csv, html or json", "csv")
    .option("--output <file>", "write to a file (default: standard output)")
    .option("--as-of <day>", "the state on a day, YYYY-MM-DD (default: now)")
    .option("--organization <slug>", "whose statement (default: the only one there is)")
    .action((frameworkId: string, options: Options & { format: string; output?: string; asOf?: string }) =>
      withOrganization(program, options, async (context, organization) => {
        const write = findWriter(options.format);
        const asOf = parseAsOf(options.asOf);
        const text = write(await reportApplicability(context, organization.id, { frameworkId, asOf }));
        await writeOutput(program.terminal, options.output, text);
      }),
    );
}

const writers: Record<string, typeof writeStatementCsv> = {
  csv: writeStatementCsv,
  html: writeStatementPage,
  json: (statement) => `${JSON.stringify(statement, null, 2)}\n`,
};

function findWriter(format: string): typeof writeStatementCsv {
  const writer = Object.hasOwn(writers, format) ? writers[format] : undefined;
  if (writer) return writer;
  throw new Fault(
    "invalid_input",
    `"${format}" is not a format. Use one of: ${Object.keys(writers).join(", ")}.`,
  );
}

function addDeciding(scope: Command, usage: string, description: string): Command {
  return scope
    .command(usage)
    .description(description)
    .requiredOption("--as <name>", "the person who decides; it is recorded")
    .option("--organization <slug>", "whose scope (default: the only one there is)");
}

function decide(
  program: Program,
  options: Deciding,
  frameworkId: string,
  change: ScopeChange,
): Promise<void> {
  return withOrganization(program, options, async (context, organization) => {
    const wanted = { name: options.as, kind: "person" as const };
    const person = await ensurePrincipal(context, organization, wanted);
    const decided = await decideScope(context, { ...person, kind: wanted.kind }, frameworkId, change);
    program.terminal.write(writeScopes([decided]));
  });
}

async function withOrganization(
  program: Program,
  options: Options,
  work: (context: Context, organization: Organization) => Promise<void>,
): Promise<void> {
  const { context, close } = await program.open(program.getConfig());
  try {
    await work(context, await pickOrganization(context, options.organization));
  } finally {
    await close();
  }
}

function writeScopes(scopes: readonly ScopedFramework[]): string {
  const columns = [
    { title: "framework" },
    { title: "chosen" },
    { title: "apply", align: "right" as const },
    { title: "of", align: "right" as const },
    { title: "left out", align: "right" as const },
    { title: "parts" },
  ];
  const rows = scopes.map(({ framework, scope, applicableCount }) => [
    framework.id,
    scope.isChosen === null ? "not yet" : scope.isChosen ? "yes" : "no",
    String(applicableCount),
    String(framework.requirements.length),
    String(scope.excluded.size),
    scope.parts?.join(", ") ?? "",
  ]);
  return writeTable(columns, rows);
}
