// What went wrong, in words for people: a problem document (RFC 9457) of the server, or a server out of reach.

export type ProblemBody = {
  title?: string;
  status?: number;
  detail?: string;
  code?: string;
  requestId?: string;
  problems?: { where: string; message: string }[];
  [more: string]: unknown;
};

/** `message` says what to do. `status` is 0 when the server was not reached. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly requestId: string | null;
  readonly retryAfterSeconds: number | null;
  /** The whole document, for answers that carry more, such as what changed meanwhile. */
  readonly body: ProblemBody;

  constructor(body: ProblemBody, retryAfterSeconds: number | null = null) {
    super(body.detail ?? body.title ?? "The server gave no reason.");
    this.status = body.status ?? 0;
    this.code = body.code ?? "unknown";
    this.title = body.title ?? "It did not work";
    this.requestId = body.requestId ?? null;
    this.retryAfterSeconds = retryAfterSeconds;
    this.body = body;
  }
}

export async function readProblem(response: Response): Promise<Problem> {
  const seconds = Number(response.headers.get("retry-after"));
  const said = (await response.json().catch(() => ({}))) as ProblemBody;
  const requestId = said.requestId ?? response.headers.get("x-request-id");
  const body = { ...said, status: response.status, ...(requestId === null ? {} : { requestId }) };
  return new Problem(body, seconds > 0 ? seconds : null);
}

/** Any thrown thing as a problem; null for a request that was given up on purpose. */
export function toProblem(thrown: unknown): Problem | null {
  if (thrown instanceof Problem) return thrown;
  if (thrown instanceof DOMException && thrown.name === "AbortError") return null;
  if (thrown instanceof TypeError && /fetch|network|load failed/i.test(thrown.message)) return unreachable();
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  return new Problem({ title: "This page failed", code: "page_failed", detail });
}

export function unreachable(): Problem {
  return new Problem({
    title: "The server cannot be reached",
    code: "unreachable",
    detail: "Check that it is running and that you are on its network. Nothing was lost: try again.",
  });
}
