// A language model behind any OpenAI-compatible server: OpenAI, Azure OpenAI, vLLM, Ollama, llama.cpp, ….
import OpenAI from "openai";
import { z } from "zod";
import {
  type ChatPrices,
  type ChatQuestion,
  type ChatReply,
  type ChatUsage,
  measureCostMicros,
  type RecordChatUse,
} from "../domain/chat.ts";
import { Fault } from "../fault.ts";
import { addUsage, type Chat, type ChatDeterminants, estimateTokens } from "./chat.ts";
import { type Accepted, isAboutOneSchema, lowerDemands, nonsense, readFailure } from "./chat-failure.ts";
import { buildLimitedFetch } from "./chat-fetch.ts";
import { checkImages, hashQuestion } from "./chat-question.ts";
import { parseReply } from "./chat-reply.ts";
import { buildMessages, buildRepair, buildRequest, type Message, type Request } from "./chat-request.ts";
import { type Pace, retryWhileBusy } from "./chat-retry.ts";

export type OpenaiChatSettings = {
  /** Undefined is OpenAI itself. */
  baseUrl: string | undefined;
  key: string | undefined;
  model: string;
  canSee: boolean;
  seed: number;
  /** For one call from its start to the last byte of its reply; waits between tries come on top. */
  timeoutMs: number;
  prices: ChatPrices;
  /** Told of every paid call before its reply is given back, of unusable replies too. */
  record: RecordChatUse;
  replyLimitBytes?: number;
  pace?: Partial<Pace>;
};

type Question = ChatQuestion<z.ZodType>;
type Written = { content: string; model: string; usage: ChatUsage };

