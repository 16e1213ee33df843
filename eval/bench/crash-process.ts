// A process of the product that is going to be killed: what it works on is read from its log.
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";

export type Ended = { code: number | null; out: string; told: string };
export type Worker = {
  child: ChildProcess;
  done: Promise<Ended>;
  /** By document: the graph's node that it is in, or the flow where it is in none. */
  atWork: Map<string, string>;
};

const root = join(import.meta.dirname, "../..");
const lineSchema = z.object({
  msg: z.string(),
  documentId: z.string(),
  node: z.string().optional(),
  flow: z.string().optional(),
});

/** @param onNode told when a document enters a node of a graph. */
export function startWorker(
  argv: readonly string[],
  env: Record<string, string>,
  onNode: (node: string, documentId: string) => void,
): Worker {
  const child = spawn(process.execPath, ["bin/evidence-gradient.js", ...argv], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...env, LOG_LEVEL: "debug" },
  });
  let [out, told] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => {
    out += chunk.toString();
  });
  const atWork = new Map<string, string>();
  createInterface({ input: child.stderr }).on("line", (line) => {
    const found = parseLine(line);
    if (!found) told = `${told}${line}\n`.slice(-2_000);
    else if (found.node !== undefined) {
      atWork.set(found.documentId, found.node);
      onNode(found.node, found.documentId);
    } else if (found.msg === "a job started") atWork.set(found.documentId, found.flow ?? "");
    else atWork.delete(found.documentId);
  });
  const done = new Promise<Ended>((resolve) => {
    child.on("close", (code) => resolve({ code, out, told }));
  });
  return { child, done, atWork };
}

function parseLine(line: string): z.output<typeof lineSchema> | null {
  if (!line.startsWith("{")) return null;
  try {
    return lineSchema.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    // The last line of a killed process may be half a line.
    return null;
  }
}
