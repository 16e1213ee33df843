// `verify`: whether the stored bytes of every document are still those that were uploaded.
import type { Command } from "commander";
import { Fault } from "../fault.ts";
import { getOrganization, listAllOrganizations } from "../flows/create-organization.ts";
import { type CheckedDocument, verifyDocuments } from "../flows/verify-integrity.ts";
import { writeTable } from "./table.ts";
import type { Program } from "./terminal.ts";

type Checked = CheckedDocument & { organization: string };

export function addVerify(command: Command, program: Program): void {
  command
    .command("verify")
    .description(
      "read every stored file and compare it with its hash; what is not intact proves nothing until its bytes are back",
    )
    .option("--organization <slug>", "whose documents (default: all organizations)")
    .option("--json", "every document as JSON")
    .action(async (options: { organization?: string; json?: boolean }) => {
      const { context, close } = await program.open(program.getConfig());
      try {
        const organizations =
          options.organization === undefined
            ? await listAllOrganizations(context)
            : [await getOrganization(context, options.organization)];
        const checked: Checked[] = [];
        for (const { id, slug } of organizations)
          for (const one of await verifyDocuments(context, id)) checked.push({ organization: slug, ...one });
        const broken = checked.filter(({ found }) => found !== "intact");
        program.terminal.write(
          options.json ? `${JSON.stringify(checked, null, 2)}\n` : writeChecked(checked, broken),
        );
        if (broken.length > 0)
          throw new Fault(
            "conflict",
            `${broken.length} of ${checked.length} files are not what was uploaded.`,
          );
      } finally {
        await close();
      }
    });
}

function writeChecked(checked: readonly Checked[], broken: readonly Checked[]): string {
  const shown = [...broken, ...checked.filter(({ found, wasBroken }) => found === "intact" && wasBroken)];
  const told = `${checked.length - broken.length} of ${checked.length} files are intact.\n`;
  if (shown.length === 0) return told;
  const columns = ["found", "organization", "document", "id"].map((title) => ({ title }));
  const rows = shown.map(({ found, organization, fileName, documentId }) => [
    found === "intact" ? "intact again" : found,
    organization,
    fileName,
    documentId,
  ]);
  const advice = "Restore the files of DATA_DIR from a backup, or upload the same files again.\n";
  return `${told}\n${writeTable(columns, rows)}${broken.length > 0 ? `\n${advice}` : ""}`;
}
