// The house's walls: who may import whom, what things may be called, how long a file may be.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..");

type Source = { path: string; text: string; imports: string[] };

/** Every module a text imports: static, side-effect, type-only, re-exported and dynamic. */
function listImports(text: string): string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
  const patterns = [
    /(?:^|[\n;}])\s*(?:import|export)\s+(?:type\s+)?[\w*{][^"';]*?\bfrom\s*["']([^"']+)["']/g,
    /(?:^|[\n;}])\s*import\s*["']([^"']+)["']/g,
    /\bimport\(\s*["']([^"']+)["']\s*\)/g,
  ];
  return patterns.flatMap((pattern) => [...code.matchAll(pattern)].map((found) => found[1] ?? ""));
}

function listSources(): Source[] {
  return ["src", "agents", "eval", "bin"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => /\.(tsx?|js)$/.test(name))
      .map((name) => {
        const path = join(folder, name);
        const text = readFileSync(join(root, path), "utf8");
        return { path, text, imports: listTargets({ path }, text) };
      }),
  );
}

/** What a text at a place imports: files by their path from the root, packages by their name. */
function listTargets({ path }: Pick<Source, "path">, text: string): string[] {
  return listImports(text).map((target) =>
    target.startsWith(".") ? relative(root, join(root, dirname(path), target)) : target,
  );
}

function dropTypes(text: string): string {
  return text.replace(/(?:^|\n)(?:import|export)\s+type\s[^;]*;/g, "\n");
}

const browserFolder = "src/http/console/app/";
const isTest = ({ path }: Source) => /\.(test|fixture|contract)\.ts$|\/fixtures\//.test(path);
const all = listSources();
const product = all.filter((source) => !isTest(source) && !source.path.startsWith("eval/"));

function listBreaches(
  sources: readonly Source[],
  isBreach: (source: Source, target: string) => boolean,
): string[] {
  return sources.flatMap((source) =>
    source.imports.filter((target) => isBreach(source, target)).map((target) => `${source.path} → ${target}`),
  );
}

const isIn = (path: string, ...folders: string[]) => folders.some((folder) => path.startsWith(folder));
const isPackage = (target: string) => !isIn(target, "src/", "agents/", "eval/", "bin/", "node:");
const vendors =
  /^(?:@energetic-ai|@gutenye|onnxruntime-node|sharp|pdfjs-dist|mammoth|exceljs|csv-parse|parse5|yauzl|file-type|mdast|micromark|openai|openid-client|stemmer|yaml|unstructured-client)/;

describe("the import reader of this test", () => {
  it("sees static, side-effect, type, re-exported and dynamic imports, and no commented ones", () => {
    const text = `import a from "one";\nimport "two";\nimport type { B } from "three";\nexport { c } from "four";
      const d = await import("five");\n// import e from "six";\nimport {\n  f,\n  type G,\n} from "./seven.ts";`;
    expect(listImports(text).toSorted()).toEqual(["./seven.ts", "five", "four", "one", "three", "two"]);
  });
});

