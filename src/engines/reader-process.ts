// Reads files in child processes with a time limit and a memory limit: a file may be hostile, and parsers are large.
import { type ChildProcess, fork } from "node:child_process";
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { readingSchema } from "../domain/reading.ts";
import { Fault, type FaultCode, faultCodes } from "../fault.ts";
import type { FileToRead, PageToDraw, Reader, ReadProgress } from "./reader.ts";
import { readerIdentity } from "./reader-local.ts";

export type ReaderProcessSettings = {
  /** Longest wait for the next page of a file, or for a file that is not read by pages. */
  timeoutMs: number;
  /** Resident memory of one child. */
  memoryLimitBytes: number;
  /** How many files are read at the same time. */
  children?: number;
  /** Module that the child runs; for tests of the limits. */
  module?: URL;
};

/** `page` asks for its picture instead of a reading, `folder` for what is inside the file. */
export type ReaderRequest = { file: FileToRead; page?: PageToDraw; folder?: string };

const answerSchema = z.union([
  z.object({ reading: readingSchema }),
  z.object({ members: z.array(z.object({ path: z.string(), file: z.string() })) }),
  z.object({ picture: z.instanceof(Uint8Array) }),
  z.object({
    fault: z.object({ code: z.enum(Object.keys(faultCodes) as [FaultCode]), message: z.string() }),
  }),
]);
const progressSchema = z.object({ progress: z.object({ done: z.number(), total: z.number() }) });

const watchIntervalMs = 50;

/** Children start with the first file, serve many files, and are replaced after they broke a limit. */
export function buildReaderProcess(settings: ReaderProcessSettings): Reader {
  const size = settings.children ?? 1;
  const idle: ChildProcess[] = [];
  const running = new Set<ChildProcess>();
  const waiting: (() => void)[] = [];
  let busy = 0;

  const takeTurn = async (): Promise<void> => {
    if (busy >= size) await new Promise<void>((resolve) => waiting.push(resolve));
    busy += 1;
  };
  const endTurn = (): void => {
    busy -= 1;
    waiting.shift()?.();
  };
  const startOne = async (): Promise<ChildProcess> => {
    const child = await startChild(settings);
    running.add(child);
    child.once("close", () => running.delete(child));
    return child;
  };
  const takeIdle = (): ChildProcess | undefined => {
    let child = idle.pop();
    while (child && !child.connected) child = idle.pop();
    return child;
  };
  const askOnce = async (child: ChildProcess, request: ReaderRequest, report?: ReadProgress) => {
    const outcome = await ask(child, request, settings, report);
    if (!outcome.broken) idle.push(child);
    return outcome;
  };
  const answer = async (request: ReaderRequest, report?: ReadProgress): Promise<Answer> => {
    await takeTurn();
    try {
      const used = takeIdle();
      let outcome = await askOnce(used ?? (await startOne()), request, report);
      // Memory that earlier files left behind is not this file's fault: it is read again in a fresh child.
      if (used && (outcome.broken === "memory" || outcome.broken === "crash"))
        outcome = await askOnce(await startOne(), request, report);
      return outcome.answer;
    } finally {
      endTurn();
    }
  };
  return {
    ...readerIdentity,
    read: async (file, report) => {
      const found = await answer({ file }, report);
      if ("reading" in found) return found.reading;
      throw buildFault(found);
    },
    drawPage: async (file, page) => {
      const found = await answer({ file, page });
      if ("picture" in found) return Buffer.from(found.picture);
      throw buildFault(found);
    },
    unpack: async (file, folder) => {
      const found = await answer({ file, folder });
      if ("members" in found) return found.members;
      throw buildFault(found);
    },
    close: async () => {
      await Promise.all([...running].map(stopChild));
    },
  };
}

