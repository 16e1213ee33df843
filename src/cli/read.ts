// `read`: what the product reads in a file. Needs no database.
import { basename, resolve } from "node:path";
import type { Command } from "commander";
import { describeReading, findFact, getKind } from "../domain/description.ts";
import { splitPassages } from "../domain/passage.ts";
import type { Reading } from "../domain/reading.ts";
import { listWarnings } from "../domain/suspicion.ts";
import type { Program } from "./terminal.ts";

export function addRead(command: Command, program: Program): void {
  command
    .command("read")
    .description("show what is read in a file; exit code 1 and a reason when it cannot be read")
    .argument("<file>")
    .option("--json", "text, pages with words and boxes, and passages as JSON")
    .action(async (path: string, options: { json?: boolean }) => {
      const { reader, embedder } = await program.buildEngines(program.getConfig());
      try {
        const reading = await reader.read({ path: resolve(path), name: basename(path) });
        program.terminal.write(options.json ? writeJson(path, reading) : writeSummary(path, reading));
      } finally {
        await Promise.all([reader.close(), embedder.close()]);
      }
    });
}

function writeJson(path: string, reading: Reading): string {
  const facts = describe(path, reading);
  const values = Object.fromEntries(facts.map(({ name, value }) => [name, value]));
  const pages = reading.pages.map(({ number, label, width, height, words, unreadable, hidden }) => ({
    number,
    label,
    width,
    height,
    words: words.map(({ text, box, confidence }) => ({ text, box, confidence })),
    unreadable,
    hidden,
  }));
  const { mediaType, text } = reading;
  const warnings = listWarnings(reading, basename(path));
  return `${JSON.stringify({ file: path, mediaType, ...values, facts, warnings, text, pages, passages: splitPassages(reading) })}\n`;
}

function writeSummary(path: string, reading: Reading): string {
  const facts = describe(path, reading);
  const known = facts.filter(({ name }) => name !== "kind" && name !== "title");
  const words = reading.pages.reduce((sum, page) => sum + page.words.length, 0);
  const head = [
    `${findFact(facts, "title")}`,
    `${getKind(facts)} · ${reading.mediaType} · ${reading.pages.length} page(s) · ${splitPassages(reading).length} passages · ${words} words with a place`,
    known.length > 0
      ? known.map(({ name, value }) => `${name} ${value}`).join(" · ")
      : "it says neither its date nor its owner",
  ];
  const unreadable = reading.pages.flatMap((page) => page.unreadable);
  const lines = unreadable.map(({ start, end }) => `state not readable: ${reading.text.slice(start, end)}`);
  return `${[...head, ...lines, ...listConcerns(path, reading)].join("\n")}\n\n${reading.text}\n`;
}

/** What the file hides, counted by how, and what a person should look at before trusting it. */
function listConcerns(path: string, reading: Reading): string[] {
  const hidden = reading.pages.flatMap((page) => page.hidden.map(({ reason }) => reason));
  const counts = [...new Set(hidden)].map(
    (reason) => `${spell(reason)} ${hidden.filter((one) => one === reason).length}`,
  );
  const summary = counts.length > 0 ? [`hidden text, not read as evidence: ${counts.join(", ")}`] : [];
  const warnings = listWarnings(reading, basename(path)).map(
    ({ reason, pageNumber, text, isInstruction }) => {
      const place = pageNumber === null ? "in its name" : `page ${pageNumber}`;
      const aim = isInstruction && reason !== "instructions" ? ", instructions" : "";
      return `warning: ${spell(reason)}${aim} (${place}): ${text.replace(/\s+/g, " ")}`;
    },
  );
  return [...summary, ...warnings];
}

function spell(reason: string): string {
  return reason.replaceAll("_", " ");
}

function describe(path: string, reading: Reading) {
  return describeReading(reading, { fileName: basename(path), uploadedAt: new Date() });
}
