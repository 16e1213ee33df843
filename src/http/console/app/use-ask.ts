// Reading the API from a component: the last answer at once, the new one when it is there, given up on leaving.
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { ask, recall } from "./api.ts";
import { type Problem, toProblem } from "./problem.ts";

export type Asked<Answer> = {
  answer: Answer | null;
  problem: Problem | null;
  isLoading: boolean;
  /** Asks again; the answer so far stays until the new one is there. */
  reload: () => void;
};

type Kept<Answer> = {
  path: string | null;
  answer: Answer | null;
  problem: Problem | null;
  isLoading: boolean;
};

export type AskAgain = {
  /** Asks again and again while the page is looked at; null stops that. */
  everyMs?: number | null;
  /** Another path shows the answer of the last one until its own is there: for filters of one list. */
  isKeeping?: boolean;
};

/** `path` null asks nothing. */
export function useAsk<Answer>(path: string | null, options: AskAgain = {}): Asked<Answer> {
  const { everyMs = null, isKeeping = false } = options;
  const [turn, setTurn] = useState(0);
  const [kept, setKept] = useState<Kept<Answer>>(() => begin(path));
  const reload = useCallback(() => setTurn((before) => before + 1), []);
  const fresh = kept.path === path ? kept : begin<Answer>(path);
  const current = isKeeping && fresh.answer === null ? { ...fresh, answer: kept.answer } : fresh;
  useEffect(() => {
    if (path === null) return;
    const leaving = new AbortController();
    const before = recall<Answer>(path);
    setKept((last) => {
      if (last.path === path) return { ...last, isLoading: true };
      const next = begin<Answer>(path);
      return isKeeping && next.answer === null ? { ...next, answer: last.answer } : next;
    });
    ask<Answer>(path, { signal: leaving.signal }).then(
      (answer) => setKept({ path, answer, problem: null, isLoading: false }),
      (thrown) => {
        const problem = toProblem(thrown);
        if (problem === null) return;
        setKept((last) => ({ path, answer: last.answer ?? before, problem, isLoading: false }));
      },
    );
    return () => leaving.abort();
  }, [path, turn, isKeeping]);
  useRefreshing(path, reload);
  useEffect(() => {
    if (everyMs === null || path === null || current.isLoading) return;
    const timer = setTimeout(() => {
      if (!document.hidden) reload();
      else document.addEventListener("visibilitychange", reload, { once: true });
    }, everyMs);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", reload);
    };
  }, [everyMs, path, current.isLoading, reload]);
  return { answer: current.answer, problem: current.problem, isLoading: current.isLoading, reload };
}

function begin<Answer>(path: string | null): Kept<Answer> {
  const answer = path === null ? null : recall<Answer>(path);
  return { path, answer, problem: null, isLoading: path !== null };
}

const watchers = new Set<{ path: string | null; reload: () => void }>();

function useRefreshing(path: string | null, reload: () => void): void {
  useEffect(() => {
    const watcher = { path, reload };
    watchers.add(watcher);
    return () => void watchers.delete(watcher);
  }, [path, reload]);
}

/** After a change: everything on the screen that was read from an address with this beginning is read again. */
export function refresh(beginning: string): void {
  for (const { path, reload } of [...watchers]) if (path?.startsWith(beginning)) reload();
}

export type Doing<Args extends unknown[]> = {
  run: (...args: Args) => void;
  isRunning: boolean;
  problem: Problem | null;
  clear: () => void;
};

/** One change at a time, with what went wrong last. It is not given up on leaving: it may have happened already. */
export function useDoing<Args extends unknown[]>(act: (...args: Args) => Promise<void>): Doing<Args> {
  const [isRunning, setIsRunning] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const busy = useRef(false);
  const run = (...args: Args): void => {
    if (busy.current) return;
    busy.current = true;
    setIsRunning(true);
    setProblem(null);
    act(...args)
      .catch((thrown: unknown) => setProblem(toProblem(thrown)))
      .finally(() => {
        busy.current = false;
        setIsRunning(false);
      });
  };
  return { run, isRunning, problem, clear: () => setProblem(null) };
}
