// `serve`, `work` and `migrate`: what an operator runs.
import type { Command } from "commander";
import type { Config } from "../config.ts";
import type { Context } from "../context.ts";
import { Fault } from "../fault.ts";
import { listAllOrganizations } from "../flows/create-organization.ts";
import { openServer } from "../http/server.ts";
import { startClock, startWorker } from "../worker.ts";
import type { Program } from "./terminal.ts";

export function addServe(command: Command, program: Program): void {
  const { terminal } = program;
  command
    .command("serve")
    .description("answer over HTTP; with the embedded database also work on jobs")
    .action(async () => {
      const config = program.getConfig();
      const { context, close } = await program.open(config);
      try {
        const server = await openServer(context, config);
        const stopWorking = config.isWorkingInServer ? await work(context, config) : undefined;
        terminal.tell(writeAddresses(server.address));
        if ((await listAllOrganizations(context)).length === 0) terminal.tell(firstSteps);
        await terminal.untilStopped();
        terminal.tell("Stopping: requests and jobs that run are finished first.\n");
        await server.close();
        await stopWorking?.();
      } finally {
        await close();
      }
    });
  command
    .command("work")
    .description("work on jobs beside a server; needs a PostgreSQL server (DATABASE_URL)")
    .action(async () => {
      const config = program.getConfig();
      refuseEmbedded(config);
      const { context, close } = await program.open(config);
      try {
        const stopWorking = await work(context, config);
        terminal.tell(`Working on ${config.workers} jobs of each kind at a time. Stop with Ctrl-C.\n`);
        await terminal.untilStopped();
        await stopWorking();
      } finally {
        await close();
      }
    });
  command
    .command("migrate")
    .description("bring the database up to date")
    .action(async () => {
      const applied = await program.migrate(program.getConfig());
      terminal.tell(
        applied.length === 0 ? "The database is up to date.\n" : `Applied: ${applied.join(", ")}\n`,
      );
    });
}

async function work(context: Context, { workers }: Config): Promise<() => Promise<void>> {
  await startWorker(context, workers);
  return startClock(context);
}

function refuseEmbedded(config: Config): void {
  if (config.databaseUrl !== undefined) return;
  throw new Fault(
    "invalid_input",
    "The embedded database belongs to one process: `serve` works on jobs itself. Set DATABASE_URL for more workers.",
  );
}

export function writeAddresses(address: string): string {
  return [
    `API      ${address}/v1`,
    `Docs     ${address}/docs`,
    `OpenAPI  ${address}/openapi.json`,
    `Health   ${address}/healthz`,
    "",
  ].join("\n");
}

const firstSteps =
  "There is no API key yet: stop, run `evidence-gradient keys create --organization acme --name you --role admin reviewer`, start again.\n";
