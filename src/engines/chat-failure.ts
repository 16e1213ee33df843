// Translates what can go wrong with an OpenAI-compatible server into Faults, and says whether waiting helps.
import { APIConnectionError, APIError } from "openai";
import { Fault, type FaultCode } from "../fault.ts";
import type { Failure } from "./chat-retry.ts";

export const nonsense = "The chat server gave an answer that is not understood.";

export function readFailure(error: unknown): Failure {
  if (error instanceof Fault) return { fault: error, isBusy: false, retryAfter: null };
  if (error instanceof APIError && typeof error.status === "number") return readRefusal(error, error.status);
  if (error instanceof SyntaxError)
    return { fault: buildOutage(nonsense, error), isBusy: false, retryAfter: null };
  const message =
    error instanceof APIConnectionError
      ? "The chat server cannot be reached: check CHAT_BASE_URL and that it is running."
      : "The chat server ended the connection in the middle of its answer.";
  return { fault: buildOutage(message, error), isBusy: true, retryAfter: null };
}

function buildOutage(message: string, cause: unknown): Fault {
  return new Fault("unavailable", message, { cause, isOutage: true });
}

function readRefusal(error: APIError, status: number): Failure {
  const details = { status, said: error.message.slice(0, 500) };
  const fail = (code: FaultCode, message: string, isBusy = false): Failure => ({
    fault: new Fault(code, message, { cause: error, details, isOutage: code === "unavailable" }),
    isBusy,
    retryAfter: isBusy ? getRetryAfter(error.headers) : null,
  });
  if (status === 401 || status === 403) {
    // What the server says may show a part of the key.
    const fault = new Fault("unavailable", "The chat server refuses the key in CHAT_API_KEY.", {
      isOutage: true,
    });
    return { fault, isBusy: false, retryAfter: null };
  }
  if (status === 404)
    return fail(
      "unavailable",
      "The chat server has no such model or address: check CHAT_MODEL, CHAT_BASE_URL.",
    );
  if (error.code === "insufficient_quota")
    return fail("unavailable", "The account at the chat server has used up its quota.");
  if (status === 429 || status === 408 || status >= 500)
    return fail("unavailable", "The chat server is busy.", true);
  if (status === 413 || /context.?length|maximum context|context window|too long/i.test(error.message))
    return fail(
      "too_large",
      "The question is longer than the model can take: choose a model with a longer context.",
    );
  return fail(
    "invalid_input",
    `The chat server refused the question with status ${status}: check CHAT_MODEL.`,
  );
}

/** In seconds or as a date; some servers tell milliseconds. */
function getRetryAfter(headers: Headers | undefined): string | null {
  const ms = headers?.get("retry-after-ms") ?? null;
  if (ms !== null && /^\d+(\.\d+)?$/.test(ms)) return String(Number(ms) / 1000);
  return headers?.get("retry-after") ?? null;
}

/** How a reply is asked for, best first. */
export const replyFormats = ["json_schema", "json_object", "text"] as const;
/** What a server accepts. */
export type Accepted = { format: (typeof replyFormats)[number]; hasSeed: boolean; hasTemperature: boolean };

/** What to ask instead when a server refused one of the settings; null when it refused something else. */
export function lowerDemands(asked: Accepted, error: unknown): Accepted | null {
  const cause = error instanceof Fault ? error.cause : undefined;
  if (!(cause instanceof APIError) || (cause.status !== 400 && cause.status !== 422)) return null;
  const said = `${cause.param ?? ""} ${cause.message}`;
  const nextFormat = replyFormats[replyFormats.indexOf(asked.format) + 1];
  if (nextFormat && /response_format|json_schema|json_object|structured output|grammar/i.test(said))
    return { ...asked, format: nextFormat };
  if (asked.hasSeed && /\bseed\b/i.test(said)) return { ...asked, hasSeed: false };
  if (asked.hasTemperature && /\btemperature\b/i.test(said)) return { ...asked, hasTemperature: false };
  return null;
}

/** A server that refuses one schema may take the next one, so that is nothing to remember. */
export function isAboutOneSchema(error: unknown): boolean {
  return (
    error instanceof Fault && error.cause instanceof APIError && /invalid schema/i.test(error.cause.message)
  );
}
