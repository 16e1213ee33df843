// The size of a JSON value before anything walks it: depth, count and lengths. It walks without recursion, so a
// value that is nested a million times, or that contains itself, costs no more than its limit.
import { describePath } from "./flaw.ts";

const depthLimit = 64;
const valueLimit = 3_000_000;
const textLimit = 100_000;
/** Keys that reach into the prototype of whatever is built from them; no standard format has them. */
const forbiddenKeys: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

type Place = { value: unknown; key: string | number | null; parent: Place | null; depth: number };

/** One sentence that says where a value is too deep, too large or not plain data; null when it is none of that. */
export function findJsonBreach(root: unknown): string | null {
  const open: Place[] = [{ value: root, key: null, parent: null, depth: 0 }];
  let count = 0;
  for (let place = open.pop(); place; place = open.pop()) {
    const { value, depth } = place;
    count += 1;
    if (count > valueLimit) return `The file holds more than ${valueLimit} values: split it.`;
    if (typeof value === "string" && value.length > textLimit)
      return `${locate(place)} is longer than ${textLimit} characters: shorten it.`;
    if (typeof value !== "object" || value === null) continue;
    if (depth >= depthLimit)
      return `${locate(place)} is nested deeper than ${depthLimit} levels: flatten the file.`;
    for (const [key, inner] of listInner(value)) {
      if (forbiddenKeys.has(String(key))) return `${locate(place)} has the key "${key}": remove it.`;
      open.push({ value: inner, key, parent: place, depth: depth + 1 });
    }
    if (open.length > valueLimit) return `The file holds more than ${valueLimit} values: split it.`;
  }
  return null;
}

function listInner(value: object): Iterable<[string | number, unknown]> {
  return Array.isArray(value) ? value.entries() : Object.entries(value);
}

function locate(place: Place): string {
  const path: (string | number)[] = [];
  for (let at: Place | null = place; at && at.key !== null; at = at.parent) path.unshift(at.key);
  return describePath(path.length > 8 ? [...path.slice(0, 4), "…", ...path.slice(-3)] : path);
}
