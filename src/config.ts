// Environment → Config, once, with all problems named at once. The only reader of the environment beside main.ts.
import { z } from "zod";
import { wholeNumber } from "./config-number.ts";
import { listProviderProblems } from "./config-provider.ts";
import { buildSignInConfig, type SignInConfig, signInShape } from "./config-sign-in.ts";
import type { ChatPrices } from "./domain/chat.ts";
import { Fault } from "./fault.ts";

const price = z
  .string()
  .regex(/^\d{1,6}(\.\d{1,6})?$/, "a number like 0.15")
  .transform(Number)
  .optional();

/** Every variable, in the order in which the README lists them. Descriptions are the documentation. */
export const environmentSchema = z.object({
  HOST: z.string().min(1).default("127.0.0.1").describe("Address the server listens on."),
  PORT: wholeNumber(0, 65_535).prefault("8080").describe("Port the server listens on; 0 takes a free one."),
  DATA_DIR: z
    .string()
    .min(1)
    .default(".data")
    .describe("Folder of the embedded database and the uploaded files."),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: "a postgres:// address" })
    .optional()
    .describe("PostgreSQL 15 or newer with pgvector. Unset: an embedded database in DATA_DIR."),
  MIGRATE_ON_START: z
    .enum(["yes", "no"])
    .default("yes")
    .describe("Whether `serve` and `work` bring the database up to date before they start."),
  WORK_IN_SERVER: z
    .enum(["yes", "no"])
    .optional()
    .describe("Whether `serve` also runs jobs. Default: yes with the embedded database, no on a server."),
  WORKERS: wholeNumber(1, 32)
    .prefault("2")
    .describe("Jobs of each kind that one process runs at the same time."),
  MAX_UPLOAD_MB: wholeNumber(1, 4_096).prefault("25").describe("Largest file that may be uploaded, in MB."),
  READ_TIMEOUT_SECONDS: wholeNumber(1, 3_600)
    .prefault("25")
    .describe("How long reading may take for one page, or for a file that is not read by pages."),
  READ_MEMORY_MB: wholeNumber(128, 16_384)
    .prefault("650")
    .describe("How much memory the process that reads files may use, in MB."),
  READER: z
    .enum(["local", "unstructured"])
    .default("local")
    .describe("`local` reads files on this machine; `unstructured` sends them to an Unstructured server."),
  UNSTRUCTURED_URL: z
    .url({ protocol: /^https?$/, error: "an http(s) address" })
    .optional()
    .describe("Server of the `unstructured` reader; only scheme, host and port count."),
  UNSTRUCTURED_API_KEY: z.string().min(1).optional().describe("Key for that server, if it wants one."),
  EMBEDDER: z
    .enum(["local", "openai"])
    .default("local")
    .describe("`local` embeds on this machine; `openai` asks any OpenAI-compatible server."),
  OPENAI_BASE_URL: z
    .url({ error: "an http(s) address" })
    .optional()
    .describe("Server of the `openai` embedder."),
  OPENAI_API_KEY: z.string().min(1).optional().describe("Key for that server, if it wants one."),
  EMBEDDING_MODEL: z
    .string()
    .min(1)
    .default("text-embedding-3-small")
    .describe("Model of the `openai` embedder."),
  EMBEDDING_DIMENSIONS: wholeNumber(8, 4_096).prefault("512").describe("Length of that model's vectors."),
  CHAT: z
    .enum(["none", "openai"])
    .default("none")
    .describe("`openai` asks a language model behind any OpenAI-compatible server; `none` works without."),
  CHAT_BASE_URL: z
    .url({ protocol: /^https?$/, error: "an http(s) address" })
    .optional()
    .describe("Server of the language model, up to and with `/v1`. Unset: OpenAI itself."),
  CHAT_API_KEY: z.string().min(1).optional().describe("Key for that server, if it wants one."),
  CHAT_MODEL: z.string().min(1).optional().describe("The model's name at that server."),
  CHAT_VISION: z
    .enum(["yes", "no"])
    .default("no")
    .describe("Whether the model can see: then screenshots and scanned pages are shown to it."),
  // Node ends a request that is silent for five minutes, whatever limit is set.
  CHAT_TIMEOUT_SECONDS: wholeNumber(1, 290)
    .prefault("120")
    .describe("How long the model may take for one reply, to its last byte."),
  CHAT_CONCURRENCY: wholeNumber(1, 64)
    .prefault("4")
    .describe("Questions of one organization that a process asks at the same time."),
  CHAT_SEED: wholeNumber(0, 2_147_483_647)
    .prefault("7")
    .describe(
      "Sent with every question, so that the same question has the same reply where a server can do that.",
    ),
  CHAT_DAILY_TOKENS: wholeNumber(1, 1_000_000_000_000)
    .optional()
    .describe(
      "What an organization may use in a day (UTC); what is beyond it waits for the next day. Unset: no limit.",
    ),
  CHAT_PROMPT_PRICE: price.describe(
    "Price of a million tokens of questions. Unset: what is paid is not known.",
  ),
  CHAT_COMPLETION_PRICE: price.describe("Price of a million tokens of replies, in the same currency."),
  ...signInShape,
  WEBHOOK_ALLOW: z
    .enum(["public", "any"])
    .default("public")
    .describe(
      "Where webhooks may point: `public` is https on the public internet alone; `any` is also http and this network's inside.",
    ),
  WEBHOOK_TIMEOUT_SECONDS: wholeNumber(1, 120)
    .prefault("15")
    .describe("How long a webhook's receiver may take to answer."),
  LOG_LEVEL: z
    .enum(["debug", "info", "warn", "error", "silent"])
    .default("info")
    .describe("How much is logged."),
});

