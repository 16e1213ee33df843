// `sessions`: who is signed in to the console.
import type { Command } from "commander";
import type { Context } from "../context.ts";
import { endSession, listAllSessions } from "../flows/manage-sessions.ts";
import { pickOrganization } from "./organization.ts";
import { writeTable } from "./table.ts";
import type { Program } from "./terminal.ts";

type Options = { organization?: string; json?: boolean; all?: boolean };

export function addSessions(command: Command, program: Program): void {
  const sessions = command.command("sessions").description("list and end sessions of the console");
  sessions
    .command("list")
    .description("who is signed in to the console, newest first")
    .option("--organization <slug>", "whose sessions (default: the only organization there is)")
    .option("--all", "also sessions that are over")
    .option("--json", "as JSON")
    .action((options: Options) =>
      withContext(program, async (context) => {
        const organization = await pickOrganization(context, options.organization);
        const found = (await listAllSessions(context, organization)).filter(
          ({ state }) => options.all || state === "open",
        );
        if (options.json) program.terminal.write(`${JSON.stringify(found, null, 2)}\n`);
        else if (found.length === 0) program.terminal.write("Nobody is signed in to the console.\n");
        else program.terminal.write(writeTable(columns, found.map(writeRow)));
      }),
    );
  sessions
    .command("end")
    .description("end a session at once; whoever has a valid key may sign in again")
    .argument("<id>", "the session's id, see `sessions list`")
    .option("--organization <slug>", "whose session (default: the only organization there is)")
    .action((id: string, options: Options) =>
      withContext(program, async (context) => {
        await endSession(context, await pickOrganization(context, options.organization), id);
        program.terminal.tell(`Session ${id} has ended.\n`);
      }),
    );
}

async function withContext(program: Program, work: (context: Context) => Promise<void>): Promise<void> {
  const { context, close } = await program.open(program.getConfig());
  try {
    await work(context);
  } finally {
    await close();
  }
}

const columns = ["id", "name", "signed in by", "roles", "since", "last used", "until", "state"].map(
  (title) => ({
    title,
  }),
);

function writeRow(session: Awaited<ReturnType<typeof listAllSessions>>[number]): string[] {
  const { id, principal, how, createdAt, lastUsedAt, expiresAt, state } = session;
  const times = [createdAt, lastUsedAt, expiresAt].map((moment) =>
    moment.toISOString().slice(0, 16).replace("T", " "),
  );
  return [id, principal.name, how, principal.roles.join(","), ...times, state];
}
