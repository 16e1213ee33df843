// `frameworks`: the catalogue as it is built in. Needs no database.
import type { Command } from "commander";
import { type Catalogue, type Framework, listComparable } from "../domain/catalogue.ts";
import { readCatalogueFiles } from "../engines/catalogue-files.ts";
import { parseCatalogue } from "../flows/load-catalogue.ts";
import { getFramework } from "../flows/report-coverage.ts";
import { writeTable } from "./table.ts";
import type { Program } from "./terminal.ts";

export function addFrameworks(command: Command, program: Program): void {
  command
    .command("frameworks")
    .description("list the frameworks, or the requirements and points of one")
    .argument("[framework]", "id of a framework")
    .option("--json", "as JSON")
    .action(async (id: string | undefined, options: { json?: boolean }) => {
      const catalogue = parseCatalogue(await readCatalogueFiles());
      const { write } = program.terminal;
      if (id === undefined) {
        const summaries = listComparable(catalogue).map(summarize);
        write(options.json ? `${JSON.stringify(summaries, null, 2)}\n` : writeList(summaries));
        return;
      }
      const framework = getFramework(listComparable(catalogue), id);
      write(
        options.json
          ? `${JSON.stringify(writeJson(framework), null, 2)}\n`
          : writeFramework(framework, catalogue),
      );
    });
}

function summarize(framework: Framework) {
  const { id, title, edition, publisher, requirements } = framework;
  const points = new Set(requirements.flatMap(({ links }) => links.map((link) => link.point)));
  return { id, title, edition, publisher, requirementCount: requirements.length, pointCount: points.size };
}

function writeList(summaries: readonly ReturnType<typeof summarize>[]): string {
  const columns = [
    { title: "id" },
    { title: "requirements", align: "right" as const },
    { title: "points", align: "right" as const },
    { title: "title" },
  ];
  return writeTable(
    columns,
    summaries.map(({ id, requirementCount, pointCount, title }) => [
      id,
      String(requirementCount),
      String(pointCount),
      title,
    ]),
  );
}

function writeJson({ id, edition, requirements }: Framework) {
  return {
    id,
    edition,
    requirements: requirements.map(({ id: requirementId, title, links }) => ({
      id: requirementId,
      title,
      points: links.map(({ point, relation, required }) => ({ id: point, relation, required })),
    })),
  };
}

function writeFramework(framework: Framework, catalogue: Catalogue): string {
  const statements = new Map(
    catalogue.topics.flatMap((topic) => topic.points.map((point) => [point.id, point.statement])),
  );
  const lines = framework.requirements.flatMap(({ id, title, links }) => [
    `${id}  ${title}`,
    ...links.map(
      ({ point, required }) =>
        `    ${required ? "required " : "supports "} ${point}: ${statements.get(point)}`,
    ),
  ]);
  return `${framework.title} (${framework.edition})\n\n${lines.join("\n")}\n`;
}
