// The front door: hands the real terminal and the real environment to the command line.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { runProgram } from "./cli/program.ts";
import type { Program, Terminal } from "./cli/terminal.ts";
import { buildEmbedder, buildReader, compose, openPrompts } from "./compose.ts";
import { type Config, readConfig } from "./config.ts";
import { openDatabase } from "./db/database.ts";
import { migrate } from "./db/migrate.ts";
import { readCatalogueFiles, readSynonyms } from "./engines/catalogue-files.ts";
import { buildEnglishLexicon } from "./engines/lexicon-english.ts";

const terminal: Terminal = {
  input: process.stdin,
  write: (text) => {
    process.stdout.write(text);
  },
  tell: (text) => {
    process.stderr.write(text);
  },
  isScreen: process.stderr.isTTY === true,
  untilStopped: () =>
    new Promise((resolve) => {
      for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
    }),
};

const program: Program = {
  terminal,
  getConfig: readConfig,
  open: (config) => compose(config),
  migrate: async (config: Config) => {
    const database = await openDatabase({ url: config.databaseUrl, dataFolder: config.dataFolder });
    try {
      return await migrate(database);
    } finally {
      await database.close();
    }
  },
  buildEngines: async (config) => ({
    reader: buildReader(config),
    embedder: buildEmbedder(config),
    lexicon: buildEnglishLexicon(await readSynonyms()),
    readCatalogue: readCatalogueFiles,
  }),
  openPrompts,
};

// A reader of our output that goes away (`| head`) is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  process.exit(error.code === "EPIPE" ? 0 : 1);
});

const { version } = JSON.parse(await readFile(join(import.meta.dirname, "../package.json"), "utf8")) as {
  version: string;
};
process.exitCode = await runProgram(program, version, process.argv.slice(2));
