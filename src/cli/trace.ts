// `trace`: what was asked, answered, dropped and doubted when a document was assessed.
import type { Command } from "commander";
import { reportChatTotals } from "../flows/account-chat.ts";
import { type AssessmentReport, reportAssessment } from "../flows/report-assessment.ts";
import { pickOrganization } from "./organization.ts";
import { shorten, writeTable } from "./table.ts";
import type { Program } from "./terminal.ts";

export function addTrace(command: Command, program: Program): void {
  command
    .command("trace")
    .description("what was asked, answered, dropped and doubted when a document was assessed")
    .argument("<document>", "id of a document")
    .option("--organization <slug>", "whose document (default: the only organization there is)")
    .option("--json", "the whole trace as JSON")
    .action(async (documentId: string, options: { organization?: string; json?: boolean }) => {
      const { context, close } = await program.open(program.getConfig());
      try {
        const { id } = await pickOrganization(context, options.organization);
        const report = await reportAssessment(context, id, documentId);
        const usage = await reportChatTotals(context, id, documentId);
        const { write } = program.terminal;
        write(
          options.json ? `${JSON.stringify({ ...report, usage }, null, 2)}\n` : writeTrace(report, usage),
        );
      } finally {
        await close();
      }
    });
}

function writeTrace(
  { fileName, assessedAt, assessedBy, trace }: AssessmentReport,
  usage: Awaited<ReturnType<typeof reportChatTotals>>,
): string {
  const columns = [
    { title: "section" },
    ...["asked", "shown", "nothing", "unanswered", "unknown", "tokens"].map((title) => ({
      title,
      align: "right" as const,
    })),
    { title: "by" },
  ];
  const rows = trace.sections.map((section) => [
    shorten(section.headings.join(" › ") || `from ${section.start}`, 50),
    ...[section.asked, section.shown, section.saysNothing, section.unanswered, section.unknown].map(String),
    section.isCached ? "cached" : String(section.promptTokens + section.completionTokens),
    section.fallback === null
      ? (section.by.model ?? section.by.analyser)
      : `local (${shorten(section.fallback, 40)})`,
  ]);
  const doubted = trace.challenges.filter(({ objection }) => objection !== "none");
  return [
    `${fileName}, assessed ${assessedAt.toISOString()} by ${assessedBy}\n\n`,
    rows.length > 0 ? writeTable(columns, rows) : "The local rules judged it; no model was asked.\n",
    `\nOf ${trace.absentPoints} points no passage speaks.\n`,
    `Dropped, because the words are not in the source: ${trace.dropped.length}\n`,
    ...trace.dropped.map(({ pointId, words }) => `  ${pointId}: “${shorten(words, 90)}”\n`),
    `Doubted by the sceptic: ${doubted.length} of ${trace.challenges.length}\n`,
    ...doubted.map(
      ({ pointId, objection, because }) => `  ${pointId}: ${objection}. ${shorten(because, 110)}\n`,
    ),
    ...usage.map(
      (one) =>
        `Paid for ${one.purpose} (version ${one.promptVersion}, ${one.model}): ${one.paidCalls} calls, ${one.promptTokens} + ${one.completionTokens} tokens; ${one.cachedReplies} replies from the cache\n`,
    ),
  ].join("");
}
