// Reads files in child processes with a time limit and a memory limit: a file may be hostile, and parsers are large.
import { type ChildProcess, fork } from "node:child_process";
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { type Reading, readingSchema } from "../domain/reading.ts";
import { Fault, type FaultCode, faultCodes } from "../fault.ts";
import type { Reader } from "./reader.ts";
import { readerIdentity } from "./reader-local.ts";

export type ReaderProcessSettings = {
  timeoutMs: number;
  /** Resident memory of one child. */
  memoryLimitBytes: number;
  /** How many files are read at the same time. */
  children?: number;
  /** Module that the child runs; for tests of the limits. */
  module?: URL;
};

const answerSchema = z.union([
  z.object({ reading: readingSchema }),
  z.object({
    fault: z.object({ code: z.enum(Object.keys(faultCodes) as [FaultCode]), message: z.string() }),
  }),
]);

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
  const readOnce = async (child: ChildProcess, file: FileToRead): Promise<Outcome> => {
    const outcome = await ask(child, file, settings);
    if (!outcome.isBroken) idle.push(child);
    return outcome;
  };
  return {
    ...readerIdentity,
    read: async (file) => {
      await takeTurn();
      try {
        const used = takeIdle();
        let outcome = await readOnce(used ?? (await startOne()), file);
        // Memory that earlier files left behind is not this file's fault: it is read again in a fresh child.
        if (outcome.isBroken && used) outcome = await readOnce(await startOne(), file);
        return getReading(outcome.answer);
      } finally {
        endTurn();
      }
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

type FileToRead = { path: string; name: string };
type Answer = z.output<typeof answerSchema>;
/** A broken child crossed a limit or crashed, and was ended. */
type Outcome = { answer: Answer; isBroken: boolean };

/** One file, one answer. A file that breaks a limit is not worth a job's second try: the Fault is final. */
async function ask(child: ChildProcess, file: FileToRead, settings: ReaderProcessSettings): Promise<Outcome> {
  const timers: NodeJS.Timeout[] = [];
  const broken = new Promise<string>((resolve) => {
    const seconds = Math.round(settings.timeoutMs / 1000);
    const late = `Reading the file took longer than ${seconds} seconds: split or simplify it.`;
    timers.push(setTimeout(() => resolve(late), settings.timeoutMs));
    const watch = async () => {
      if ((await measureMemory(child.pid)) > settings.memoryLimitBytes)
        resolve("Reading the file needs more memory than is allowed: split or simplify it.");
    };
    timers.push(setInterval(watch, watchIntervalMs));
    child.once("exit", () => resolve("The file made the reader crash: save it again from its source."));
  });
  const answered = new Promise<unknown>((resolve) => child.once("message", resolve));
  child.ref();
  child.channel?.ref();
  child.send({ path: file.path, name: file.name }, () => undefined);
  const outcome = await Promise.race([
    broken.then(
      (message): Outcome => ({ answer: { fault: { code: "unreadable_file", message } }, isBroken: true }),
    ),
    answered.then((message): Outcome => ({ answer: answerSchema.parse(message), isBroken: false })),
  ]);
  for (const timer of timers) clearTimeout(timer);
  if (outcome.isBroken) await stopChild(child);
  else release(child);
  return outcome;
}

function getReading(answer: Answer): Reading {
  if ("fault" in answer) throw new Fault(answer.fault.code, answer.fault.message);
  return answer.reading;
}

/** Resident bytes of a process; 0 where the system does not tell (the heap limit still holds there). */
async function measureMemory(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/statm`, "utf8").catch(() => "");
  return Number(status.split(" ")[1] ?? 0) * 4096;
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await gone;
}
