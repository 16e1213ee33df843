// Reads the catalogue's files: points, frameworks, synonyms and the tables of facts they are checked against.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import type { PublishedPair } from "../domain/catalogue.ts";
import { Fault } from "../fault.ts";

const builtInFolder = join(import.meta.dirname, "../../frameworks");

/** Untyped contents by file name; `facts` are tables of ids by framework id. */
export type CatalogueFiles = {
  points: { name: string; content: unknown }[];
  frameworks: { name: string; content: unknown }[];
  facts: Map<string, Map<string, Fact>>;
  /** Requirements that publishers tie to each other. */
  pairs: PublishedPair[];
};

/** `kind` tells headings from demands; null in a table of demands alone. `parent` is the id that it belongs to. */
export type Fact = { title: string; kind: string | null; parent: string | null };

/** Throws Fault `broken_catalogue` with the file and line of a file that is not YAML. */
export async function readCatalogueFiles(folder: string = builtInFolder): Promise<CatalogueFiles> {
  return {
    points: await readYamlFolder(join(folder, "points")),
    frameworks: (await readYamlFolder(folder)).filter(({ name }) => name !== "synonyms.yaml"),
    facts: await readFacts(join(folder, "facts")),
    pairs: await readPairs(join(folder, "published-pairs.tsv")),
  };
}

export async function readSynonyms(folder: string = builtInFolder): Promise<string[][]> {
  return z.array(z.array(z.string())).parse(parse(await readFile(join(folder, "synonyms.yaml"), "utf8")));
}

async function readYamlFolder(folder: string): Promise<{ name: string; content: unknown }[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".yaml")).toSorted();
  return Promise.all(
    names.map(async (name) => ({
      name,
      content: parseYaml(name, await readFile(join(folder, name), "utf8")),
    })),
  );
}

function parseYaml(name: string, text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    throw new Fault("broken_catalogue", `The catalogue file ${name} is not valid YAML.`, { cause: error });
  }
}

async function readFacts(folder: string): Promise<CatalogueFiles["facts"]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".tsv"));
  const tables = await Promise.all(
    names.map(async (name) => {
      const [columns = [], ...rows] = await readTable(join(folder, name));
      const kindAt = columns.findIndex((column) => ["kind", "level", "status"].includes(column));
      const parentAt = columns.findIndex((column) => ["parent", "family"].includes(column));
      const facts = rows.map((row): [string, Fact] => {
        const [id = "", title = ""] = row;
        return [id, { title, kind: row[kindAt] ?? null, parent: row[parentAt] || null }];
      });
      return [name.replace(/\.tsv$/, ""), new Map(facts)] as const;
    }),
  );
  return new Map(tables);
}

async function readPairs(path: string): Promise<PublishedPair[]> {
  const [, ...rows] = await readTable(path);
  return rows.map(([from = "", fromId = "", to = "", toId = "", relation = "", source = ""]) => ({
    from: { framework: from, id: fromId },
    to: { framework: to, id: toId },
    relation: relation || null,
    source,
  }));
}

/** Rows of tab-separated cells, the titles of the columns first. */
async function readTable(path: string): Promise<string[][]> {
  return (await readFile(path, "utf8"))
    .trimEnd()
    .split("\n")
    .map((line) => line.split("\t"));
}