const completeSchema = environmentSchema
  .refine(({ READER, UNSTRUCTURED_URL }) => READER === "local" || UNSTRUCTURED_URL !== undefined, {
    path: ["UNSTRUCTURED_URL"],
    error: "the server's address, because READER is unstructured",
  })
  .refine(({ CHAT, CHAT_MODEL }) => CHAT === "none" || CHAT_MODEL !== undefined, {
    path: ["CHAT_MODEL"],
    error: "the model's name, because CHAT is openai",
  })
  .superRefine((environment, { addIssue }) => {
    for (const problem of listProviderProblems(environment)) addIssue({ code: "custom", ...problem });
  });

type Environment = z.output<typeof environmentSchema>;

export type Config = SignInConfig & {
  host: string;
  port: number;
  dataFolder: string;
  databaseUrl: string | undefined;
  isMigratingOnStart: boolean;
  isWorkingInServer: boolean;
  workers: number;
  uploadLimitBytes: number;
  readTimeoutMs: number;
  readMemoryLimitBytes: number;
  reader: { kind: "local" } | { kind: "unstructured"; url: string; key: string | undefined };
  embedder:
    | { kind: "local" }
    | {
        kind: "openai";
        baseUrl: string | undefined;
        key: string | undefined;
        model: string;
        dimensions: number;
      };
  chat:
    | { kind: "none" }
    | {
        kind: "openai";
        baseUrl: string | undefined;
        key: string | undefined;
        model: string;
        canSee: boolean;
        timeoutMs: number;
        seed: number;
        prices: ChatPrices;
      };
  /** Of one organization: questions at the same time, and tokens in a day. */
  chatLimits: { concurrency: number; dailyTokens: number | null };
  webhooks: { allow: "public" | "any"; timeoutMs: number };
  logLevel: Environment["LOG_LEVEL"];
};

/** Throws Fault `invalid_input` that names every wrong variable, what it holds and what was expected. */
export function parseConfig(environment: Record<string, string | undefined>): Config {
  const present = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const parsed = completeSchema.safeParse(present);
  if (!parsed.success) throw new Fault("invalid_input", describeProblems(parsed.error, present));
  return buildConfig(parsed.data);
}

/** The settings of this process. Throws as `parseConfig`. */
export function readConfig(): Config {
  return parseConfig(process.env);
}

function describeProblems(error: z.ZodError, environment: Record<string, string | undefined>): string {
  const lines = error.issues.map((issue) => {
    const name = String(issue.path[0]);
    const shown = /KEY|URL|SECRET/.test(name) ? "its value" : JSON.stringify(environment[name]);
    return `${name}: ${shown} is wrong, expected ${issue.message}`;
  });
  return `The configuration is wrong.\n${lines.join("\n")}`;
}

function buildConfig(from: Environment): Config {
  const megabyte = 1024 * 1024;
  return {
    host: from.HOST,
    port: from.PORT,
    dataFolder: from.DATA_DIR,
    databaseUrl: from.DATABASE_URL,
    isMigratingOnStart: from.MIGRATE_ON_START === "yes",
    isWorkingInServer: from.WORK_IN_SERVER ? from.WORK_IN_SERVER === "yes" : from.DATABASE_URL === undefined,
    workers: from.WORKERS,
    uploadLimitBytes: from.MAX_UPLOAD_MB * megabyte,
    readTimeoutMs: from.READ_TIMEOUT_SECONDS * 1000,
    readMemoryLimitBytes: from.READ_MEMORY_MB * megabyte,
    reader:
      from.READER === "local" || from.UNSTRUCTURED_URL === undefined
        ? { kind: "local" }
        : { kind: "unstructured", url: from.UNSTRUCTURED_URL, key: from.UNSTRUCTURED_API_KEY },
    embedder:
      from.EMBEDDER === "local"
        ? { kind: "local" }
        : {
            kind: "openai",
            baseUrl: from.OPENAI_BASE_URL,
            key: from.OPENAI_API_KEY,
            model: from.EMBEDDING_MODEL,
            dimensions: from.EMBEDDING_DIMENSIONS,
          },
    chat: buildChatConfig(from),
    chatLimits: { concurrency: from.CHAT_CONCURRENCY, dailyTokens: from.CHAT_DAILY_TOKENS ?? null },
    ...buildSignInConfig(from),
    webhooks: { allow: from.WEBHOOK_ALLOW, timeoutMs: from.WEBHOOK_TIMEOUT_SECONDS * 1000 },
    logLevel: from.LOG_LEVEL,
  };
}

function buildChatConfig(from: Environment): Config["chat"] {
  if (from.CHAT === "none" || from.CHAT_MODEL === undefined) return { kind: "none" };
  return {
    kind: "openai",
    baseUrl: from.CHAT_BASE_URL,
    key: from.CHAT_API_KEY,
    model: from.CHAT_MODEL,
    canSee: from.CHAT_VISION === "yes",
    timeoutMs: from.CHAT_TIMEOUT_SECONDS * 1000,
    seed: from.CHAT_SEED,
    prices: { prompt: from.CHAT_PROMPT_PRICE ?? null, completion: from.CHAT_COMPLETION_PRICE ?? null },
  };
}
