// `crosswalk`: what evidence for one framework does for another; `compare`: which framework is for whom.
import type { Command } from "commander";
import { listComparable } from "../domain/catalogue.ts";
import type { Comparison } from "../domain/comparison.ts";
import { readCatalogueFiles } from "../engines/catalogue-files.ts";
import { parseCatalogue } from "../flows/load-catalogue.ts";
import { type CrosswalkReport, compareFrameworks, reportCrosswalk } from "../flows/report-coverage.ts";
import { parseAsOf, parseFloor } from "./coverage.ts";
import { pickOrganization } from "./organization.ts";
import { shorten, writeTable } from "./table.ts";
import type { Program } from "./terminal.ts";

const linksNote = "The links behind these figures are the product's own; no expert has reviewed them.\n";

export function addCrosswalk(command: Command, program: Program): void {
  command
    .command("crosswalk")
    .description("for each requirement of a framework: what evidence for another covers, and what is left")
    .argument("<framework>", "id of the framework you want, see `frameworks`")
    .argument("<other>", "id of the framework you have evidence for")
    .option("--floor <grade>", "lowest grade that counts as evidence", "reviewed")
    .option("--as-of <day>", "the state on a day, YYYY-MM-DD (default: now)")
    .option("--organization <slug>", "whose evidence (default: the only one there is)")
    .option("--json", "the whole answer as JSON")
    .action(
      async (
        frameworkId: string,
        otherId: string,
        options: { floor: string; asOf?: string; organization?: string; json?: boolean },
      ) => {
        const question = {
          frameworkId,
          otherId,
          floor: parseFloor(options.floor),
          asOf: parseAsOf(options.asOf),
        };
        const { context, close } = await program.open(program.getConfig());
        try {
          const { id } = await pickOrganization(context, options.organization);
          const report = await reportCrosswalk(context, id, question);
          program.terminal.write(
            options.json ? `${JSON.stringify(report, null, 2)}\n` : writeCrosswalk(report),
          );
        } finally {
          await close();
        }
      },
    );
}

export function addCompare(command: Command, program: Program): void {
  command
    .command("compare")
    .description("what frameworks are for, and how much any two of them share; without ids: all")
    .argument("[frameworks...]", "ids of frameworks, see `frameworks`")
    .option("--json", "the whole answer as JSON")
    .action(async (ids: string[], options: { json?: boolean }) => {
      const catalogue = parseCatalogue(await readCatalogueFiles());
      const comparison = compareFrameworks(
        listComparable(catalogue),
        ids.length > 0 ? ids : catalogue.frameworks.map(({ id }) => id),
      );
      program.terminal.write(
        options.json ? `${JSON.stringify(comparison, null, 2)}\n` : writeComparison(comparison),
      );
    });
}

function writeCrosswalk({ from, to, floor, overlap, requirements }: CrosswalkReport): string {
  const rows = requirements.map(({ requirementId, carried, leftForBoth, leftHereOnly, related }) => [
    requirementId,
    String(carried.length),
    String(leftForBoth.length),
    String(leftHereOnly.length),
    shorten(related.map(writeRelation).join(", "), 60),
  ]);
  const columns = [
    { title: "requirement" },
    { title: "carried", align: "right" as const },
    { title: "left for both", align: "right" as const },
    { title: "left here only", align: "right" as const },
    { title: `related in ${to}, the nearest first` },
  ];
  return [
    writeTable(columns, rows),
    `\nRequired points at "${floor}" or better that ${to} needs or uses too (carried), and those below it.\n`,
    `${to} speaks of every required point of ${overlap.whole} of ${overlap.all} requirements of ${from}, of some points of ${overlap.part}, of none of ${overlap.none}.\n`,
    `(published): a publisher ties the two, in its own words. All other relations follow from our links.\n`,
    linksNote,
  ].join("");
}

function writeRelation({
  to,
  relation,
  published,
}: CrosswalkReport["requirements"][number]["related"][number]): string {
  const words = relation ?? published?.relation ?? "";
  return [to, words, published ? "(published)" : ""].filter(Boolean).join(" ");
}

function writeComparison({ frameworks, overlaps }: Comparison): string {
  const descriptions = frameworks.map(({ id, title, edition, profile, requirementCount, pointCount }) =>
    [
      `${id}: ${title} (${edition}), ${requirementCount} requirements on ${pointCount} points`,
      `  for      ${profile.purpose}`,
      `  region   ${profile.region}`,
      `  outcome  ${profile.attestation}`,
      `  cycle    ${profile.assessmentCycle}`,
      ...(profile.supersededBy ? [`  newer    ${profile.supersededBy}`] : []),
      "",
    ].join("\n"),
  );
  if (overlaps.length === 0) return `${descriptions.join("\n")}\n`;
  const columns = [
    { title: "requirements of" },
    { title: "by the points of" },
    { title: "whole", align: "right" as const },
    { title: "part", align: "right" as const },
    { title: "none", align: "right" as const },
    { title: "all", align: "right" as const },
    { title: "whole %", align: "right" as const },
  ];
  const rows = overlaps.map(({ from, to, all, whole, part, none }) => [
    from,
    to,
    ...[whole, part, none, all].map(String),
    String(Math.round((100 * whole) / all)),
  ]);
  return `${descriptions.join("\n")}\n${writeTable(columns, rows)}${linksNote}How long a first assessment takes and what it costs is not stated: no source that may be cited was found.\n`;
}