const openaiUrl = "https://api.openai.com/v1";
const temperature = 0;
/** The longest answers that are asked for have some 20 KB. */
const defaultReplyLimitBytes = 1024 * 1024;
const keptReplyCharacters = 2_000;
const pictureTokens = 1_000;
const bytesPerToken = 4;
const defaultPace: Pace = {
  retries: 4,
  maxWaitMs: 120_000,
  clock: () => new Date(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  random: Math.random,
};

const tokensSchema = z.number().int().min(0).max(1_000_000_000);
const replySchema = z.object({
  model: z.string().nullish(),
  choices: z.array(
    z.object({
      finish_reason: z.string().nullish(),
      message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
    }),
  ),
  usage: z
    .object({
      prompt_tokens: tokensSchema,
      completion_tokens: tokensSchema,
    })
    .nullish(),
});

export function buildOpenaiChat(settings: OpenaiChatSettings): Chat {
  const { baseUrl = openaiUrl, key = "none", model, canSee, seed } = settings;
  const determinants = { model, temperature, seed };
  const replyLimitBytes = settings.replyLimitBytes ?? defaultReplyLimitBytes;
  const server = {
    settings,
    determinants,
    replyLimitBytes,
    pace: { ...defaultPace, ...settings.pace },
    client: new OpenAI({
      // Said outright: unset, the client would take them from variables that are meant for the embedder.
      baseURL: baseUrl,
      apiKey: key,
      organization: null,
      project: null,
      logLevel: "off",
      maxRetries: 0,
      // Ours comes first, and holds for the body too.
      timeout: settings.timeoutMs * 2,
      fetch: buildLimitedFetch(replyLimitBytes),
    }),
    accepted: { format: "json_schema", hasSeed: true, hasTemperature: true } satisfies Accepted as Accepted,
  };
  return {
    determinants,
    canSee,
    ask: async (question) => {
      checkImages(question, canSee);
      const questionSha256 = hashQuestion(question, determinants);
      return askUntilParsed(question, questionSha256, (messages) =>
        write(server, question, messages, questionSha256),
      );
    },
    close: async () => undefined,
  };
}

type Server = {
  settings: OpenaiChatSettings;
  determinants: ChatDeterminants;
  replyLimitBytes: number;
  pace: Pace;
  client: OpenAI;
  accepted: Accepted;
};

async function askUntilParsed<Schema extends z.ZodType>(
  question: ChatQuestion<Schema>,
  questionSha256: string,
  run: (messages: Message[]) => Promise<Written>,
): Promise<ChatReply<z.output<Schema>>> {
  const messages = buildMessages(question);
  const first = await run(messages);
  const parsed = parseReply(first.content, question.schema);
  if (parsed.isParsed)
    return { ...parsed, model: first.model, usage: first.usage, isCached: false, repairs: 0, questionSha256 };
  const second = await run([...messages, ...buildRepair(question, first.content, parsed.mistakes)]);
  const usage = addUsage(first.usage, second.usage);
  const repaired = parseReply(second.content, question.schema);
  if (repaired.isParsed)
    return { ...repaired, model: second.model, usage, isCached: false, repairs: 1, questionSha256 };
  throw refuseReply("unparsable", "The model's reply has not the form that was asked for.", {
    reply: second.content.slice(0, keptReplyCharacters),
    mistakes: repaired.mistakes,
  });
}

/** One written reply; what the server does not accept is left out, and remembered once it worked without. */
async function write(
  server: Server,
  question: Question,
  messages: Message[],
  questionSha256: string,
): Promise<Written> {
  let asked = server.accepted;
  let isRemembered = true;
  for (;;) {
    const request = buildRequest(server.determinants, asked, question, messages);
    try {
      const written = await callOnce(server, question, request, questionSha256);
      if (isRemembered) server.accepted = asked;
      return written;
    } catch (error) {
      const lowered = lowerDemands(asked, error);
      if (lowered === null) throw error;
      isRemembered &&= !isAboutOneSchema(error);
      asked = lowered;
    }
  }
}

async function callOnce(
  server: Server,
  question: Question,
  request: Request,
  questionSha256: string,
): Promise<Written> {
  const record = (model: string, usage: ChatUsage) =>
    server.settings.record({
      ...question.subject,
      purpose: question.prompt.name,
      promptVersion: question.prompt.version,
      model,
      ...usage,
      costMicros: measureCostMicros(usage, server.settings.prices),
      isCached: false,
      questionSha256,
      at: server.pace.clock(),
    });
  // Only sending is tried again: whatever fails after it was paid already.
  const answer = await retryWhileBusy(server.pace, () => send(server, request), readFailure).catch(
    async (error: unknown) => {
      // What was written so far is paid, though nobody tells how much it was.
      if (error instanceof Fault && error.code === "unusable_reply")
        await record(request.model, estimateUsage(question, server.replyLimitBytes / bytesPerToken));
      throw error;
    },
  );
  const parsed = replySchema.safeParse(answer);
  if (!parsed.success) throw new Fault("unavailable", nonsense, { cause: parsed.error });
  const { model, choices, usage } = parsed.data;
  const content = choices[0]?.message.content ?? "";
  const used = usage
    ? { promptTokens: usage.prompt_tokens, completionTokens: usage.completion_tokens }
    : estimateUsage(question, estimateTokens(content));
  await record(model ?? request.model, used);
  checkChoice(choices[0]);
  return { content, model: model ?? request.model, usage: used };
}

/** The time limit holds for the whole reply: the client's own one ends with the first byte. */
async function send({ client, settings }: Server, request: Request): Promise<unknown> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), settings.timeoutMs);
  try {
    return await client.chat.completions.create(request, { signal: controller.signal });
  } catch (cause) {
    if (!controller.signal.aborted) throw cause;
    throw new Fault("timed_out", "The chat server did not answer in time: check CHAT_TIMEOUT_SECONDS.", {
      cause,
      isOutage: true,
    });
  } finally {
    clearTimeout(timer);
  }
}

function estimateUsage({ prompt, images = [] }: Question, completionTokens: number): ChatUsage {
  const promptTokens = estimateTokens(prompt.system) + estimateTokens(prompt.user);
  return {
    promptTokens: promptTokens + images.length * pictureTokens,
    completionTokens: Math.ceil(completionTokens),
  };
}

function checkChoice(choice: z.output<typeof replySchema>["choices"][number] | undefined): void {
  if (choice === undefined) {
    const details = { reason: "empty" };
    throw new Fault("unavailable", "The chat server answered without any choice.", { details });
  }
  const { finish_reason: reason, message } = choice;
  const reply = (message.refusal || message.content || "").slice(0, keptReplyCharacters);
  if (message.refusal) throw refuseReply("refused", "The model refused to answer.", { reply });
  if (reason === "content_filter")
    throw refuseReply("filtered", "The chat server's content filter stopped the reply.", { reply });
  if (reason === "length")
    throw refuseReply("truncated", "The model's reply was cut off at its greatest length.", { reply });
}

function refuseReply(reason: string, message: string, details: Record<string, unknown>): Fault {
  return new Fault("unusable_reply", message, { details: { reason, ...details } });
}
