// Places in the console: addresses below /console on the History API, and the pages that belong to them.
import type { ComponentChildren } from "preact";
import { createState, useShared } from "./state.ts";

const base = "/console";

/** Names after a colon in a path: `"/documents/:id"` gives `{ id: string }`. */
export type Params<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? { [Key in Name | keyof Params<Rest>]: string }
  : Path extends `${string}:${infer Name}`
    ? { [Key in Name]: string }
    : Record<never, string>;

export type Page = {
  path: string;
  /** Shown in the navigation, in the order of pages.ts, when it has one; `keys` such as "g d" lead there. */
  nav: { label: string; keys: string } | null;
  draw: (params: Record<string, string>) => ComponentChildren;
};

type PageShape<Path extends string> = Pick<Page, "nav"> & {
  path: Path;
  draw: (params: Params<Path>) => ComponentChildren;
};

export function definePage<Path extends string>({ path, nav, draw }: PageShape<Path>): Page {
  return { path, nav, draw: (params) => draw(params as Params<Path>) };
}

/** `moves` counts the navigations that bring another page; a changed filter is none. */
export type Place = { path: string; query: URLSearchParams; moves: number };

const place = createState<Place>(readPlace(0));

function readPlace(moves: number): Place {
  const path = location.pathname.slice(base.length).replace(/\/$/, "") || "/";
  return { path, query: new URLSearchParams(location.search), moves };
}

export function watchHistory(): void {
  window.addEventListener("popstate", () => place.set(readPlace(place.get().moves + 1)));
}

export function usePlace(): Place {
  return useShared(place);
}

/** `to` is a path below /console, with or without a query. */
export function navigate(to: string, { isReplacing = false } = {}): void {
  if (isReplacing) history.replaceState(null, "", writeAddress(to));
  else history.pushState(null, "", writeAddress(to));
  window.scrollTo(0, 0);
  place.set(readPlace(place.get().moves + 1));
}

export function writeAddress(to: string): string {
  return base + to;
}

/** What stands in the query of the address: filters live there, so that a reload and a link keep them. */
export function useQuery(): [URLSearchParams, (changes: Record<string, string | null>) => void] {
  const { query } = usePlace();
  return [query, changeQuery];
}

/** Null and the empty text take a parameter away. The page stays, and so does the focus. */
function changeQuery(changes: Record<string, string | null>): void {
  const { path, query, moves } = place.get();
  const next = new URLSearchParams(query);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === "") next.delete(name);
    else next.set(name, value);
  }
  const text = next.toString();
  history.replaceState(null, "", writeAddress(path) + (text === "" ? "" : `?${text}`));
  place.set(readPlace(moves));
}

export function findPage(
  pages: readonly Page[],
  path: string,
): { page: Page; params: Record<string, string> } | null {
  for (const page of pages) {
    const params = matchPath(page.path, path);
    if (params) return { page, params };
  }
  return null;
}

function matchPath(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split("/");
  const given = path.split("/");
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [at, part] of wanted.entries()) {
    const value = given[at] ?? "";
    if (part.startsWith(":")) params[part.slice(1)] = decodePart(value);
    else if (part !== value) return null;
  }
  return params;
}

/** What was typed into the address bar may be no encoding of anything. */
function decodePart(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
