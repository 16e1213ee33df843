// Reads prompts, fills their slots and knows their versions. The words themselves are in prompts/.
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  type Prompt,
  type PromptEdition,
  type PromptShelf,
  type RenderedPrompt,
  type SlotKind,
  slotKinds,
} from "../src/domain/prompt.ts";
import { Fault } from "../src/fault.ts";

const ownFolder = join(import.meta.dirname, "../prompts");
const namePattern = /^[a-z]+(-[a-z]+)*$/;
const slotPattern = /\{\{([a-zA-Z]+)\}\}/g;
const markLength = 16;

/** Throws Fault `not_found`, `broken_prompt`. */
export async function readPrompt(name: string, folder: string = ownFolder): Promise<Prompt> {
  const prompt = parsePrompt(await readText(name, join(folder, `${name}.md`)));
  if (prompt.name === name) return prompt;
  throw breakPrompt(name, `its file is called ${name}, but it calls itself ${prompt.name}`);
}

async function readText(name: string, path: string): Promise<string> {
  const text = namePattern.test(name) ? await readFile(path, "utf8").catch(() => null) : null;
  if (text !== null) return text;
  throw new Fault("not_found", `There is no prompt "${name}" of this version: see \`prompts list\`.`);
}

/**
 * A prompt is front matter (name, version, slots with their kinds), then `# System`, then `# User`. What is declared
 * is used, and the other way round. What comes from uploads stands in the user's part only. Throws `broken_prompt`.
 */
export function parsePrompt(text: string): Prompt {
  const [, head = "", system = "", user = ""] =
    /^---\n([\s\S]*?)\n---\n\s*# System\n([\s\S]*?)\n# User\n([\s\S]*)$/.exec(text) ?? [];
  const name = /^name: (.+)$/m.exec(head)?.[1] ?? "";
  const version = /^version: ([1-9]\d*)$/m.exec(head)?.[1] ?? "";
  if (!namePattern.test(name) || version === "")
    throw breakPrompt(name, "it needs a name, a version that is a whole number, `# System` and `# User`");
  const sha256 = createHash("sha256").update(text).digest("hex");
  const prompt = {
    name,
    version,
    sha256,
    slots: parseSlots(name, head),
    system: system.trim(),
    user: user.trim(),
  };
  checkSlots(prompt);
  return prompt;
}

function parseSlots(name: string, head: string): Record<string, SlotKind> {
  const lines = /^slots:\n((?: {2}.+\n?)*)/m.exec(head)?.[1]?.trimEnd().split("\n") ?? [];
  return Object.fromEntries(
    lines.map((line) => {
      const [, slot, written] = /^ {2}([a-zA-Z]+): ([a-z]+)$/.exec(line) ?? [];
      const kind = slotKinds.find((one) => one === written);
      if (slot !== undefined && kind !== undefined) return [slot, kind];
      throw breakPrompt(name, `"${line.trim()}" is no slot with a kind (${slotKinds.join(", ")})`);
    }),
  );
}

function checkSlots({ name, slots, system, user }: Omit<Prompt, "sha256">): void {
  const listUsed = (text: string) => [...text.matchAll(slotPattern)].map((found) => found[1] ?? "");
  const used = new Set([...listUsed(system), ...listUsed(user)]);
  const undeclared = [...used].filter((slot) => slots[slot] === undefined);
  const unused = Object.keys(slots).filter((slot) => !used.has(slot));
  if (undeclared.length > 0)
    throw breakPrompt(name, `it uses slots without declaring them: ${undeclared.join(", ")}`);
  if (unused.length > 0)
    throw breakPrompt(name, `it declares slots without using them: ${unused.join(", ")}`);
  if (/\{\{|\}\}/.test(`${system}${user}`.replace(slotPattern, "")))
    throw breakPrompt(name, "it has braces that are no slot");
  if (listUsed(system).some((slot) => slots[slot] !== "text"))
    throw breakPrompt(
      name,
      "what comes from uploads, and the mark around it, may only stand in the part of the user",
    );
  const kinds = Object.values(slots);
  if (kinds.includes("data") && !kinds.includes("mark"))
    throw breakPrompt(name, "it has data but does not tell the mark around it");
}

/**
 * Fills the slots, each once: what is filled in is never looked at again. The mark follows from the words, so that the
 * same question is the same again, and occurs in none of them, so that nobody can imitate it. Throws `broken_prompt`.
 */
