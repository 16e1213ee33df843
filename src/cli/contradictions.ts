// `contradictions`: what two documents say of one thing that cannot both be kept.
import type { Command } from "commander";
import { type ContradictionPair, listContradictionPairs } from "../flows/explain-contradiction.ts";
import { pickOrganization } from "./organization.ts";
import { shorten } from "./table.ts";
import type { Program } from "./terminal.ts";

export function addContradictions(command: Command, program: Program): void {
  command
    .command("contradictions")
    .description("what two documents say of one thing that cannot both be kept, as pairs of quotes")
    .option("--organization <slug>", "whose documents (default: the only one there is)")
    .option("--json", "the whole answer as JSON")
    .action(async (options: { organization?: string; json?: boolean }) => {
      const { context, close } = await program.open(program.getConfig());
      try {
        const { id } = await pickOrganization(context, options.organization);
        const pairs = await listContradictionPairs(context, id);
        program.terminal.write(options.json ? `${JSON.stringify(pairs, null, 2)}\n` : writePairs(pairs));
      } finally {
        await close();
      }
    });
}

/** Several claims can rest on the same two quotes: these are shown once. */
function writePairs(pairs: readonly ContradictionPair[]): string {
  if (pairs.length === 0) return "No open contradictions.\n";
  const shown = new Map<string, ContradictionPair[]>();
  for (const pair of pairs) {
    const key = pair.sides.map(({ quote }) => `${quote.documentId} ${quote.start}`).join(" ") + pair.subject;
    shown.set(key, [...(shown.get(key) ?? []), pair]);
  }
  return [...shown.values()].map(writePair).join("\n");
}

function writePair(pairs: readonly ContradictionPair[]): string {
  const [pair] = pairs;
  if (!pair) return "";
  const lines = pair.sides.map(
    ({ document, quote }) =>
      `  ${document.fileName}, page ${quote.pageNumber}: "${shorten(quote.text, 90)}"\n`,
  );
  const claims = new Set(pairs.flatMap(({ sides }) => sides.map(({ claimId }) => claimId)));
  return `${pair.subject}: ${pair.direction === "weaker" ? "less than the rule demands" : "two rules disagree"}\n${lines.join("")}  ${claims.size} claims count as inferred at most until it is resolved\n`;
}
