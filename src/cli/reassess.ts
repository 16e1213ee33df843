// `reassess`: documents are assessed again by what there is now, and what that changed is shown.
import type { Command } from "commander";
import type { Context } from "../context.ts";
import type { Assessment } from "../domain/assessment.ts";
import type { Document } from "../domain/document.ts";
import type { Organization } from "../domain/principal.ts";
import { Fault } from "../fault.ts";
import { ensurePrincipal } from "../flows/manage-keys.ts";
import {
  listAssessments,
  listReassessable,
  type ReassessableDocument,
  requestAssessment,
} from "../flows/reassess-document.ts";
import { startWorker } from "../worker.ts";
import { followDocuments } from "./intake.ts";
import { pickOrganization } from "./organization.ts";
import { writeTable } from "./table.ts";
import type { Program } from "./terminal.ts";

type Options = { all?: boolean; outdated?: boolean; organization?: string; json?: boolean };
type Reassessed = { document: Document; assessment: Assessment | null };

export function addReassess(command: Command, program: Program): void {
  command
    .command("reassess")
    .description(
      "assess documents again by the analyser, catalogue, model and prompts of now; nothing else does",
    )
    .argument("[documents...]", "ids or file names")
    .option("--all", "every document")
    .option("--outdated", "every document that was assessed by something older")
    .option("--organization <slug>", "whose documents (default: the only organization there is)")
    .option("--json", "every claim that came, gave way or stayed as JSON")
    .action(async (names: string[], options: Options) => {
      const config = program.getConfig();
      const { context, close } = await program.open(config);
      try {
        const organization = await pickOrganization(context, options.organization);
        const chosen = choose(await listReassessable(context, organization.id), names, options);
        await startWorker(context, config.workers);
        const done = await reassess(context, program, organization, chosen);
        const { write } = program.terminal;
        write(options.json ? `${JSON.stringify(done.map(describe), null, 2)}\n` : writeChanges(done));
        if (done.some(({ document }) => document.stage === "failed"))
          throw new Fault("unavailable", "Not every document could be assessed again.");
      } finally {
        await close();
      }
    });
}

/** Throws Fault `invalid_input` when nothing was chosen, `not_found` for what is not there. */
function choose(
  found: readonly ReassessableDocument[],
  names: readonly string[],
  { all, outdated }: Options,
): Document[] {
  if (all) return found.map(({ document }) => document);
  if (outdated) return found.filter(({ state }) => state.isOutdated).map(({ document }) => document);
  if (names.length === 0)
    throw new Fault("invalid_input", "Name documents by id or file name, or say --outdated or --all.");
  const chosen = names.flatMap((name) => {
    const documents = found.filter(({ document }) => document.id === name || document.fileName === name);
    if (documents.length > 0) return documents.map(({ document }) => document);
    throw new Fault("not_found", `No document "${name}" has been assessed: give an id or a file name.`);
  });
  return [...new Set(chosen)];
}

async function reassess(
  context: Context,
  program: Program,
  organization: Organization,
  documents: readonly Document[],
): Promise<Reassessed[]> {
  const principal = await ensurePrincipal(context, organization, { name: "command line", kind: "service" });
  const startedAt = context.clock();
  for (const { id } of documents) await requestAssessment(context, principal, id);
  const ids = documents.map(({ id }) => id);
  const followed = await followDocuments(context, organization.id, ids, program.terminal);
  const done: Reassessed[] = [];
  for (const document of followed.filter(({ id }) => documents.some((one) => one.id === id))) {
    const last = (await listAssessments(context, organization.id, document.id)).at(-1);
    done.push({ document, assessment: last && last.at >= startedAt ? last : null });
  }
  return done;
}

function describe({ document, assessment }: Reassessed) {
  const { id, fileName, stage, failureReason, waitingReason, waitingUntil } = document;
  return { documentId: id, fileName, stage, failureReason, waitingReason, waitingUntil, assessment };
}

function writeChanges(done: readonly Reassessed[]): string {
  if (done.length === 0) return "No document needs it: all were assessed by what there is now.\n";
  const counts = ["added", "retired", "kept"].map((title) => ({ title, align: "right" as const }));
  const rows = done.map(({ document, assessment }) => [
    document.fileName,
    ...[assessment?.added, assessment?.retired, assessment?.kept].map((count) => String(count ?? "")),
    assessment?.assessedBy ?? document.failureReason ?? document.waitingReason ?? "",
  ]);
  const table = writeTable([{ title: "document" }, ...counts, { title: "assessed by" }], rows);
  const lines = done.flatMap(({ document, assessment }) => writeClaims(document, assessment));
  return lines.length > 0 ? `${table}\nWhat changed\n${lines.join("\n")}\n` : `${table}\nNo claim changed.\n`;
}

/** One line for each claim that came or gave way; a pair that took each other's place is one. */
function writeClaims({ fileName }: Document, assessment: Assessment | null): string[] {
  const claims = assessment?.claims ?? [];
  const replaced = new Set(claims.map(({ replaces }) => replaces));
  return claims.flatMap(({ change, claimId, replaces, pointId, stance, gradeBefore, gradeAfter }) => {
    if (change === "kept" || replaced.has(claimId)) return [];
    const before = claims.find((one) => one.claimId === replaces)?.gradeBefore ?? gradeBefore ?? "nothing";
    return [`  ${fileName}  ${pointId} (${stance}): ${before} → ${gradeAfter ?? "nothing"}`];
  });
}
