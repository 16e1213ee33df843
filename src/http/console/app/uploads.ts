// Files on their way into the product. They go on while other pages are looked at.
import type { DocumentDetail } from "./answers.ts";
import { ask, sendFile } from "./api.ts";
import { writeSize } from "./dates.ts";
import { isMoving } from "./documents/document-state.ts";
import { Problem, toProblem } from "./problem.ts";
import { createState } from "./state.ts";
import { refresh } from "./use-ask.ts";

export type Upload = {
  id: number;
  file: File;
  /** The document that it is a newer version of. */
  supersedes: string | null;
  state: "queued" | "sending" | "working" | "over" | "refused";
  /** Share of its bytes that were sent. */
  sent: number;
  document: DocumentDetail | null;
  /** False: the same bytes are there already. */
  isNew: boolean;
  problem: Problem | null;
};

export const uploads = createState<readonly Upload[]>([]);

const mostAtOnce = 3;
const lookEveryMs = 700;
/** Asked for at once; the others have their turn at the next look. */
const mostLooks = 6;
let lastId = 0;
let isLooking = false;

type Wish = { supersedes?: string | null; limitBytes?: number | null };

/** Answers the ids of the uploads. */
export function addUploads(
  files: Iterable<File>,
  { supersedes = null, limitBytes = null }: Wish = {},
): number[] {
  const added = [...files].map((file): Upload => {
    lastId += 1;
    const problem = refuseFile(file, limitBytes);
    const fresh = { id: lastId, file, supersedes, sent: 0, document: null, isNew: true, problem };
    return { ...fresh, state: problem ? "refused" : "queued" };
  });
  uploads.set([...added, ...uploads.get()]);
  sendNext();
  return added.map(({ id }) => id);
}

function refuseFile(file: File, limitBytes: number | null): Problem | null {
  if (file.size === 0)
    return new Problem({
      title: "The file is empty",
      detail: "There is nothing in it to read: choose another.",
    });
  if (limitBytes === null || file.size <= limitBytes) return null;
  return new Problem({
    title: "The file is too large",
    detail: `It has ${writeSize(file.size)}, and at most ${writeSize(limitBytes)} can be taken. Split it, or have who runs the product raise the limit.`,
  });
}

export function retryUpload(upload: Upload): void {
  change(upload.id, { state: "queued", sent: 0, problem: null });
  sendNext();
}

/** Takes away what is over; what goes on stays. */
export function clearUploads(): void {
  uploads.set(uploads.get().filter(({ state }) => state !== "over" && state !== "refused"));
}

function change(id: number, changes: Partial<Upload>): void {
  uploads.set(uploads.get().map((upload) => (upload.id === id ? { ...upload, ...changes } : upload)));
}

function sendNext(): void {
  const all = uploads.get();
  const free = mostAtOnce - all.filter(({ state }) => state === "sending").length;
  for (const upload of all.filter(({ state }) => state === "queued").slice(0, Math.max(0, free)))
    void send(upload);
}

async function send({ id, file, supersedes }: Upload): Promise<void> {
  change(id, { state: "sending" });
  try {
    const { answer, isNew } = await sendFile<{ id: string }>(file, {
      supersedes,
      onSent: (sent) => change(id, { sent }),
    });
    const document = await ask<DocumentDetail>(`/v1/documents/${answer.id}`);
    change(id, { state: isMoving(document) ? "working" : "over", sent: 1, document, isNew });
    refresh("/v1/documents");
    void look();
  } catch (thrown) {
    change(id, { state: "refused", problem: sayPlainly(toProblem(thrown)) });
  }
  sendNext();
}

function sayPlainly(problem: Problem | null): Problem | null {
  if (problem?.status === 413) return new Problem({ ...problem.body, title: "The file is too large" });
  if (problem?.code === "conflict")
    return new Problem({ ...problem.body, title: "It cannot be taken like this" });
  return problem;
}

/** Looks at the documents that are in work, a few at a time, until none is. */
async function look(): Promise<void> {
  if (isLooking) return;
  isLooking = true;
  let turn = 0;
  for (;;) {
    const working = uploads.get().filter(({ state }) => state === "working");
    if (working.length === 0) break;
    const start = working.length <= mostLooks ? 0 : (turn * mostLooks) % working.length;
    await Promise.all(working.slice(start, start + mostLooks).map(lookAt));
    turn += 1;
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
  isLooking = false;
}

/** A look that fails is taken again at the next turn. */
async function lookAt({ id, document: last }: Upload): Promise<void> {
  if (last === null) return;
  const document = await ask<DocumentDetail>(`/v1/documents/${last.id}`).catch(() => last);
  if (document === last) return;
  change(id, { document, state: isMoving(document) ? "working" : "over" });
  refresh("/v1/documents");
}
