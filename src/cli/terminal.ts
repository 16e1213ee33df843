// What a command may use of the world around it: data goes to `write`, everything said to people to `tell`.
import type { Readable } from "node:stream";
import type { Composed } from "../compose.ts";
import type { Config } from "../config.ts";
import type { Lexicon } from "../domain/lexicon.ts";
import type { PromptShelf } from "../domain/prompt.ts";
import type { CatalogueFiles } from "../engines/catalogue-files.ts";
import type { Embedder } from "../engines/embedder.ts";
import type { Reader } from "../engines/reader.ts";

export type Terminal = {
  input: Readable;
  write(text: string): void;
  tell(text: string): void;
  /** Whether `tell` goes to a screen that can be drawn over. */
  isScreen: boolean;
  /** Resolves when the process is asked to stop. */
  untilStopped(): Promise<void>;
};

/** Engines that work without any database. */
export type Engines = {
  reader: Reader;
  embedder: Embedder;
  lexicon: Lexicon;
  readCatalogue: () => Promise<CatalogueFiles>;
};

export type Program = {
  terminal: Terminal;
  /** Throws Fault `invalid_input` when the environment is wrong; asked for by the commands that need it. */
  getConfig(): Config;
  open(config: Config): Promise<Composed>;
  migrate(config: Config): Promise<string[]>;
  buildEngines(config: Config): Promise<Engines>;
  openPrompts(): PromptShelf;
};
