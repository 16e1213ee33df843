// The only wiring: config → engines → graphs → context. Used by main, by the terminal and by tests.
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { PostgresSaver } from "@langchain/langgraph-checkpoint-postgres";
import { pino } from "pino";
import { buildAssess, readAssessPrompts } from "../agents/assess/graph.ts";
import { buildGaps, readGapsPrompt } from "../agents/gaps/graph.ts";
import { buildIngest } from "../agents/ingest/graph.ts";
import { openPromptShelf } from "../agents/prompt.ts";
import { runThread } from "../agents/thread.ts";
import type { Config } from "./config.ts";
import type { AgentSubject, Agents, Context, Log, SignInProvider } from "./context.ts";
import { type Database, type DatabaseSettings, openDatabase } from "./db/database.ts";
import { openJobs } from "./db/jobs.ts";
import { checkpointSchema, listPending, migrate } from "./db/migrate.ts";
import type { RecordChatUse } from "./domain/chat.ts";
import type { PromptShelf } from "./domain/prompt.ts";
import { buildDiskBlobs } from "./engines/blobs-disk.ts";
import { readCatalogueFiles, readSynonyms } from "./engines/catalogue-files.ts";
import type { Chat } from "./engines/chat.ts";
import { buildCachedChat } from "./engines/chat-cached.ts";
import { buildLimitedChat } from "./engines/chat-limited.ts";
import { buildOpenaiChat } from "./engines/chat-openai.ts";
import { buildHttpCourier } from "./engines/courier-http.ts";
import type { Embedder } from "./engines/embedder.ts";
import { buildLocalEmbedder } from "./engines/embedder-local.ts";
import { buildOpenaiEmbedder } from "./engines/embedder-openai.ts";
import { buildEnglishLexicon } from "./engines/lexicon-english.ts";
import { buildOpenidProvider } from "./engines/oidc-openid-client.ts";
import type { Reader } from "./engines/reader.ts";
import { buildReaderProcess } from "./engines/reader-process.ts";
import { buildUnstructuredReader } from "./engines/reader-unstructured.ts";
import { Fault } from "./fault.ts";
import { buildChatAccounts } from "./flows/account-chat.ts";
import { buildAnnouncer } from "./flows/announce-change.ts";
import { buildAssessTools } from "./flows/assess-document.ts";
import { buildCalibrator } from "./flows/calibrate.ts";
import { buildGapsTools } from "./flows/find-gaps.ts";
import { buildFollower } from "./flows/follow-decision.ts";
import { buildIngestTools } from "./flows/ingest-document.ts";
import { buildSignInLimit } from "./flows/limit-sign-in.ts";
import { loadCatalogue } from "./flows/load-catalogue.ts";
import { buildProjector } from "./flows/project-grades.ts";
import { buildReplaceVersion } from "./flows/replace-version.ts";
import { buildShelf } from "./flows/shelve-catalogues.ts";
import { buildIntegrity } from "./flows/verify-integrity.ts";

/** Engines that a caller may replace (tests bring their own clock or a reader that misbehaves). */
export type Replacements = Partial<Pick<Context, "clock" | "embedder" | "reader" | "log">> & {
  /** The model itself; cache, limits and accounts are put before it. */
  buildChat?: (record: RecordChatUse) => Chat;
};

export type Composed = { context: Context; close: () => Promise<void> };

/** Opens everything. Throws Fault `conflict`, `unavailable`, `broken_catalogue`; what was opened is closed again. */
export async function compose(
  config: Config,
  replacements: Replacements = {},
  place: Omit<DatabaseSettings, "url" | "poolSize"> = config,
): Promise<Composed> {
  const log = replacements.log ?? buildLog(config);
  const database = await openDatabase({ ...place, url: config.databaseUrl });
  const embedder = replacements.embedder ?? buildEmbedder(config);
  const reader = replacements.reader ?? buildReader(config);
  const clock = replacements.clock ?? (() => new Date());
  const chat = buildChat(config, { database, clock }, replacements.buildChat);
  const closeEngines = async (): Promise<void> => {
    await chat?.close();
    await reader.close();
    await embedder.close();
    await database.close();
  };
  try {
    await prepareDatabase(config, database);
    const jobs = await openJobs(database.pool, {
      isOnlyProcess: database.kind === "embedded",
      onError: (error) => log.warn({ error: error.message }, "the job queue reported an error"),
    });
    const lexicon = buildEnglishLexicon(await readSynonyms());
    const blobs = buildDiskBlobs({ folder: join(config.dataFolder, "files") });
    const shelf = buildShelf({ database, embedder, lexicon });
    const projector = buildProjector({ clock });
    const announcer = buildAnnouncer({ jobs, newId: randomUUID });
    const context: Context = {
      database,
      jobs,
      ...announcer,
      courier: buildHttpCourier(config.webhooks),
      blobs,
      reader,
      embedder,
      chat,
      lexicon,
      ...shelf,
      ...projector,
      replaceVersion: buildReplaceVersion({ ...projector, newId: randomUUID }),
      ...buildIntegrity({ ...projector, database, blobs, clock, log, jobs }),
      ...buildFollower({ jobs, newId: randomUUID }),
      ...buildCalibrator({ ...shelf, ...projector, ...announcer, database, clock, log, newId: randomUUID }),
      readCatalogue: readCatalogueFiles,
      agents: refuseAgents,
      clock,
      newId: randomUUID,
      log,
      settings: {
        uploadLimitBytes: config.uploadLimitBytes,
        session: config.session,
        outside: config.outside,
      },
      signInLimit: buildSignInLimit({ clock }),
      provider: buildProvider(config),
    };
    context.agents = await buildAgents(context);
    await loadCatalogue(context);
    return {
      context,
      close: async () => {
        await jobs.close();
        await closeEngines();
      },
    };
  } catch (error) {
    await closeEngines();
    throw error;
  }
}

