// `import`: a framework of one's own, from OSCAL or a table; `export`: frameworks and what two share, as OSCAL.
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import type { Command } from "commander";
import { listPoints } from "../domain/catalogue.ts";
import { readCatalogueFiles } from "../engines/catalogue-files.ts";
import { Fault } from "../fault.ts";
import { createOrganization } from "../flows/create-organization.ts";
import { exportCatalog, exportMapping } from "../flows/export-framework.ts";
import { type Imported, importFramework } from "../flows/import-framework.ts";
import { parseCatalogue } from "../flows/load-catalogue.ts";
import { ensurePrincipal } from "../flows/manage-keys.ts";
import { pickOrganization } from "./organization.ts";
import { writeOutput } from "./output.ts";
import { shorten } from "./table.ts";
import type { Program } from "./terminal.ts";

type Names = { id?: string; title?: string; edition?: string; publisher?: string };

export function addImport(command: Command, program: Program): void {
  command
    .command("import")
    .description("import a framework of your own: an OSCAL catalog or profile (JSON), or a table (CSV)")
    .argument("<files...>", "the catalog, profile or table first, then the files that a profile imports")
    .option("--id <id>", "short name of the framework (default: from the file)")
    .option("--title <title>", "its title (default: from the file)")
    .option("--edition <edition>", "its edition (default: from the file)")
    .option("--publisher <name>", "who wrote it (default: from the file)")
    .option("--organization <slug>", "whose framework; made when it is new", "default")
    .option("--json", "what was imported as JSON")
    .addHelpText(
      "after",
      "\nA table has the columns id and title, and may have group, statement, nature, keywords and required.\nDocuments that are there already are assessed again by the next `serve`, `work` or `analyze`.",
    )
    .action(async (paths: string[], options: Names & { organization: string; json?: boolean }) => {
      const files = await Promise.all(paths.map(readNamed));
      const { context, close } = await program.open(program.getConfig());
      try {
        const slug = options.organization;
        const { organization } = await createOrganization(context, { slug, name: slug });
        const wanted = { name: "command line", kind: "service" as const };
        const principal = await ensurePrincipal(context, organization, wanted);
        const { id = null, title = null, edition = null, publisher = null } = options;
        const imported = await importFramework(context, principal, files, { id, title, edition, publisher });
        program.terminal.write(
          options.json ? `${JSON.stringify(imported, null, 2)}\n` : writeImported(imported),
        );
      } finally {
        await close();
      }
    });
}

export function addExport(command: Command, program: Program): void {
  command
    .command("export")
    .description("a framework as an OSCAL catalog; with a second one: what they share, as an OSCAL mapping")
    .argument("<framework>", "id of a framework, see `frameworks`")
    .argument("[other]", "id of another framework")
    .option("--output <file>", "write to a file (default: standard output)")
    .option("--organization <slug>", "when one of them is an organization's own")
    .action(
      async (id: string, other: string | undefined, options: { output?: string; organization?: string }) => {
        const text = `${JSON.stringify(await buildExport(program, id, other, options.organization), null, 2)}\n`;
        await writeOutput(program.terminal, options.output, text);
      },
    );
}

/** Built-in frameworks need no database. */
async function buildExport(
  program: Program,
  id: string,
  other: string | undefined,
  slug: string | undefined,
) {
  if (slug === undefined) {
    const catalogue = parseCatalogue(await readCatalogueFiles());
    const points = new Map(listPoints(catalogue).map((point) => [point.id, point]));
    const source = { getCatalogue: async () => ({ catalogue, points }), clock: () => new Date() };
    return other === undefined ? exportCatalog(source, null, id) : exportMapping(source, null, id, other);
  }
  const { context, close } = await program.open(program.getConfig());
  try {
    const organization = await pickOrganization(context, slug);
    return other === undefined
      ? await exportCatalog(context, organization.id, id)
      : await exportMapping(context, organization.id, id, other);
  } finally {
    await close();
  }
}

async function readNamed(path: string) {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new Fault("not_found", `There is no file "${path}" that can be read.`, { cause });
  });
  return { name: basename(path), bytes };
}

function writeImported(imported: Imported): string {
  const { frameworkId, title, requirementCount, pointCount, withdrawn, informative, isNew, assessing } =
    imported;
  const lines = [
    `${frameworkId}: ${shorten(title, 80)}, ${requirementCount} requirements, ${pointCount} points`,
    isNew
      ? `${assessing} documents are to be assessed again for it.`
      : "It was there already: nothing was changed.",
    ...(withdrawn.length > 0 ? [`${withdrawn.length} withdrawn controls were left out.`] : []),
    ...(informative.length > 0 ? [`${informative.length} entries demand nothing by themselves.`] : []),
  ];
  return `${lines.join("\n")}\n`;
}
