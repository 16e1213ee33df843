// `history`: the life of a claim, as an auditor would ask for it.
import type { Command } from "commander";
import { type ClaimLife, tellClaim } from "../flows/tell-claim.ts";
import { pickOrganization } from "./organization.ts";
import { shorten } from "./table.ts";
import type { Program } from "./terminal.ts";

export function addHistory(command: Command, program: Program): void {
  command
    .command("history")
    .description("the life of a claim: which words, inferred by what, who decided, every rise and fall")
    .argument("<claim>", "id of a claim")
    .option("--organization <slug>", "whose claim (default: the only organization there is)")
    .option("--json", "the whole answer as JSON")
    .action(async (claimId: string, options: { organization?: string; json?: boolean }) => {
      const { context, close } = await program.open(program.getConfig());
      try {
        const { id } = await pickOrganization(context, options.organization);
        const life = await tellClaim(context, id, claimId);
        program.terminal.write(options.json ? `${JSON.stringify(life, null, 2)}\n` : writeLife(life));
      } finally {
        await close();
      }
    });
}

function writeLife({ claim, statement, document, now, steps }: ClaimLife): string {
  const by = [claim.model ?? claim.analyser, claim.promptVersion, claim.analyserVersion].filter(Boolean);
  return [
    `${claim.pointId}: ${statement}\n`,
    `Claim ${claim.id} (${claim.stance}, ${claim.nature}) by ${by.join(", ")}\n`,
    `From "${document.fileName}", uploaded ${document.uploadedAt.toISOString()} by ${document.uploadedBy}, sha256 ${document.sha256}\n`,
    ...claim.quotes.map(({ pageNumber, text }) => `  page ${pageNumber}: “${shorten(text, 160)}”\n`),
    claim.amends ? `Amended from claim ${claim.amends}.\n` : "",
    claim.carriedFrom ? `Goes on with claim ${claim.carriedFrom} of the older version.\n` : "",
    claim.replacedBy ? `Amended: claim ${claim.replacedBy} stands in its place.\n` : "",
    "\n",
    ...steps.flatMap(({ at, from, to, reasons, causes }) => [
      `${at.toISOString()}  ${from} → ${to}  (${reasons.join(", ")})\n`,
      ...causes.map(({ words }) => `    ${words}\n`),
    ]),
    `\nNow: ${now.grade} (${now.reasons.join(", ")})\n`,
  ].join("");
}
