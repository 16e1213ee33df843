// Gaps as text for a terminal: one by one, and the short list that coverage, analyze and demo print.
import type { Context } from "../context.ts";
import { composer, type Gap } from "../domain/gap.ts";
import { isAtLeast } from "../domain/grade.ts";
import { type AskedGaps, reportGaps } from "../flows/find-gaps.ts";
import { shorten } from "./table.ts";

const width = 110;

/** The first gaps in few lines, for reports that are about more than gaps. */
export async function writeMostValuable(
  context: Context,
  organizationId: string,
  asked: AskedGaps,
): Promise<string> {
  const { gaps } = await reportGaps(context, organizationId, { ...asked, limit: 5 });
  if (gaps.length === 0) return "No gaps below the floor.\n";
  return `The most valuable gaps\n${gaps.map((gap, index) => writeGap(gap, index + 1, false)).join("")}`;
}

export function writeGap(gap: Gap, number: number, isWhole: boolean): string {
  const lines = [
    `${number}. ${gap.statement}`,
    `   ${writeWorth(gap)} · now: ${gap.grade}`,
    `   ${gap.advice}`,
  ];
  if (isWhole) {
    if (gap.effort !== "review") lines.push(`   For example: ${shorten(gap.example, width * 2)}`);
    const [instead] = gap.alternatives;
    if (instead) lines.push(`   Or instead: ${shorten(instead.statement, width)}`);
    const held = gap.documents
      .filter(({ documentId }) => !gap.documentIds.includes(documentId))
      .filter(({ grade, pointId }) => pointId === gap.pointId || isAtLeast(grade, "inferred"))
      .slice(0, 3);
    for (const { fileName, grade, shortfalls } of held)
      lines.push(
        `   Has: ${shorten(fileName, 60)} (${grade}; ${shortfalls.join(", ").replaceAll("_", " ")})`,
      );
    if (gap.analyser !== composer)
      lines.push(`   Written by ${gap.analyser}, prompt version ${gap.promptVersion}.`);
  }
  return `${lines.join("\n")}\n${isWhole ? "\n" : ""}`;
}

/** `lifts 2 of 5 requirements: gdpr Art.12(3), …`: those that it lifts alone come first. */
function writeWorth({ requirements, unlocks, elsewhere }: Gap): string {
  const ordered = requirements.toSorted((a, b) => Number(b.isLifted) - Number(a.isLifted));
  const names = ordered.map(({ framework, requirementId }) => `${framework} ${requirementId}`);
  const others = elsewhere > 0 ? `, and for ${elsewhere} of other frameworks` : "";
  const count = `${requirements.length} ${requirements.length === 1 ? "requirement" : "requirements"}`;
  return `needed for ${count}, lifts ${unlocks} alone${others}: ${shorten(names.join(", "), 60)}`;
}
