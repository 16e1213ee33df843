// Sentence embeddings from any OpenAI-compatible server.
import OpenAI, { APIConnectionTimeoutError, APIError } from "openai";
import { Fault } from "../fault.ts";
import type { Embedder } from "./embedder.ts";

export type OpenaiEmbedderSettings = {
  baseUrl: string | undefined;
  key: string | undefined;
  model: string;
  dimensions: number;
  timeoutMs?: number;
  /** Further tries after 429, 5xx and lost connections, with growing pauses. */
  retries?: number;
};

const batchSize = 128;

export function buildOpenaiEmbedder(settings: OpenaiEmbedderSettings): Embedder {
  const { baseUrl, key = "none", model, dimensions, timeoutMs = 60_000, retries = 4 } = settings;
  const client = new OpenAI({ baseURL: baseUrl, apiKey: key, timeout: timeoutMs, maxRetries: retries });
  const embedBatch = async (texts: readonly string[]): Promise<Float32Array[]> => {
    // An empty text is refused by most servers.
    const input = texts.map((text) => text.trim() || ".");
    const { data } = await client.embeddings.create({ model, input, dimensions }).catch(translateFault);
    const vectors = data.toSorted((a, b) => a.index - b.index).map((one) => normalize(one.embedding));
    if (vectors.length === texts.length && vectors.every((vector) => vector.length === dimensions))
      return vectors;
    throw new Fault(
      "unavailable",
      `The embedding server did not answer with ${dimensions} numbers a text: check EMBEDDING_MODEL and EMBEDDING_DIMENSIONS.`,
    );
  };
  return {
    model: `${model}@${dimensions}`,
    dimensions,
    embed: async (texts, onProgress) => {
      const vectors: Float32Array[] = [];
      for (let start = 0; start < texts.length; start += batchSize) {
        vectors.push(...(await embedBatch(texts.slice(start, start + batchSize))));
        onProgress?.(vectors.length);
      }
      return vectors;
    },
    close: async () => undefined,
  };
}

function translateFault(cause: unknown): never {
  if (cause instanceof APIConnectionTimeoutError)
    throw new Fault("timed_out", "The embedding server did not answer in time.", { cause, isOutage: true });
  const status = cause instanceof APIError ? cause.status : undefined;
  const isRefusal = typeof status === "number" && status >= 400 && status < 500 && status !== 429;
  if (isRefusal) {
    throw new Fault(
      "invalid_input",
      `The embedding server refused with status ${status}: check OPENAI_BASE_URL, OPENAI_API_KEY and EMBEDDING_MODEL.`,
      { cause },
    );
  }
  throw new Fault("unavailable", "The embedding server cannot be reached or is overloaded.", {
    cause,
    isOutage: true,
  });
}

function normalize(vector: readonly number[]): Float32Array {
  const length = Math.hypot(...vector) || 1;
  return Float32Array.from(vector, (value) => value / length);
}
