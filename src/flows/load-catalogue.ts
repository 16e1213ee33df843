// Flow: the catalogue's files → checked → stored under their version → analyser ready.
import { createHash } from "node:crypto";
import type { z } from "zod";
import type { Context } from "../context.ts";
import { buildAnalyser, listCatalogueTexts } from "../domain/analyser.ts";
import {
  type Catalogue,
  type FrameworkFile,
  frameworkFileSchema,
  listPoints,
  pointFileSchema,
} from "../domain/catalogue.ts";
import { findCatalogueFlaws } from "../domain/catalogue-flaws.ts";
import { buildControlTarget } from "../domain/control-target.ts";
import { controlFrameworkId, traceProvenance } from "../domain/provenance.ts";
import type { CatalogueFiles } from "../engines/catalogue-files.ts";
import { embedMissing } from "../engines/embed-missing.ts";
import type { Embedder } from "../engines/embedder.ts";
import { Fault } from "../fault.ts";
import {
  insertCatalogue,
  insertCatalogueUse,
  insertCatalogueVectors,
  listCatalogueVectors,
} from "../store/catalogues.ts";

/**
 * Loads the built-in catalogue, embeds what has no vector yet and makes the analyser of it the current one.
 * Loading the same content again changes nothing. Throws Fault `broken_catalogue` naming every flaw.
 */
export async function loadCatalogue(context: Context): Promise<Catalogue> {
  const catalogue = parseCatalogue(await context.readCatalogue());
  await context.database.asSystem(async (sql) => {
    await insertCatalogue(sql, catalogue, context.clock());
    await insertCatalogueUse(sql, catalogue.version, context.clock());
  });
  const stored = await context.database.asSystem((sql) => listCatalogueVectors(sql, context.embedder.model));
  const { vectors, added } = await embedCatalogue(catalogue, context.embedder, stored);
  if (added.length > 0) {
    await context.database.asSystem((sql) => insertCatalogueVectors(sql, context.embedder.model, added));
  }
  context.useAnalyser(buildAnalyser(catalogue, vectors, context.lexicon));
  return catalogue;
}

/** Files → catalogue. Throws Fault `broken_catalogue` with all flaws at once. */
export function parseCatalogue(files: CatalogueFiles): Catalogue {
  const flaws: string[] = [];
  const topics = files.points.flatMap(({ name, content }) => {
    const file = parseFile(name, pointFileSchema, content, flaws);
    return file?.topics.map((topic) => ({ ...topic, category: file.category })) ?? [];
  });
  const written = files.frameworks.flatMap(
    ({ name, content }) => parseFile(name, frameworkFileSchema, content, flaws) ?? [],
  );
  const controls = listControls(files.facts);
  flaws.push(
    ...findCatalogueFlaws({ topics, frameworks: written }, new Set(controls.map(({ id }) => id))),
    ...findUnknownIds(written, files.facts),
  );
  if (flaws.length > 0) {
    throw new Fault("broken_catalogue", `The catalogue has ${flaws.length} flaws:\n${flaws.join("\n")}`, {
      details: { flaws },
    });
  }
  const points = listPoints({ topics });
  const content = {
    topics,
    frameworks: traceProvenance(written, points, files.pairs),
    targets: [buildControlTarget(controls, points)],
    pairs: files.pairs,
  };
  return { version: createHash("sha256").update(JSON.stringify(content)).digest("hex"), ...content };
}

function parseFile<Schema extends z.ZodType>(
  name: string,
  schema: Schema,
  content: unknown,
  flaws: string[],
): z.output<Schema> | null {
  const parsed = schema.safeParse(content);
  if (parsed.success) return parsed.data;
  flaws.push(...parsed.error.issues.map((issue) => `${name} at ${issue.path.join(".")}: ${issue.message}`));
  return null;
}

/** The controls in force; withdrawn ones are left out. */
function listControls(facts: CatalogueFiles["facts"]) {
  return [...(facts.get(controlFrameworkId) ?? [])]
    .filter(([, { kind }]) => kind?.startsWith("active"))
    .map(([id, { title, parent }]) => ({ id, title, family: parent ?? "" }));
}

function findUnknownIds(frameworks: readonly FrameworkFile[], facts: CatalogueFiles["facts"]): string[] {
  return frameworks.flatMap((framework) => {
    const table = facts.get(framework.id);
    if (!table) return [`${framework.id} has no table of facts.`];
    return [...framework.requirements, ...(framework.informative ?? [])]
      .filter(({ id, title }) => table.get(id)?.title !== title)
      .map(({ id, title }) => `${framework.id} ${id} "${title}" is not in its table of facts.`);
  });
}

/** Vectors of all catalogue texts: the stored ones, and new ones for texts that have none. */
export function embedCatalogue(
  catalogue: Catalogue,
  embedder: Embedder,
  stored: ReadonlyMap<string, Float32Array>,
): ReturnType<typeof embedMissing> {
  return embedMissing(listCatalogueTexts(catalogue), embedder, stored);
}