async function prepareDatabase(config: Config, database: Database): Promise<void> {
  if (config.isMigratingOnStart) {
    await migrate(database);
    return;
  }
  const pending = await listPending(database.pool);
  if (pending.length > 0) {
    throw new Fault(
      "conflict",
      `The database lacks ${pending.join(", ")}: run \`evidence-gradient migrate\` first.`,
    );
  }
}

export function buildLog(config: Pick<Config, "logLevel">): Log {
  // Standard output is data; what happens is told on standard error.
  return pino({ level: config.logLevel }, pino.destination({ dest: 2, sync: true }));
}

export function buildEmbedder({ embedder }: Pick<Config, "embedder">): Embedder {
  return embedder.kind === "local" ? buildLocalEmbedder() : buildOpenaiEmbedder(embedder);
}

export function buildReader(
  config: Pick<Config, "reader" | "readTimeoutMs" | "readMemoryLimitBytes" | "workers">,
): Reader {
  const local = buildReaderProcess({
    timeoutMs: config.readTimeoutMs,
    memoryLimitBytes: config.readMemoryLimitBytes,
    children: config.workers,
  });
  return config.reader.kind === "local"
    ? local
    : buildUnstructuredReader({ ...config.reader, timeoutMs: config.readTimeoutMs * 10, local });
}

function buildProvider({ provider }: Pick<Config, "provider">): SignInProvider | null {
  if (provider === null) return null;
  const { name, organization, rules, ...settings } = provider;
  const wantedClaims = [rules.rolesClaim, rules.nameClaim];
  return { name, organization, rules, identities: buildOpenidProvider({ ...settings, wantedClaims }) };
}

/** A question goes to the cache, then waits for its turn, then is asked if there is budget left. */
function buildChat(
  { chat, chatLimits }: Config,
  context: Pick<Context, "database" | "clock">,
  buildOwn: Replacements["buildChat"],
): Chat | null {
  const accounts = buildChatAccounts(context, chatLimits.dailyTokens);
  const { record, admit } = accounts;
  const hosted = () =>
    chat.kind === "none" ? null : buildOpenaiChat({ ...chat, record, pace: { clock: context.clock } });
  const model = buildOwn ? buildOwn(record) : hosted();
  if (model === null) return null;
  return buildCachedChat(buildLimitedChat(model, chatLimits.concurrency, admit), accounts, context.clock);
}

/** The words that agents give to models, for people to look at. */
export function openPrompts(): PromptShelf {
  return openPromptShelf();
}

/** At most five questions of about 4,000 tokens for one answer. */
const gapsSettings = { gapsPerQuestion: 10, mostWritten: 50 };

const refuseAgents: Agents = {
  judgedBy: null,
  runIngest: () => Promise.reject(new Fault("unavailable", "The agents are not ready yet.")),
  runAssess: () => Promise.reject(new Fault("unavailable", "The agents are not ready yet.")),
  runGaps: () => Promise.reject(new Fault("unavailable", "The agents are not ready yet.")),
  forgetThread: async () => undefined,
};

async function buildAgents(context: Context): Promise<Agents> {
  const checkpointer = new PostgresSaver(context.database.pool, undefined, { schema: checkpointSchema });
  const prompts = await readAssessPrompts();
  const ingest = buildIngest(buildIngestTools(context), { checkpointer });
  const assess = buildAssess(buildAssessTools(context), { checkpointer, prompts });
  const gaps = buildGaps(buildGapsTools(context), { ...gapsSettings, prompt: await readGapsPrompt() });
  const watch = (subject: AgentSubject) => (node: string) =>
    context.log.debug({ ...subject, node }, "a node started");
  const versions = Object.values(prompts).map(({ name, version }) => `${name}@${version}`);
  return {
    judgedBy: context.chat ? [context.chat.determinants.model, ...versions].join(" ") : null,
    runIngest: async (threadId, subject) => {
      const { passageCount, facts, told } = await runThread(ingest, threadId, subject, watch(subject));
      return { passageCount, facts, description: told.record };
    },
    runAssess: async (threadId, subject) => {
      const { retrieved, judged, findings, challenged, triaged } = await runThread(
        assess,
        threadId,
        subject,
        watch(subject),
      );
      const challenges = challenged.flatMap(({ pointId, objection }) =>
        objection ? [{ pointId, ...objection }] : [],
      );
      const { absentPoints } = retrieved;
      const { sections } = judged;
      return { triaged, trace: { absentPoints, sections, dropped: findings.dropped, challenges } };
    },
    runGaps: async (subject) => {
      const { found, checked } = await gaps.invoke(subject);
      return { ...found, ...checked };
    },
    forgetThread: (threadId) => checkpointer.deleteThread(threadId),
  };
}
