// `match`: for passages on standard input, the requirements they speak of. Needs no database.
import { createInterface } from "node:readline";
import type { Command } from "commander";
import { z } from "zod";
import { buildAnalyser } from "../domain/analyser.ts";
import { listComparable } from "../domain/catalogue.ts";
import { Fault } from "../fault.ts";
import { embedCatalogue, parseCatalogue } from "../flows/load-catalogue.ts";
import { getFramework } from "../flows/report-coverage.ts";
import type { Program } from "./terminal.ts";

const rowSchema = z.object({
  id: z.union([z.string(), z.number()]),
  title: z.string().nullish(),
  text: z.string().min(1),
});
type Row = z.output<typeof rowSchema>;

const depth = 20;
const batchSize = 64;

export function addMatch(command: Command, program: Program): void {
  command
    .command("match")
    .description(
      "rank the requirements of a framework for passages: JSONL {id, title?, text} in, JSONL {id, ranked} out",
    )
    .requiredOption("--framework <id>", "id of a framework, see `frameworks`")
    .action(async (options: { framework: string }) => {
      const { terminal } = program;
      const { reader, embedder, lexicon, readCatalogue } = await program.buildEngines(program.getConfig());
      try {
        const catalogue = parseCatalogue(await readCatalogue());
        const framework = getFramework(listComparable(catalogue), options.framework);
        const { vectors } = await embedCatalogue(catalogue, embedder, new Map());
        const analyser = buildAnalyser(catalogue, vectors, lexicon);
        let done = 0;
        for await (const rows of listBatches(terminal.input)) {
          const queries = rows.map((row) => ({ heading: row.title ?? "", text: row.text }));
          const found = await embedder.embed(
            queries.map(({ heading, text }) => [heading, text].filter(Boolean).join("\n")),
          );
          rows.forEach((row, index) => {
            const query = { heading: row.title ?? "", text: row.text, vector: found[index] ?? [] };
            terminal.write(
              `${JSON.stringify({ id: row.id, ranked: analyser.rankRequirements(framework, query, depth) })}\n`,
            );
          });
          done += rows.length;
          terminal.tell(`matched ${done} passages\n`);
        }
      } finally {
        await Promise.all([reader.close(), embedder.close()]);
      }
    });
}

async function* listBatches(input: Program["terminal"]["input"]): AsyncGenerator<Row[]> {
  let batch: Row[] = [];
  let number = 0;
  for await (const line of createInterface({ input })) {
    number += 1;
    if (line.trim() === "") continue;
    batch.push(parseRow(line, number));
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Throws Fault `invalid_input` with the line's number. */
function parseRow(line: string, number: number): Row {
  try {
    return rowSchema.parse(JSON.parse(line));
  } catch (cause) {
    throw new Fault("invalid_input", `Line ${number} is not a JSON object {id, title?, text}.`, { cause });
  }
}
