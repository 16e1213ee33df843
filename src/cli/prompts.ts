// `prompts`: the words that models are given, and what changed in them. Needs no database.
import type { Command } from "commander";
import type { PromptEdition, PromptShelf } from "../domain/prompt.ts";
import { Fault } from "../fault.ts";
import { writeDifference } from "./difference.ts";
import { writeTable } from "./table.ts";
import type { Program } from "./terminal.ts";

export function addPrompts(command: Command, { terminal, openPrompts }: Program): void {
  const prompts = command.command("prompts").description("show the words that language models are given");
  prompts
    .command("list")
    .description("list prompts with their versions and whether their words are locked")
    .option("--json", "as JSON")
    .action(async (options: { json?: boolean }) => {
      const editions = await openPrompts().list();
      terminal.write(options.json ? `${JSON.stringify(editions, null, 2)}\n` : writeEditions(editions));
    });
  prompts
    .command("show")
    .description("print a prompt")
    .argument("<name>", "see `prompts list`")
    .option("--of <version>", "an earlier version")
    .action(async (name: string, options: { of?: string }) => {
      terminal.write(await openPrompts().read(name, options.of));
    });
  prompts
    .command("diff")
    .description("print what changed since the words were locked, or else since the version before")
    .argument("<name>", "see `prompts list`")
    .option("--from <version>", "compare with this version")
    .action(async (name: string, options: { from?: string }) => {
      terminal.write(await diff(openPrompts(), name, options.from));
    });
  prompts
    .command("lock")
    .description("lock new versions, for those who write prompts; words of a locked version may not change")
    .action(async () => {
      const locked = await openPrompts().lock();
      for (const { name, version } of locked) terminal.tell(`Locked ${name}, version ${version}.\n`);
      if (locked.length === 0) terminal.tell("Every prompt is locked already.\n");
    });
}

async function diff(shelf: PromptShelf, name: string, wanted: string | undefined): Promise<string> {
  const current = await shelf.read(name);
  const edition = (await shelf.list()).find((one) => one.name === name);
  const from = wanted ?? (edition && findEarlier(edition));
  if (from === undefined) return `"${name}" has no earlier version.\n`;
  const difference = writeDifference(await shelf.read(name, from), current);
  return difference === "" ? `"${name}" is the same as in version ${from}.\n` : difference;
}

/** The version that was locked under the same number when its words changed since, else the one before. */
function findEarlier({ version, state, versions }: PromptEdition): string | undefined {
  return state === "changed" ? version : versions.findLast((one) => Number(one) < Number(version));
}

function writeEditions(editions: readonly PromptEdition[]): string {
  if (editions.length === 0) throw new Fault("not_found", "There are no prompts.");
  const columns = ["name", "version", "state", "locked", "sha256", "slots"].map((title) => ({ title }));
  const rows = editions.map(({ name, version, state, versions, sha256, slots }) => [
    name,
    version,
    state,
    versions.join(","),
    sha256.slice(0, 12),
    Object.keys(slots).join(", "),
  ]);
  return writeTable(columns, rows);
}
