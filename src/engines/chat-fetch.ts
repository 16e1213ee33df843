// A fetch that does not swallow more than it wants and is not sent elsewhere.
import { Fault } from "../fault.ts";

/**
 * Reading the body fails with Fault `unusable_reply` beyond the limit, counted after decompression, and the
 * connection is given up. Redirects are refused: the question holds customers' texts.
 */
export function buildLimitedFetch(limitBytes: number): typeof fetch {
  return async (input, init) => {
    const { body, status, statusText, headers } = await fetch(input, { ...init, redirect: "error" });
    if (body === null) return new Response(null, { status, statusText, headers });
    return new Response(body.pipeThrough(countBytes(limitBytes)), { status, statusText, headers });
  };
}

function countBytes(limitBytes: number): TransformStream<Uint8Array, Uint8Array> {
  let readBytes = 0;
  return new TransformStream({
    transform: (chunk, controller) => {
      readBytes += chunk.byteLength;
      if (readBytes <= limitBytes) controller.enqueue(chunk);
      else {
        const message = "The model's reply is longer than any answer can be.";
        controller.error(
          new Fault("unusable_reply", message, { details: { reason: "too_large", limitBytes } }),
        );
      }
    },
  });
}
