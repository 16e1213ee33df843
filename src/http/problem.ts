// Errors as RFC 9457 problem documents. What is not a Fault is a bug: its words stay in the log.
import { z } from "@hono/zod-openapi";
import type { Context } from "../context.ts";
import { Fault, faultCodes } from "../fault.ts";

export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    code: z.string(),
    requestId: z.string(),
    problems: z.array(z.object({ where: z.string(), message: z.string() })).optional(),
    changes: z
      .array(z.object({ what: z.string(), before: z.string().nullable(), after: z.string().nullable() }))
      .optional()
      .openapi({ description: "Of a review: what differs between what was shown and what there is" }),
    lease: z
      .object({ holder: z.object({ id: z.uuid(), name: z.string() }), until: z.iso.datetime() })
      .optional()
      .openapi({ description: "Of a review: who works on it, until when" }),
  })
  .openapi("Problem");

export function writeProblem(
  error: unknown,
  requestId: string,
  { log, clock }: Pick<Context, "log" | "clock">,
): Response {
  if (!(error instanceof Fault)) {
    const shown = error instanceof Error ? (error.stack ?? error.message) : String(error);
    log.error({ requestId, error: shown }, "a request failed on an error of this program");
  }
  const fault =
    error instanceof Fault
      ? describeFault(error)
      : { ...internal, detail: `Report the request id ${requestId}.` };
  const headers: Record<string, string> = {
    "content-type": "application/problem+json",
    "x-request-id": requestId,
  };
  if (fault.status === 401) headers["www-authenticate"] = "Bearer";
  if (fault.status === 503) headers["retry-after"] = "2";
  if (error instanceof Fault && error.retryAt) headers["retry-after"] = countSeconds(clock(), error.retryAt);
  return new Response(JSON.stringify({ type: "about:blank", ...fault, requestId }), {
    status: fault.status,
    headers,
  });
}

const internal = { title: "An error of the program itself", status: 500, code: "internal_error" };

/** Details that are meant for who asked; the others stay in the log. */
const toldDetails = ["problems", "changes", "lease"];

function describeFault(fault: Fault) {
  const { title, status } = faultCodes[fault.code];
  const told = Object.entries(fault.details ?? {}).filter(([name]) => toldDetails.includes(name));
  return { title, status, code: fault.code, detail: fault.message, ...Object.fromEntries(told) };
}

/** As Retry-After wants it. */
export function countSeconds(from: Date, to: Date): string {
  return String(Math.max(1, Math.ceil((to.getTime() - from.getTime()) / 1000)));
}