async function startChild(settings: ReaderProcessSettings): Promise<ChildProcess> {
  const child = fork(settings.module ?? new URL("./reader-child.js", import.meta.url), {
    serialization: "advanced",
    // Nothing of the environment reaches a parser: no key, no address of a database.
    env: {},
    execArgv: [`--max-old-space-size=${Math.round(settings.memoryLimitBytes / 1024 / 1024)}`],
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  await new Promise<void>((resolve, reject) => {
    const fail = (cause: unknown) =>
      reject(new Fault("unavailable", "The process that reads files did not start.", { cause }));
    child.once("message", () => resolve());
    child.once("error", fail);
    child.once("exit", fail);
  });
  release(child);
  return child;
}

/** An idle child must not keep this process alive. */
function release(child: ChildProcess): void {
  child.removeAllListeners("message");
  child.removeAllListeners("exit");
  child.unref();
  child.channel?.unref();
}

type Answer = z.output<typeof answerSchema>;
/** A broken child crossed a limit or crashed, and was ended. */
type Limit = "memory" | "time" | "crash";
type Outcome = { answer: Answer; broken?: Limit };

/** One request, one answer. A file that breaks a limit is not worth a job's second try: the Fault is final. */
async function ask(
  child: ChildProcess,
  request: ReaderRequest,
  settings: ReaderProcessSettings,
  report: ReadProgress = () => undefined,
): Promise<Outcome> {
  const limits = watchLimits(child, settings);
  const answered = new Promise<Answer>((resolve) => {
    child.on("message", (message) => {
      const told = progressSchema.safeParse(message);
      if (!told.success) return resolve(answerSchema.parse(message));
      limits.restart();
      report(told.data.progress.done, told.data.progress.total);
    });
  });
  child.ref();
  child.channel?.ref();
  child.send(request, () => undefined);
  const outcome = await Promise.race([limits.broken, answered.then((answer): Outcome => ({ answer }))]);
  limits.stop();
  if (outcome.broken) await stopChild(child);
  else release(child);
  return outcome;
}

/** However steadily its pages come, a file does not keep a reader longer than this many times the wait for one. */
const mostWaits = 40;

/** `broken` tells which limit was crossed; `restart` begins the wait for the next page. */
function watchLimits(child: ChildProcess, { timeoutMs, memoryLimitBytes }: ReaderProcessSettings) {
  let end: (outcome: Outcome) => void = () => undefined;
  const broken = new Promise<Outcome>((resolve) => {
    end = resolve;
  });
  const cross = (limit: Limit, message: string) =>
    end({ broken: limit, answer: { fault: { code: "unreadable_file", message } } });
  const seconds = Math.round(timeoutMs / 1000);
  const late = () =>
    cross("time", `Reading the file took longer than ${seconds} seconds for one step: split or simplify it.`);
  let clock = setTimeout(late, timeoutMs);
  const whole = setTimeout(late, timeoutMs * mostWaits);
  const watch = async () => {
    if ((await measureMemory(child.pid)) > memoryLimitBytes)
      cross("memory", "Reading the file needs more memory than is allowed: split or simplify it.");
  };
  const look = setInterval(watch, watchIntervalMs);
  child.once("exit", () => cross("crash", "The file made the reader crash: save it again from its source."));
  return {
    broken,
    restart: () => {
      clearTimeout(clock);
      clock = setTimeout(late, timeoutMs);
    },
    stop: () => {
      clearTimeout(clock);
      clearTimeout(whole);
      clearInterval(look);
    },
  };
}

function buildFault(answer: Answer): Fault {
  return "fault" in answer
    ? new Fault(answer.fault.code, answer.fault.message)
    : new Fault("unavailable", "The process that reads files gave the wrong answer.");
}

/** Resident bytes of a process; 0 where the system does not tell (the heap limit still holds there). */
async function measureMemory(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/statm`, "utf8").catch(() => "");
  return Number(status.split(" ")[1] ?? 0) * 4096;
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.ref();
  child.kill("SIGKILL");
  await gone;
}