describe("imports go downstairs only", () => {
  it("the domain imports zod and itself", () => {
    const domain = product.filter(({ path }) => isIn(path, "src/domain/"));
    expect(domain.length).toBeGreaterThan(20);
    expect(listBreaches(domain, (_, target) => target !== "zod" && !isIn(target, "src/domain/"))).toEqual([]);
  });

  it("only the database floor knows pg and PGlite", () => {
    const others = product.filter(({ path }) => !isIn(path, "src/db/"));
    expect(
      listBreaches(others, (_, target) => /^(?:pg|pg-boss|pgvector|@electric-sql\/.*)$/.test(target)),
    ).toEqual([]);
  });

  it("only engines import vendors of machines", () => {
    const others = product.filter(({ path }) => !isIn(path, "src/engines/"));
    expect(listBreaches(others, (_, target) => vendors.test(target))).toEqual([]);
  });

  it("engines and the database import the domain, faults and their own floor", () => {
    const floor = product.filter(({ path }) => isIn(path, "src/engines/", "src/db/"));
    const isAllowed = ({ path }: Source, target: string) =>
      isPackage(target) ||
      isIn(target, "node:", "src/domain/", "src/fault.ts") ||
      dirname(target) === dirname(path);
    expect(listBreaches(floor, (source, target) => !isAllowed(source, target))).toEqual([]);
  });

  it("stores import the domain and the database's face, and no other store", () => {
    const stores = product.filter(({ path }) => isIn(path, "src/store/"));
    const isAllowed = (target: string) =>
      isIn(target, "src/domain/", "src/fault.ts", "src/db/sql.ts", "node:") || target === "zod";
    expect(listBreaches(stores, (_, target) => !isAllowed(target))).toEqual([]);
  });

  it("flows import no flow, no door and no roof", () => {
    const flows = product.filter(({ path }) => isIn(path, "src/flows/"));
    const doors = ["src/flows/", "src/http/", "src/cli/", "src/worker.ts", "src/compose.ts", "src/main.ts"];
    expect(listBreaches(flows, (_, target) => isIn(target, ...doors))).toEqual([]);
  });

  it("agents import the domain, LangGraph, prompts and their own folder", () => {
    const agents = product.filter(({ path }) => isIn(path, "agents/"));
    const isAllowed = ({ path }: Source, target: string) =>
      isIn(target, "src/domain/", "@langchain/langgraph", path.split("/").slice(0, 2).join("/")) ||
      target === "agents/prompt.ts" ||
      // Reads the files of prompts/, and says what is wrong with them.
      (path === "agents/prompt.ts" && isIn(target, "node:", "src/fault.ts"));
    expect(listBreaches(agents, (source, target) => !isAllowed(source, target))).toEqual([]);
  });

  it("only the roof imports agents; a flow knows the types of their tools", () => {
    const others = product.filter(({ path }) => isIn(path, "src/") && path !== "src/compose.ts");
    const isToolsType = (target: string) => /^agents\/\w+\/tools\.ts$/.test(target);
    expect(listBreaches(others, (_, target) => isIn(target, "agents/") && !isToolsType(target))).toEqual([]);
  });

  it("stores are imported by flows alone", () => {
    const others = product.filter(({ path }) => !isIn(path, "src/flows/", "src/store/"));
    expect(listBreaches(others, (_, target) => isIn(target, "src/store/"))).toEqual([]);
  });

  it("the browser's program imports Preact and itself; of the rest it knows types, and it is bundled, not imported", () => {
    const browser = product.filter(({ path }) => isIn(path, browserFolder));
    expect(browser.length).toBeGreaterThan(20);
    const values = browser.map((source) => ({
      ...source,
      imports: listTargets(source, dropTypes(source.text)),
    }));
    const isOwn = (target: string) => isIn(target, browserFolder) || /^preact(?:\/hooks)?$/.test(target);
    expect(listBreaches(values, (_, target) => !isOwn(target))).toEqual([]);
    expect(
      listBreaches(
        browser,
        (_, target) => !isOwn(target) && !isIn(target, "src/domain/", "src/http/", "zod"),
      ),
    ).toEqual([]);
    const others = all.filter(({ path }) => !isIn(path, browserFolder));
    expect(
      listBreaches(others, (_, target) => isIn(target, browserFolder) || /^preact/.test(target)),
    ).toEqual([]);
  });

  it("nobody imports the evaluation or the tests", () => {
    expect(
      listBreaches(product, (_, target) => isIn(target, "eval/") || /\.(test|fixture)\.ts$/.test(target)),
    ).toEqual([]);
  });

  it("no import climbs three floors, and none runs in a circle", () => {
    const climbing = all
      // The browser's program lies deeper, and knows types of the domain.
      .filter(({ path, text }) => /from "(?:\.\.\/){4}/.test(text) && !isIn(path, browserFolder))
      .map(({ path }) => path);
    expect(climbing).toEqual([]);
    expect(findCircle(product)).toEqual([]);
  });
});

/** The first circle of modules that need each other while they load; types do not. */
function findCircle(sources: readonly Source[]): string[] {
  const graph = new Map(sources.map((source) => [source.path, listTargets(source, dropTypes(source.text))]));
  const done = new Set<string>();
  const visit = (path: string, trail: string[]): string[] => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
    if (done.has(path)) return [];
    for (const next of graph.get(path) ?? []) {
      const circle = visit(next, [...trail, path]);
      if (circle.length > 0) return circle;
    }
    done.add(path);
    return [];
  };
  for (const path of graph.keys()) {
    const circle = visit(path, []);
    if (circle.length > 0) return circle;
  }
  return [];
}

describe("the style of the house", () => {
  it("only the configuration, the front door and the test set-up read the environment", () => {
    const readers = all.filter(
      ({ text, path }) => /process\.env/.test(text) && path !== "src/architecture.test.ts",
    );
    expect(
      readers.map(({ path }) => path).filter((path) => !["src/config.ts", "src/main.ts"].includes(path)),
    ).toEqual([]);
  });

  it("no file or folder has a name that says nothing", () => {
    const empty =
      /^(utils?|helpers?|common|shared|misc|lib|managers?|services?|types|constants|index)(\.tsx?)?$/;
    expect(
      all.map(({ path }) => path).filter((path) => path.split("/").some((part) => empty.test(part))),
    ).toEqual([]);
  });

  it("files stay under 300 lines and start by saying what lives in them", () => {
    expect(all.filter(({ text }) => text.split("\n").length > 300).map(({ path }) => path)).toEqual([]);
    expect(product.filter(({ text }) => !/^(#!.*\n)?\/\//.test(text)).map(({ path }) => path)).toEqual([]);
  });

  it("plain errors, any and default exports are not used", () => {
    const code = product.filter(({ path }) => /\.tsx?$/.test(path));
    const find = (pattern: RegExp) => code.filter(({ text }) => pattern.test(text)).map(({ path }) => path);
    expect(find(/new Error\(/)).toEqual([]);
    expect(find(/(?::|<|as) any\b/)).toEqual([]);
    expect(find(/export default/)).toEqual([]);
  });

  it("sessions are shared on the embedded database, so settings are made for one transaction only", () => {
    const setting = /["'`]\s*set (?!local\b)(?:session |role\b|\w+ (?:to|=))/i;
    expect(product.filter(({ text }) => setting.test(text)).map(({ path }) => path)).toEqual([]);
  });
});
