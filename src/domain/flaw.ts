// What is wrong with something that came from outside: one sentence each, so that all of it can be told at once.
// The domain throws nothing; whoever reads files turns flaws into a Fault.
import type { z } from "zod";

export type Outcome<T> = { value: T } | { flaws: string[] };

/** More than a person reads; the rest is counted. */
const flawLimit = 25;

/** A list of flaws of bounded length, whatever is thrown at it. */
export class Flaws {
  readonly #kept: string[] = [];
  #count = 0;

  add(flaw: string): void {
    if (this.#kept.includes(flaw)) return;
    this.#count += 1;
    if (this.#kept.length < flawLimit) this.#kept.push(flaw);
  }

  get isEmpty(): boolean {
    return this.#count === 0;
  }

  list(): string[] {
    const rest = this.#count - this.#kept.length;
    return rest === 0 ? [...this.#kept] : [...this.#kept, `${rest} more problems of this kind.`];
  }
}

/** `value` unless there are flaws. */
export function settle<T>(value: T, flaws: Flaws): Outcome<T> {
  return flaws.isEmpty ? { value } : { flaws: flaws.list() };
}

/** Untyped → typed, with the path of everything that does not fit. */
export function parseAs<Schema extends z.ZodType>(schema: Schema, value: unknown): Outcome<z.output<Schema>> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return { value: parsed.data };
  const flaws = new Flaws();
  for (const issue of parsed.error.issues) flaws.add(`${describePath(issue.path)}: ${issue.message}.`);
  return { flaws: flaws.list() };
}

/** `catalog.groups[2].controls[0].title`: where in a JSON file. */
export function describePath(path: readonly PropertyKey[]): string {
  const text = path
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${shorten(String(step), 60)}`))
    .join("")
    .replace(/^\./, "");
  return text === "" ? "the top level" : text;
}

/** Words of a stranger inside a message stay short and on one line. */
export function shorten(text: string, limit: number): string {
  const line = text.slice(0, limit * 2).replace(/[\s\p{C}]+/gu, " ");
  return line.length > limit || text.length > limit * 2 ? `${line.slice(0, limit - 1)}…` : line;
}
