// The one error class, and the table that gives every code its HTTP status and says whether a job may try
// again. Anything thrown that is not a Fault is a bug.

export const faultCodes = {
  invalid_input: { status: 400, title: "The request is not valid", retry: false },
  unauthenticated: { status: 401, title: "A valid API key or session is needed", retry: false },
  forbidden: { status: 403, title: "This key or session may not do that", retry: false },
  not_found: { status: 404, title: "Not found", retry: false },
  conflict: { status: 409, title: "The state has changed or is in use", retry: false },
  precondition_failed: { status: 412, title: "The item changed since it was read", retry: false },
  too_large: { status: 413, title: "Too large", retry: false },
  unreadable_file: { status: 422, title: "The file cannot be read", retry: false },
  mismatched_replay: {
    status: 422,
    title: "The idempotency key was used with another payload",
    retry: false,
  },
  broken_catalogue: { status: 500, title: "The catalogue is not consistent", retry: false },
  broken_prompt: { status: 500, title: "A prompt is not consistent", retry: false },
  too_many: { status: 429, title: "Too many attempts", retry: false },
  unusable_reply: { status: 502, title: "The model's reply cannot be used", retry: false },
  over_budget: { status: 503, title: "The budget of the day is used up", retry: true },
  unavailable: { status: 503, title: "Temporarily unavailable", retry: true },
  timed_out: { status: 504, title: "It took too long", retry: true },
} as const;

export type FaultCode = keyof typeof faultCodes;

export class Fault extends Error {
  readonly code: FaultCode;
  readonly details: Record<string, unknown> | undefined;
  /** From when on it makes sense to try again: a job waits until then, and its waiting counts as no try. */
  readonly retryAt: Date | undefined;
  /** A server that this program asks is away or unwell: waiting helps, for hours if need be. */
  readonly isOutage: boolean;

  /** @param message one sentence for a person that says what to do; it may be shown outside the process. */
  constructor(
    code: FaultCode,
    message: string,
    more: {
      cause?: unknown;
      details?: Record<string, unknown> | undefined;
      retryAt?: Date;
      isOutage?: boolean;
    } = {},
  ) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.name = "Fault";
    this.code = code;
    this.details = more.details;
    this.retryAt = more.retryAt;
    this.isOutage = more.isOutage ?? false;
  }

  /** The same fault, of work that waits until a moment. */
  delayUntil(retryAt: Date): Fault {
    const { code, message, cause, details, isOutage } = this;
    return new Fault(code, message, { cause, details, retryAt, isOutage });
  }

  get status(): number {
    return faultCodes[this.code].status;
  }

  get isRetryable(): boolean {
    return faultCodes[this.code].retry;
  }
}
