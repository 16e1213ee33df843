// Sentence embeddings on this machine: Universal Sentence Encoder lite, in worker threads, without network.
import { Worker } from "node:worker_threads";
import { Fault } from "../fault.ts";
import type { Embedder } from "./embedder.ts";

/** Larger batches wait for their longest text: 4 to 8 measured fastest. */
const batchSize = 8;

type Batch = { indexes: number[]; texts: string[] };

/** Threads start with the first text and do not keep the process alive while they are idle. */
export function buildLocalEmbedder(settings: { workers?: number } = {}): Embedder {
  const size = settings.workers ?? 2;
  const seats: (Promise<Worker> | undefined)[] = Array.from({ length: size }, () => undefined);
  let turn: Promise<unknown> = Promise.resolve();
  const getWorker = (seat: number): Promise<Worker> => {
    const worker =
      seats[seat] ??
      startWorker(() => {
        seats[seat] = undefined;
      });
    seats[seat] = worker;
    return worker;
  };
  return {
    model: "use-lite-en-0.2.0",
    dimensions: 512,
    embed: (texts, onProgress) => {
      const run = turn.then(() => embedAll(texts, size, getWorker, onProgress));
      turn = run.catch(() => undefined);
      return run;
    },
    close: async () => {
      await Promise.all(seats.map(async (seat) => (await seat)?.terminate()));
    },
  };
}

async function embedAll(
  texts: readonly string[],
  size: number,
  getWorker: (seat: number) => Promise<Worker>,
  onProgress: ((done: number) => void) | undefined,
): Promise<Float32Array[]> {
  const batches = buildBatches(texts);
  const vectors = new Map<number, Float32Array>();
  const drain = async (seat: number): Promise<void> => {
    for (let batch = batches.shift(); batch; batch = batches.shift()) {
      const found = await askWorker(await getWorker(seat), batch.texts);
      batch.indexes.forEach((index, at) => {
        vectors.set(index, normalize(found[at] ?? []));
      });
      onProgress?.(vectors.size);
    }
  };
  await Promise.all(Array.from({ length: Math.min(size, batches.length) }, (_, seat) => drain(seat)));
  return texts.map((_, index) => vectors.get(index) ?? new Float32Array(512));
}

/** Texts of like length together (the encoder cannot take an empty one): a batch is padded to its longest text. */
function buildBatches(texts: readonly string[]): Batch[] {
  const order = texts
    .map((_, index) => index)
    .sort((a, b) => (texts[b]?.length ?? 0) - (texts[a]?.length ?? 0));
  const batches: Batch[] = [];
  for (let start = 0; start < order.length; start += batchSize) {
    const indexes = order.slice(start, start + batchSize);
    batches.push({ indexes, texts: indexes.map((index) => texts[index]?.trim() || ".") });
  }
  return batches;
}

/** Resolves when the model is loaded. The library's banner must not reach standard output, which is data. */
function startWorker(onEnd: () => void): Promise<Worker> {
  const worker = new Worker(new URL("./embedder-worker.js", import.meta.url), {
    execArgv: [],
    stdout: true,
    stderr: true,
  });
  worker.once("exit", onEnd);
  return new Promise((resolve, reject) => {
    worker.once("message", () => {
      worker.removeAllListeners("error");
      worker.on("error", () => undefined);
      worker.unref();
      resolve(worker);
    });
    worker.once("error", (cause) =>
      reject(new Fault("unavailable", "The local embedder did not start.", { cause })),
    );
  });
}

function askWorker(worker: Worker, texts: readonly string[]): Promise<number[][]> {
  return new Promise((resolve, reject) => {
    const onExit = () => reject(new Fault("unavailable", "The local embedder stopped while it was working."));
    worker.ref();
    worker.once("exit", onExit);
    worker.once("message", (vectors: number[][]) => {
      worker.off("exit", onExit);
      worker.unref();
      resolve(vectors);
    });
    worker.postMessage(texts);
  });
}

function normalize(vector: readonly number[]): Float32Array {
  const length = Math.hypot(...vector) || 1;
  return Float32Array.from(vector, (value) => value / length);
}
