// Takes files from the disk into the product and follows them until they are done.
import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Context } from "../context.ts";
import { type Document, isContainer } from "../domain/document.ts";
import type { Principal } from "../domain/principal.ts";
import { Fault } from "../fault.ts";
import { getDocument } from "../flows/list-evidence.ts";
import { keepBytes, listDocumentMembers, receiveDocument } from "../flows/receive-document.ts";
import { buildProgress, measureBars } from "./progress.ts";
import type { Terminal } from "./terminal.ts";

/** Files, and the files in folders at any depth; what starts with a dot is left out. Throws Fault `not_found`. */
export async function listFiles(paths: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    paths.map(async (path) => {
      const entry = await stat(path).catch((cause: unknown) => {
        throw new Fault("not_found", `There is no file or folder "${path}".`, { cause });
      });
      return entry.isDirectory() ? listFolder(path) : [path];
    }),
  );
  const files = [...new Set(found.flat())];
  if (files.length === 0) throw new Fault("not_found", "There are no files in what was given.");
  return files;
}

async function listFolder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(
      (path) =>
        !path
          .slice(folder.length)
          .split(/[\\/]/)
          .some((part) => part.startsWith(".")),
    )
    .toSorted();
}

export type Intake = { documents: Document[]; newCount: number; refused: { file: string; reason: string }[] };

/**
 * Uploads files and waits, showing progress, until every one is done, failed, or waits for its time itself (which is
 * told). A file that is refused stops nothing.
 */
export async function takeFiles(
  context: Context,
  principal: Pick<Principal, "id" | "organizationId">,
  files: readonly string[],
  terminal: Terminal,
): Promise<Intake> {
  const refused: Intake["refused"] = [];
  const ids = new Set<string>();
  let newCount = 0;
  for (const file of files) {
    try {
      const kept = await keepBytes(context, principal, {
        name: basename(file),
        bytes: createReadStream(file),
      });
      const received = await receiveDocument(context, principal, kept);
      ids.add(received.document.id);
      if (received.isNew) newCount += 1;
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      refused.push({ file, reason: error.message });
    }
  }
  const documents = await followDocuments(context, principal.organizationId, [...ids], terminal);
  for (const { fileName, waitingReason, waitingUntil } of documents)
    if (waitingReason !== null)
      terminal.tell(`${fileName} waits until ${waitingUntil?.toISOString()}. ${waitingReason}\n`);
  return { documents, newCount, refused };
}

/** Shows progress until every document, and every one that comes out of it, is settled; returns them as they are then. */
export async function followDocuments(
  context: Context,
  organizationId: string,
  ids: string[],
  terminal: Terminal,
): Promise<Document[]> {
  const progress = buildProgress(terminal);
  for (;;) {
    const documents: Document[] = [];
    for (const id of ids) documents.push(await getDocument(context, organizationId, id));
    const members = await listUnfollowed(context, organizationId, documents);
    ids.push(...members);
    const isOver = members.length === 0 && documents.every(isSettled);
    progress.show(measureBars(documents), isOver);
    if (isOver) return documents;
    await new Promise((resolve) => setTimeout(resolve, 400));
  }
}

function isSettled({ stage, waitingReason }: Document): boolean {
  return stage === "done" || stage === "failed" || waitingReason !== null;
}

/** Files that came out of archives and messages meanwhile. */
async function listUnfollowed(
  context: Context,
  organizationId: string,
  documents: readonly Document[],
): Promise<string[]> {
  const known = new Set(documents.map(({ id }) => id));
  const found: string[] = [];
  for (const { id } of documents.filter((one) => isContainer(one.mediaType))) {
    for (const { documentId } of await listDocumentMembers(context, organizationId, id))
      if (documentId !== null && !known.has(documentId)) found.push(documentId);
  }
  return [...new Set(found)];
}
