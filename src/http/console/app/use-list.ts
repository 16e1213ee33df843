// A list of the API that comes in pages: the pages read so far as one list.
import { useCallback, useEffect, useState } from "preact/hooks";
import { ask } from "./api.ts";
import { type Problem, toProblem } from "./problem.ts";
import { type AskAgain, useAsk } from "./use-ask.ts";

type Sheet<Item> = { items: Item[]; nextCursor: string | null };

export type Listed<Item, Rest = unknown> = {
  /** What the first page says besides its items. */
  head: Rest | null;
  /** Null until the first page is there. */
  items: Item[] | null;
  problem: Problem | null;
  isLoading: boolean;
  hasMore: boolean;
  more: () => void;
  reload: () => void;
};

/** `path` may have a query. The first page is read again by `reload` and `everyMs`; later ones are dropped by `reload`. */
export function useList<Item, Rest = unknown>(
  path: string | null,
  options: AskAgain = {},
): Listed<Item, Rest> {
  const first = useAsk<Sheet<Item> & Rest>(path, options);
  const [later, setLater] = useState<{ path: string | null; sheets: Sheet<Item>[] }>({ path, sheets: [] });
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isLoadingMore, setIsLoadingMore] = useState(false);
  const sheets = later.path === path ? later.sheets : [];
  useEffect(() => setProblem(null), [path]);
  const last: Sheet<Item> | null = sheets.at(-1) ?? first.answer;
  const more = (): void => {
    if (path === null || !last?.nextCursor || isLoadingMore) return;
    setIsLoadingMore(true);
    const joint = path.includes("?") ? "&" : "?";
    ask<Sheet<Item>>(`${path}${joint}cursor=${encodeURIComponent(last.nextCursor)}`)
      .then((sheet) => setLater({ path, sheets: [...sheets, sheet] }))
      .catch((thrown: unknown) => setProblem(toProblem(thrown)))
      .finally(() => setIsLoadingMore(false));
  };
  const reload = useCallback(() => {
    setLater({ path, sheets: [] });
    first.reload();
  }, [path, first.reload]);
  return {
    head: first.answer,
    items: first.answer ? [first.answer, ...sheets].flatMap(({ items }) => items) : null,
    problem: first.problem ?? problem,
    isLoading: first.isLoading || isLoadingMore,
    hasMore: Boolean(last?.nextCursor),
    more,
    reload,
  };
}
