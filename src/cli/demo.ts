// `demo`: the whole product on the files of a small invented company.
import { join } from "node:path";
import type { Command } from "commander";
import type { Config } from "../config.ts";
import type { Context } from "../context.ts";
import type { Organization, Principal, Role } from "../domain/principal.ts";
import type { ScopeChange } from "../domain/scope.ts";
import { createOrganization } from "../flows/create-organization.ts";
import { decideScope, listScope, type ScopedFramework } from "../flows/decide-scope.ts";
import { createKey, ensurePrincipal } from "../flows/manage-keys.ts";
import { summarizeReviews } from "../flows/read-queue.ts";
import { reportCoverage } from "../flows/report-coverage.ts";
import { openServer } from "../http/server.ts";
import { startWorker } from "../worker.ts";
import { writeCoverage } from "./coverage.ts";
import { writeMostValuable } from "./gap-text.ts";
import { type Intake, listFiles, takeFiles } from "./intake.ts";
import { writeAddresses } from "./serve.ts";
import { shorten } from "./table.ts";
import type { Program } from "./terminal.ts";

const examplesFolder = join(import.meta.dirname, "../../examples");

const people: readonly { name: string; kind: Principal["kind"]; roles: Role[] }[] = [
  { name: "demo uploader", kind: "person", roles: ["uploader", "client"] },
  { name: "demo reviewer", kind: "person", roles: ["reviewer", "client"] },
  { name: "demo validator", kind: "person", roles: ["validator", "client"] },
  { name: "demo client", kind: "service", roles: ["client"] },
];

const scope: readonly [string, ScopeChange][] = [
  ["soc2-tsc-2017", { kind: "framework", isChosen: true, parts: ["availability", "confidentiality"] }],
  ["iso27001-2022", { kind: "framework", isChosen: true, parts: [] }],
  ["gdpr", { kind: "framework", isChosen: true, parts: [] }],
  [
    "gdpr",
    {
      kind: "requirement",
      requirementId: "Art.8(2)",
      isApplicable: false,
      justification: "The service is sold to businesses only; nothing is offered to children.",
    },
  ],
];

export function addDemo(command: Command, program: Program): void {
  command
    .command("demo")
    .description("run everything on the files of a small invented company, then keep serving")
    .option("--once", "print the result and exit")
    .action(async (options: { once?: boolean }) => {
      const config = program.getConfig();
      program.terminal.tell(
        "Opening the database and loading the catalogue (the first start takes longest) …\n",
      );
      const { context, close } = await program.open({ ...config, logLevel: "error" });
      try {
        await runDemo(context, config, program, options.once === true);
      } finally {
        await close();
      }
    });
}

async function runDemo(context: Context, config: Config, program: Program, isOnce: boolean): Promise<void> {
  const { terminal } = program;
  const server = isOnce ? null : await openServer(context, config);
  try {
    await startWorker(context, config.workers);
    const { organization, isNew } = await createOrganization(context, {
      slug: "demo",
      name: "Lanternfish Ledger (invented)",
    });
    const keys = isNew ? await createKeys(context, organization) : null;
    const uploader = await ensurePrincipal(context, organization, { name: "demo uploader", kind: "person" });
    await chooseScope(context, organization);
    const intake = await takeFiles(context, uploader, await listFiles([examplesFolder]), terminal);
    terminal.write(writeIntake(intake));
    terminal.write(await writeResult(context, organization));
    terminal.write(
      keys ?? "\nThe API keys of the demo were printed when it first ran; `keys create` makes new ones.\n",
    );
    const address = server?.address ?? `http://${config.host}:${config.port}`;
    terminal.write(
      `\n${server ? "Serving" : "Not serving now; without --once it serves"}\n${writeAddresses(address)}`,
    );
    if (!server) return;
    terminal.tell("\nServing until you press Ctrl-C.\n");
    await terminal.untilStopped();
  } finally {
    await server?.close();
  }
}

/** The invented company sells software by subscription, to customers in the European Union too. */
async function chooseScope(context: Context, organization: Organization): Promise<void> {
  const isChosen = (await listScope(context, organization.id)).some(({ scope }) => scope.isChosen !== null);
  if (isChosen) return;
  const person = await ensurePrincipal(context, organization, { name: "demo reviewer", kind: "person" });
  for (const [frameworkId, change] of scope)
    await decideScope(context, { ...person, kind: "person" }, frameworkId, change);
}

async function createKeys(context: Context, organization: Organization): Promise<string> {
  const lines: string[] = [];
  for (const person of people) {
    const { key } = await createKey(context, organization, { ...person, expiresAt: null });
    lines.push(`  ${person.name.padEnd(15)} ${key}\n`);
  }
  return `\nAPI keys, shown only this once\n${lines.join("")}`;
}

function writeIntake({ documents, newCount, refused }: Intake): string {
  const failed = documents.filter(({ stage }) => stage === "failed");
  const passages = documents.reduce((sum, document) => sum + document.passageCount, 0);
  const news = newCount === 0 ? "none of them new: nothing was read again" : `${newCount} of them new`;
  return [
    `\n${documents.length} documents (${news}), ${passages} passages, ${failed.length} could not be read\n`,
    ...failed.map(({ fileName, failureReason }) => `  ${fileName}: ${failureReason}\n`),
    ...refused.map(({ file, reason }) => `  ${file}: ${reason}\n`),
  ].join("");
}

async function writeResult(context: Context, organization: Organization): Promise<string> {
  const chosen = (await listScope(context, organization.id)).filter(({ scope }) => scope.isChosen);
  const reports = [];
  for (const { id } of chosen.map(({ framework }) => framework))
    reports.push(await reportCoverage(context, organization.id, { frameworkId: id }));
  // Nothing is assigned to an organization itself: only what is open is asked for.
  const asker = { organizationId: organization.id, id: organization.id };
  const { open: waiting } = await summarizeReviews(context, asker);
  return [
    `\nCoverage of ${shorten(organization.name, 60)}, which chose: ${chosen.map(writeChoice).join("; ")}\n`,
    writeCoverage(reports),
    `\n${await writeMostValuable(context, organization.id, {})}`,
    `\n${waiting} items wait for a person's review.\n`,
  ].join("");
}

function writeChoice({ framework, scope, applicableCount }: ScopedFramework): string {
  const parts = scope.parts?.join(", ");
  return `${framework.id} (${parts === undefined ? "" : `${parts}: `}${applicableCount} of ${framework.requirements.length})`;
}
