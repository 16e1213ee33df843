// Reads the catalogue's files: points, frameworks, synonyms and the tables of facts they are checked against.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { Fault } from "../fault.ts";

const builtInFolder = join(import.meta.dirname, "../../frameworks");

/** Untyped contents by file name; `facts` are tables of ids by framework id. */
export type CatalogueFiles = {
  points: { name: string; content: unknown }[];
  frameworks: { name: string; content: unknown }[];
  facts: Map<string, Map<string, Fact>>;
};

/** `kind` tells headings from demands; null in a table of demands alone. `parent` is the id that it belongs to. */
export type Fact = { title: string; kind: string | null; parent: string | null };

/** Throws Fault `broken_catalogue` with the file and line of a file that is not YAML. */
export async function readCatalogueFiles(folder: string = builtInFolder): Promise<CatalogueFiles> {
  return {
    points: await readYamlFolder(join(folder, "points")),
    frameworks: (await readYamlFolder(folder)).filter(({ name }) => name !== "synonyms.yaml"),
    facts: await readFacts(join(folder, "facts")),
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
      const lines = (await readFile(join(folder, name), "utf8")).trimEnd().split("\n");
      const [columns = [], ...rows] = lines.map((line) => line.split("\t"));
      const kindAt = columns.findIndex((column) => column === "kind" || column === "level");
      const parentAt = columns.indexOf("parent");
      const facts = rows.map(([id = "", title = "", ...rest]) => {
        return [id, { title, kind: rest[kindAt - 2] ?? null, parent: rest[parentAt - 2] || null }] as const;
      });
      return [name.replace(/\.tsv$/, ""), new Map(facts)] as const;
    }),
  );
  return new Map(tables);
}
