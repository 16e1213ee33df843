// Reads files by a server that speaks Unstructured's partition API. Pictures of pages, and what is inside archives
// and messages, come from this machine.
import { readFile } from "node:fs/promises";
import { UnstructuredClient } from "unstructured-client";
import { Strategy } from "unstructured-client/sdk/models/shared";
import type { Reading } from "../domain/reading.ts";
import { Fault } from "../fault.ts";
import type { FileToRead, Reader } from "./reader.ts";
import { isContainerFile } from "./unpack-file.ts";
import { buildReading, elementsSchema } from "./unstructured-elements.ts";

export type UnstructuredSettings = {
  /** Only scheme, host and port count: the client drops the path. */
  url: string;
  key: string | undefined;
  /** For one file, all tries and waits together. */
  timeoutMs: number;
  /** Draws pages, unpacks and reads containers. */
  local: Reader;
};

const nonsense = "The server that reads files gave an answer that is not understood.";
const firstWaitMs = 500;
const longestWaitMs = 15_000;

/**
 * `read` throws Fault `unreadable_file` when the server refuses the file or finds nothing in it, `timed_out` when it
 * does not answer, `unavailable` when it is busy, gone, refuses the key or answers nonsense.
 */
export function buildUnstructuredReader({ url, key, timeoutMs, local }: UnstructuredSettings): Reader {
  const client = new UnstructuredClient({
    serverURL: url,
    ...(key === undefined ? {} : { security: { apiKeyAuth: key } }),
  });
  return {
    name: "unstructured",
    version: "1",
    read: async (file, report) => {
      const bytes = await readFile(file.path);
      if (bytes.byteLength === 0)
        throw new Fault("unreadable_file", "The file is empty: upload it again from its source.");
      if (await isContainerFile(bytes)) return local.read(file, report);
      return toReading(await askUntil(client, file, bytes, Date.now() + timeoutMs));
    },
    drawPage: local.drawPage,
    unpack: local.unpack,
    close: local.close,
  };
}

/** Tries again while the server is busy, as long as it asks to, until the deadline. */
async function askUntil(
  client: UnstructuredClient,
  file: FileToRead,
  bytes: Buffer,
  deadline: number,
): Promise<unknown> {
  for (let waitMs = firstWaitMs; ; waitMs = Math.min(longestWaitMs, waitMs * 2)) {
    try {
      return await ask(client, file, bytes, deadline - Date.now());
    } catch (error) {
      const failure = readFailure(error);
      const pauseMs = failure.retryAfterMs ?? waitMs * (0.5 + Math.random() / 2);
      if (!failure.isBusy || Date.now() + pauseMs >= deadline) throw failure.fault;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}

async function ask(
  client: UnstructuredClient,
  file: FileToRead,
  bytes: Buffer,
  timeoutMs: number,
): Promise<unknown> {
  const partitionParameters = {
    files: { fileName: file.name, content: bytes },
    strategy: Strategy.Auto,
    coordinates: true,
    // The client would cut PDFs into pages and send them by itself, with retries of its own.
    splitPdfPage: false,
  };
  const options = { timeoutMs: Math.max(1, timeoutMs), retries: { strategy: "none" as const } };
  return client.general.partition({ partitionParameters }, options);
}

type Failure = { fault: Fault; isBusy: boolean; retryAfterMs: number | null };

function readFailure(error: unknown): Failure {
  const { name, cause, statusCode, headers } = Object(error) as {
    name?: string;
    cause?: unknown;
    statusCode?: number;
    headers?: Headers;
  };
  const fail = (code: Fault["code"], message: string, isBusy = false): Failure => ({
    // A file that takes too long may do so every time; sending it again and again may cost.
    fault: new Fault(code, message, { cause: error, isOutage: code === "unavailable" }),
    isBusy,
    retryAfterMs: parseRetryAfter(headers?.get("retry-after") ?? null),
  });
  if (name === "RequestTimeoutError" || name === "RequestAbortedError")
    return fail("timed_out", "The server that reads files did not answer in time.");
  if (cause instanceof SyntaxError) return fail("unavailable", nonsense);
  if (name === "ConnectionError" || name === "UnexpectedClientError")
    return fail("unavailable", "The server that reads files cannot be reached.", true);
  if (statusCode === 401 || statusCode === 403)
    return fail("unavailable", "The server that reads files refuses the key in UNSTRUCTURED_API_KEY.");
  if (statusCode === 429 || (statusCode !== undefined && statusCode >= 500))
    return fail("unavailable", "The server that reads files is busy.", true);
  if (statusCode === undefined || statusCode < 400) return fail("unavailable", nonsense);
  return fail("unreadable_file", "The server that reads files refuses this file: save it in another format.");
}

/** Seconds or a date, as milliseconds from now. */
function parseRetryAfter(header: string | null): number | null {
  if (header === null) return null;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isNaN(ms) ? null : Math.max(0, ms);
}

function toReading(reply: unknown): Reading {
  const elements = elementsSchema.safeParse(reply);
  if (!elements.success) throw new Fault("unavailable", nonsense, { cause: elements.error });
  const reading = buildReading(elements.data);
  if (reading.text.trim() === "")
    throw new Fault(
      "unreadable_file",
      "No text was found in the file: upload a version whose text can be read.",
    );
  return reading;
}
