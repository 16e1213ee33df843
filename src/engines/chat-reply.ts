// From what a model wrote to a value: finds the JSON in it and checks it. Guesses nothing.
import type { z } from "zod";

export type ParsedReply<Value> =
  | { isParsed: true; value: Value; text: string }
  | { isParsed: false; mistakes: string[] };

/** Bounds the work that unclosed brackets in a long reply make. */
const maxStarts = 20;
const maxMistakes = 8;

/**
 * The one value in a reply that fits the schema: the whole reply, or a piece among prose and code fences. Two
 * different pieces that fit are a mistake: one of them may be quoted from an uploaded text that imitates an answer.
 */
export function parseReply<Schema extends z.ZodType>(
  reply: string,
  schema: Schema,
): ParsedReply<z.output<Schema>> {
  const found = new Map<string, z.output<Schema>>();
  let mistakes = ["There is no JSON in the reply, or it is not complete."];
  for (const piece of listPieces(reply)) {
    const parsed = schema.safeParse(piece);
    if (parsed.success) found.set(JSON.stringify(piece), parsed.data);
    else mistakes = describeMistakes(parsed.error);
  }
  const [only, ...others] = found;
  if (!only) return { isParsed: false, mistakes };
  if (others.length > 0)
    return { isParsed: false, mistakes: ["There is more than one answer in the reply."] };
  return { isParsed: true, text: only[0], value: only[1] };
}

function describeMistakes({ issues }: z.ZodError): string[] {
  return issues.slice(0, maxMistakes).map(({ path, message }) => {
    const where = path.map(String).join(".");
    return `${where === "" ? "the answer" : where}: ${message}`.slice(0, 300);
  });
}

/** JSON values in a reply: itself, else every object or list in it that stands alone. */
function listPieces(reply: string): unknown[] {
  // Some models think aloud before they answer.
  const text = reply.replace(/^\s*<think>[\s\S]*?<\/think>/, "").trim();
  const whole = readJson(text);
  if (whole !== undefined) return [whole];
  const pieces: unknown[] = [];
  let from = 0;
  for (let start = 0; start < maxStarts; start += 1) {
    const open = text.slice(from).search(/[{[]/);
    if (open === -1) break;
    const end = findEnd(text, from + open);
    const piece = end === -1 ? undefined : readJson(text.slice(from + open, end));
    if (piece !== undefined) pieces.push(piece);
    from = piece === undefined ? from + open + 1 : end;
  }
  return pieces;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Position after the bracket that closes the one at `start`, or -1. */
function findEnd(text: string, start: number): number {
  let depth = 0;
  let isInString = false;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (isInString) {
      if (character === "\\") at += 1;
      else if (character === '"') isInString = false;
    } else if (character === '"') isInString = true;
    else if (character === "{" || character === "[") depth += 1;
    else if (character === "}" || character === "]") {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return -1;
}
