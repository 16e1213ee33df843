// `retry`: documents that failed are worked on again, from where they stopped.
import type { Command } from "commander";
import type { Document } from "../domain/document.ts";
import { Fault } from "../fault.ts";
import { ensurePrincipal } from "../flows/manage-keys.ts";
import { listFailed, retryDocument } from "../flows/receive-document.ts";
import { startWorker } from "../worker.ts";
import { followDocuments } from "./intake.ts";
import { pickOrganization } from "./organization.ts";
import { writeTable } from "./table.ts";
import type { Program } from "./terminal.ts";

type Options = { allFailed?: boolean; organization?: string; json?: boolean };

export function addRetry(command: Command, program: Program): void {
  command
    .command("retry")
    .description("work on failed documents again, from where they stopped")
    .argument("[documents...]", "ids or file names")
    .option("--all-failed", "every document that failed")
    .option("--organization <slug>", "whose documents (default: the only organization there is)")
    .option("--json", "what became of them as JSON")
    .action(async (names: string[], options: Options) => {
      const config = program.getConfig();
      const { context, close } = await program.open(config);
      try {
        const organization = await pickOrganization(context, options.organization);
        const chosen = choose(await listFailed(context, organization.id), names, options);
        const principal = await ensurePrincipal(context, organization, {
          name: "command line",
          kind: "service",
        });
        for (const { id } of chosen) await retryDocument(context, principal, id);
        await startWorker(context, config.workers);
        const ids = chosen.map(({ id }) => id);
        const done = await followDocuments(context, organization.id, ids, program.terminal);
        program.terminal.write(
          options.json ? `${JSON.stringify(done.map(describe), null, 2)}\n` : write(done),
        );
        if (done.some(({ stage }) => stage === "failed"))
          throw new Fault("unavailable", "Not every document could be processed: see the reasons.");
      } finally {
        await close();
      }
    });
}

/** Throws Fault `invalid_input` when nothing was chosen, `not_found` for what has not failed. */
function choose(failed: readonly Document[], names: readonly string[], { allFailed }: Options): Document[] {
  if (allFailed) return [...failed];
  if (names.length === 0)
    throw new Fault("invalid_input", "Name documents by id or file name, or say --all-failed.");
  const chosen = names.flatMap((name) => {
    const documents = failed.filter(({ id, fileName }) => id === name || fileName === name);
    if (documents.length > 0) return documents;
    throw new Fault(
      "not_found",
      `No document "${name}" has failed: give an id or a file name of one that has.`,
    );
  });
  return [...new Set(chosen)];
}

function describe({ id, fileName, stage, failureReason, waitingReason, waitingUntil }: Document) {
  return { documentId: id, fileName, stage, failureReason, waitingReason, waitingUntil };
}

function write(done: readonly Document[]): string {
  if (done.length === 0) return "No document has failed.\n";
  const rows = done.map(({ fileName, stage, failureReason, waitingReason, waitingUntil }) => [
    fileName,
    waitingReason === null ? stage : `waits until ${waitingUntil?.toISOString()}`,
    failureReason ?? waitingReason ?? "",
  ]);
  return writeTable([{ title: "document" }, { title: "stage" }, { title: "why" }], rows);
}