export function renderPrompt(prompt: Prompt, values: Readonly<Record<string, string>>): RenderedPrompt {
  const { name, version, sha256, slots, system, user } = prompt;
  const wanted = Object.keys(slots).filter((slot) => slots[slot] !== "mark");
  const missing = wanted.filter((slot) => values[slot] === undefined);
  const extra = Object.keys(values).filter((slot) => !wanted.includes(slot));
  if (missing.length > 0) throw breakPrompt(name, `no value was given for: ${missing.join(", ")}`);
  if (extra.length > 0) throw breakPrompt(name, `it has no slot for: ${extra.join(", ")}`);
  const mark = findMark(
    sha256,
    wanted.map((slot) => values[slot] ?? ""),
  );
  const fill = (text: string): string =>
    text.replace(slotPattern, (_, slot: string) => {
      if (slots[slot] === "mark") return mark;
      return slots[slot] === "data" ? fenceIn(slot, mark, values[slot] ?? "") : (values[slot] ?? "");
    });
  return { name, version, sha256, system: fill(system), user: fill(user) };
}

/** A short one is for tests, which cannot find a text that holds its own long one. */
export function findMark(sha256: string, values: readonly string[], length: number = markLength): string {
  for (let round = 0; ; round += 1) {
    const hash = createHash("sha256")
      .update(JSON.stringify([sha256, round, values]))
      .digest("hex");
    const mark = hash.slice(0, length);
    if (!values.some((value) => value.toLowerCase().includes(mark))) return mark;
  }
}

function fenceIn(slot: string, mark: string, value: string): string {
  return `[data ${mark} ${slot}]\n${value}\n[end ${mark} ${slot}]`;
}

type Lock = Record<string, Record<string, string>>;

/** @param folder holds `<name>.md`, `archive/<name>@<version>.md` and `prompts.lock.json`. */
export function openPromptShelf(folder: string = ownFolder): PromptShelf {
  const list = async (): Promise<PromptEdition[]> => {
    const lock = await readLock(folder);
    const names = (await readdir(folder))
      .filter((file) => file.endsWith(".md"))
      .map((file) => file.slice(0, -3));
    const prompts = await Promise.all(names.toSorted().map((name) => readPrompt(name, folder)));
    return prompts.map((prompt) => describeEdition(prompt, lock[prompt.name] ?? {}));
  };
  return {
    list,
    read: (name, version) => {
      const isVersion = version === undefined || /^\d+$/.test(version);
      const file = version === undefined ? `${name}.md` : join("archive", `${name}@${version}.md`);
      return readText(isVersion ? name : "", join(folder, file));
    },
    lock: async () => {
      const editions = await list();
      const lock = await readLock(folder);
      for (const edition of editions) checkEdition(edition);
      const fresh = editions.filter(({ state }) => state === "new");
      await mkdir(join(folder, "archive"), { recursive: true });
      for (const { name, version, sha256 } of fresh) {
        lock[name] = { ...lock[name], [version]: sha256 };
        const text = await readFile(join(folder, `${name}.md`), "utf8");
        await writeFile(join(folder, "archive", `${name}@${version}.md`), text);
      }
      await writeFile(join(folder, "prompts.lock.json"), `${JSON.stringify(lock, null, 2)}\n`);
      return fresh;
    },
  };
}

async function readLock(folder: string): Promise<Lock> {
  const text = await readFile(join(folder, "prompts.lock.json"), "utf8").catch(() => "{}");
  return JSON.parse(text) as Lock;
}

function describeEdition(
  { name, version, sha256, slots }: Prompt,
  locked: Readonly<Record<string, string>>,
): PromptEdition {
  const hash = locked[version];
  const state = hash === undefined ? "new" : hash === sha256 ? "locked" : "changed";
  const versions = Object.keys(locked).toSorted((a, b) => Number(a) - Number(b));
  return { name, version, sha256, slots, state, versions };
}

function checkEdition({ name, version, state, versions }: PromptEdition): void {
  if (state === "changed")
    throw breakPrompt(
      name,
      `its words are not those that were locked as version ${version}: give it a new version`,
    );
  const newest = Number(versions.at(-1) ?? "0");
  if (state === "new" && Number(version) < newest)
    throw breakPrompt(name, `version ${version} is older than the locked version ${newest}`);
}

function breakPrompt(name: string, why: string): Fault {
  return new Fault("broken_prompt", `The prompt "${name}" is wrong: ${why}.`);
}
