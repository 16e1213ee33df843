// One run of the crash bench: the product's processes are killed with -9 and started again until the work is done.
import { Fault } from "../../src/fault.ts";
import { type Outcome, readOutcome } from "./crash-outcome.ts";
import type { Place } from "./crash-place.ts";
import { startWorker, type Worker } from "./crash-process.ts";

/** When to kill a process. */
export type Aim = {
  /** Resolves when a process that was just started is to be killed, or is alive no longer. */
  wait(isAlive: () => boolean): Promise<void>;
  /** True when the process is to be killed because a document enters this node; it is killed a little later. */
  isHit(node: string, documentId: string): boolean;
};

export type Crashed = {
  outcome: Outcome;
  starts: number;
  killedAt: number[];
  /** Of every kill, the nodes that the killed process was in. */
  found: string[][];
};

/** A node is under way for some of this time after it was entered. */
const mostAfterEnteringMs = 60;
const kill = Symbol("kill");

/**
 * @param argvs of the processes that run at the same time; the first one's end ends the run, and its output is the
 * outcome. Throws what it said when a process ends by itself without having done its work.
 */
export async function runCrashed(
  place: Place,
  env: Record<string, string>,
  argvs: readonly (readonly string[])[],
  kills: number,
  aim: Aim,
): Promise<Crashed> {
  const [killedAt, found]: [number[], string[][]] = [[], []];
  const living = new Set<Worker>();
  let starts = 0;
  let isOver = false;

  const runOnce = async (argv: readonly string[]): Promise<string | null> => {
    starts += 1;
    let hit = (): void => undefined;
    const isHit = new Promise<void>((resolve) => {
      hit = () => setTimeout(resolve, Math.random() * mostAfterEnteringMs);
    });
    const worker = startWorker(argv, { ...env, ...place.env }, (node, documentId) => {
      if (killedAt.length < kills && aim.isHit(node, documentId)) hit();
    });
    living.add(worker);
    const isDue = killedAt.length < kills ? Promise.race([isHit, aim.wait(() => living.has(worker))]) : isHit;
    const ended = await Promise.race([worker.done, isDue.then(() => kill)]);
    const mayKill = ended === kill && killedAt.length < kills && !isOver;
    if (mayKill) {
      found.push([...worker.atWork.values()]);
      killedAt.push(performance.now());
      worker.child.kill("SIGKILL");
    }
    const { code, out, told } = await worker.done;
    living.delete(worker);
    if (mayKill) {
      await place.forgetWorkers([...living].flatMap(({ atWork }) => [...atWork.keys()]));
      return null;
    }
    if (code !== 0 && !isOver)
      throw new Fault("unavailable", `A process ended by itself with ${code}: ${told}`);
    return out;
  };

  const runAgain = async (argv: readonly string[]): Promise<string> => {
    for (;;) {
      const out = await runOnce(argv);
      if (out !== null || isOver) return out ?? "";
    }
  };

  const [main = [], ...others] = argvs;
  const helping = others.map((argv) => runAgain(argv));
  const out = await runAgain(main);
  isOver = true;
  for (const { child } of living) child.kill("SIGTERM");
  await Promise.all(helping);
  return { outcome: readOutcome(out), starts, killedAt, found };
}
