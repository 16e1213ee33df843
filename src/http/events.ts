// Progress of one document as server-sent events.
import type { Document } from "../domain/document.ts";
import { measureProgress } from "../domain/progress.ts";

const lookIntervalMs = 500;
/** Proxies close connections that are silent for long. */
const heartbeatMs = 15_000;

/** An event whenever something changed; ends when the document is done or failed, or the client is gone. */
export function streamProgress(look: () => Promise<Document>, signal: AbortSignal): Response {
  let isOpen = true;
  const stop = (): void => {
    isOpen = false;
  };
  signal.addEventListener("abort", stop);
  const stream = new ReadableStream<Uint8Array>({
    start: async (controller) => {
      const send = (text: string): void => {
        if (isOpen) controller.enqueue(new TextEncoder().encode(text));
      };
      try {
        await follow(look, send, () => isOpen);
      } catch {
        send('event: error\ndata: {"detail":"Progress is not known at the moment: ask again."}\n\n');
      }
      if (isOpen) controller.close();
    },
    cancel: stop,
  });
  return new Response(stream, {
    headers: { "content-type": "text/event-stream", "cache-control": "no-store", "x-accel-buffering": "no" },
  });
}

async function follow(
  look: () => Promise<Document>,
  send: (text: string) => void,
  isOpen: () => boolean,
): Promise<void> {
  let last = "";
  let sentAt = Date.now();
  while (isOpen()) {
    const document = await look();
    const { stage, progressDone, progressTotal, failureReason, waitingReason, waitingUntil } = document;
    const progress = measureProgress(document);
    const data = JSON.stringify({
      stage,
      progressDone,
      progressTotal,
      ...progress,
      failureReason,
      waitingReason,
      waitingUntil,
    });
    const isOver = stage === "done" || stage === "failed";
    if (data !== last) send(`event: ${isOver ? stage : "progress"}\ndata: ${data}\n\n`);
    else if (Date.now() - sentAt > heartbeatMs) send(": still here\n\n");
    if (data !== last || Date.now() - sentAt > heartbeatMs) sentAt = Date.now();
    last = data;
    if (isOver) return;
    await new Promise((resolve) => setTimeout(resolve, lookIntervalMs));
  }
}
