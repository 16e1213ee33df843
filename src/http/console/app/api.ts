// Asks the product's API with the session's cookie. Reads are remembered with their ETag.
import { Problem, readProblem, unreachable } from "./problem.ts";
import { signedOut } from "./session.ts";

type Remembered = { etag: string; answer: unknown };

const mostRemembered = 300;
const remembered = new Map<string, Remembered>();

/** Says that the answer is from our own page: no other site can send it. */
const ownHeader = { "x-evidence-gradient": "console" };

export type AskOptions = {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  body?: unknown;
  signal?: AbortSignal | undefined;
  /** Sent as Idempotency-Key: asking twice with the same key does it once. */
  onceKey?: string;
  /** A 401 here is an answer like any other, as when a key is tried. */
  isSigningIn?: boolean;
  /** Goes on when the page is closed. */
  isOutliving?: boolean;
};

/** Null for 204. Throws Problem, or an AbortError when `signal` gave it up. */
export async function ask<Answer>(path: string, options: AskOptions = {}): Promise<Answer> {
  const { method = "GET", body, signal, onceKey, isSigningIn = false, isOutliving = false } = options;
  const known = method === "GET" ? remembered.get(path) : undefined;
  const headers: Record<string, string> = { ...ownHeader, accept: "application/json" };
  if (body !== undefined) headers["content-type"] = "application/json";
  if (onceKey !== undefined) headers["idempotency-key"] = onceKey;
  if (known) headers["if-none-match"] = known.etag;
  const response = await fetch(path, {
    method,
    headers,
    credentials: "same-origin",
    keepalive: isOutliving,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  }).catch(refuseFetch);
  if (response.status === 304 && known) return known.answer as Answer;
  if (!response.ok) {
    const problem = await readProblem(response);
    if (problem.status === 401 && !isSigningIn) signedOut();
    throw problem;
  }
  const answer = (response.status === 204 ? null : await response.json()) as Answer;
  if (method === "GET") remember(path, response.headers.get("etag"), answer);
  return answer;
}

function refuseFetch(cause: unknown): never {
  if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
  throw unreachable();
}

function remember(path: string, etag: string | null, answer: unknown): void {
  if (etag === null) return;
  remembered.delete(path);
  remembered.set(path, { etag, answer });
  const oldest = remembered.keys().next().value;
  if (remembered.size > mostRemembered && oldest !== undefined) remembered.delete(oldest);
}

/** What was answered last, to be shown until the new answer is there. */
export function recall<Answer>(path: string): Answer | null {
  return (remembered.get(path)?.answer as Answer | undefined) ?? null;
}

/** Another person may not see what this one saw. */
export function forgetAnswers(): void {
  remembered.clear();
}

export type Sending = { supersedes?: string | null; onSent?: (share: number) => void; signal?: AbortSignal };

/** Uploads one file; `onSent` is told the share of its bytes that are on their way. Throws Problem. */
export function sendFile<Answer>(file: File, { supersedes, onSent, signal }: Sending = {}) {
  const query = supersedes ? `?supersedes=${encodeURIComponent(supersedes)}` : "";
  const form = new FormData();
  form.append("file", file, file.name);
  return new Promise<{ answer: Answer; isNew: boolean }>((resolve, reject) => {
    // fetch does not tell how much of a body was sent.
    const request = new XMLHttpRequest();
    request.open("POST", `/v1/documents${query}`);
    request.setRequestHeader("x-evidence-gradient", ownHeader["x-evidence-gradient"]);
    request.responseType = "text";
    request.upload.onprogress = ({ loaded, total }) => onSent?.(total > 0 ? loaded / total : 0);
    request.onerror = () => reject(unreachable());
    request.onabort = () => reject(new DOMException("The upload was given up.", "AbortError"));
    request.onload = () => {
      const body = parseText(request.responseText);
      if (request.status < 300) return resolve({ answer: body as Answer, isNew: request.status === 201 });
      if (request.status === 401) signedOut();
      reject(new Problem({ ...body, status: request.status }));
    };
    signal?.addEventListener("abort", () => request.abort());
    request.send(form);
  });
}

function parseText(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}
