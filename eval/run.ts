// `npm run eval`: measures the built-in analyser offline, prints figures, and holds the floors of baseline.json.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { type Analyser, buildAnalyser } from "../src/domain/analyser.ts";
import { readCatalogueFiles, readSynonyms } from "../src/engines/catalogue-files.ts";
import type { Embedder } from "../src/engines/embedder.ts";
import { buildLocalEmbedder } from "../src/engines/embedder-local.ts";
import { buildEnglishLexicon } from "../src/engines/lexicon-english.ts";
import type { Reader } from "../src/engines/reader.ts";
import { buildReaderProcess } from "../src/engines/reader-process.ts";
import { Fault } from "../src/fault.ts";
import { embedCatalogue, parseCatalogue } from "../src/flows/load-catalogue.ts";
import { readLabelledFiles, readRows, readStatements } from "./dataset.ts";
import { fitFromRows } from "./fit.ts";
import { openLiveModel } from "./live-model.ts";
import { runSimulation } from "./simulate.ts";
import { measureClaims } from "./suites/claims.ts";
import { type Agreement, measureCrosswalk } from "./suites/crosswalk.ts";
import { measureDocuments } from "./suites/documents.ts";
import { measureEachFramework, measureMatch } from "./suites/match.ts";

const usage = `npm run eval -- [options]
  --dataset FILE      JSONL of {id, title?, text, framework, labels[]} instead of the built-in one
  --documents FOLDER  files with a labels.json (file → framework → requirement ids) instead of the built-in ones
  --crosswalk         agreement of the crosswalk by shared points with published pairs, and stop
  --floors            exit with code 1 when a figure is below its floor in baseline.json (built-in data only)
  --live              claims and documents judged by the model of the settings (CHAT=openai, CHAT_BASE_URL, CHAT_MODEL)
  --rows N            with --live: so many passages, from the first on (default: 60)
  --simulate          organizations and reviewers with a known truth: does the review threshold keep its promise? And stop
  --runs N            with --simulate: organizations for each row (default: 1000)
  --world NAME        with --simulate: only the world of this name, such as "drift half-way"
  --target SHARE      with --simulate: how much of what goes unseen may be wrong (default: 0.1)
  --fit               print scorer weights fitted on the dataset's point labels, and stop`;

const { values } = parseArgs({
  options: {
    dataset: { type: "string" },
    documents: { type: "string" },
    crosswalk: { type: "boolean" },
    floors: { type: "boolean" },
    fit: { type: "boolean" },
    live: { type: "boolean" },
    simulate: { type: "boolean" },
    runs: { type: "string", default: "1000" },
    world: { type: "string" },
    target: { type: "string", default: "0.1" },
    rows: { type: "string", default: "60" },
    help: { type: "boolean" },
  },
});

const here = import.meta.dirname;
const figures: Record<string, Record<string, number>> = {};

async function run(): Promise<number> {
  if (values.simulate) return runSimulation(Number(values.runs), Number(values.target), values.world);
  const embedder = buildLocalEmbedder();
  const reader = buildReaderProcess({ timeoutMs: 120_000, memoryLimitBytes: 700 * 1024 * 1024 });
  try {
    const catalogue = parseCatalogue(await readCatalogueFiles());
    if (values.crosswalk) {
      for (const row of measureCrosswalk(catalogue)) showAgreement(row);
      return 0;
    }
    const { vectors } = await embedCatalogue(catalogue, embedder, new Map());
    const analyser = buildAnalyser(catalogue, vectors, buildEnglishLexicon(await readSynonyms()));
    if (values.live) return await runLive(analyser, embedder, reader);
    const isBuiltIn = values.dataset === undefined && values.documents === undefined;
    if (isBuiltIn || values.dataset !== undefined) {
      const rows = await readRows(values.dataset ?? join(here, "datasets/passages.jsonl"));
      if (values.fit) {
        console.log(JSON.stringify(await fitFromRows(rows, analyser, embedder), null, 2));
        return 0;
      }
      show("match", await measureMatch(rows, analyser, embedder));
      show("claims", await measureClaims(rows, analyser, embedder));
    }
    if (isBuiltIn) {
      const statements = await readStatements(join(here, "datasets/statements.jsonl"));
      show("statements", await measureMatch(statements, analyser, embedder));
      const each = await measureEachFramework(statements, analyser, embedder);
      for (const [id, found] of Object.entries(each)) show(`statements of ${id}`, found);
    }
    if (isBuiltIn || values.documents !== undefined) {
      const files = await readLabelledFiles(values.documents ?? join(here, "datasets/documents"));
      show("documents", await measureDocuments(files, analyser, embedder, reader));
    }
    return values.floors && isBuiltIn ? await holdFloors() : 0;
  } finally {
    await Promise.all([embedder.close(), reader.close()]);
  }
}

/** What a real model makes of the built-in sets, beside the local rules on the same rows. */
async function runLive(analyser: Analyser, embedder: Embedder, reader: Reader): Promise<number> {
  const { tryChat, used } = openLiveModel();
  const rows = (await readRows(join(here, "datasets/passages.jsonl"))).slice(0, Number(values.rows));
  show("claims, local rules", await measureClaims(rows, analyser, embedder));
  show("claims, model", await measureClaims(rows, analyser, embedder, tryChat));
  const files = await readLabelledFiles(join(here, "datasets/documents"));
  show("documents, local rules", await measureDocuments(files, analyser, embedder, reader));
  show("documents, model", await measureDocuments(files, analyser, embedder, reader, tryChat));
  show("used", used);
  return 0;
}

function show(suite: string, found: Record<string, number>): void {
  figures[suite] = found;
  console.log(suite);
  for (const [name, value] of Object.entries(found))
    console.log(`  ${name.padEnd(18)} ${Number.isInteger(value) ? value : value.toFixed(3)}`);
}

function showAgreement({ pair, basis, published, implied, agreed }: Agreement): void {
  const precision = (agreed / implied).toFixed(2);
  const recall = (agreed / published).toFixed(2);
  console.log(`${pair} by ${basis}: ${implied} implied, ${published} published, ${agreed} agree`);
  console.log(`  precision ${precision}  recall ${recall}`);
}

const baselineSchema = z.record(
  z.string(),
  z.record(z.string(), z.object({ floor: z.number().optional(), ceiling: z.number().optional() })),
);

async function holdFloors(): Promise<number> {
  const baseline = baselineSchema.parse(JSON.parse(await readFile(join(here, "baseline.json"), "utf8")));
  const broken = Object.entries(baseline).flatMap(([suite, bounds]) =>
    Object.entries(bounds).flatMap(([name, { floor = -Infinity, ceiling = Infinity }]) => {
      const value = figures[suite]?.[name] ?? Number.NaN;
      return value >= floor && value <= ceiling
        ? []
        : [`${suite} ${name} is ${value}, bounds ${floor} to ${ceiling}`];
    }),
  );
  console.log(broken.length === 0 ? "All figures are within their bounds." : broken.join("\n"));
  return broken.length === 0 ? 0 : 1;
}

/** A Fault is meant for whoever asked; anything else is a bug, with its stack. */
function explain(error: unknown): number {
  if (!(error instanceof Fault)) throw error;
  console.error(error.message);
  return 1;
}

if (values.help) console.log(usage);
else process.exitCode = await run().catch(explain);
