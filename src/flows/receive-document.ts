// Flow: bytes arrive and are kept by their hash → document, ledger entry and job in one transaction.
import type { Readable } from "node:stream";
import type { Context } from "../context.ts";
import type { Sql } from "../db/sql.ts";
import type { Document } from "../domain/document.ts";
import type { Principal } from "../domain/principal.ts";
import type { StoredBlob } from "../engines/blobs.ts";
import { Fault } from "../fault.ts";
import { findDocument, findDocumentByBytes, insertDocument, updateStage } from "../store/documents.ts";
import { appendEntry } from "../store/ledger.ts";

export type Received = { document: Document; isNew: boolean };

export type KeptBytes = StoredBlob & { fileName: string };
type Uploader = Pick<Principal, "id" | "organizationId">;

/** Keeps the bytes of one file by their hash; nothing knows of them yet. Throws Fault `too_large`, `invalid_input`. */
export async function keepBytes(
  context: Context,
  { organizationId }: Uploader,
  file: { name: string; bytes: Readable },
): Promise<KeptBytes> {
  const fileName = cleanFileName(file.name);
  const blob = await context.blobs.put(organizationId, file.bytes, context.settings.uploadLimitBytes);
  return { ...blob, fileName };
}

/**
 * Makes a document of kept bytes. The same bytes are the same document: `isNew` is false and nothing is read again,
 * unless reading it failed before, which is then tried again. With `supersedesId` it is the newer version of that
 * document. Throws Fault `not_found` or `conflict` when that one does not exist or was superseded already.
 */
export async function receiveDocument(
  context: Context,
  principal: Uploader,
  { fileName, ...blob }: KeptBytes,
  supersedesId: string | null = null,
): Promise<Received> {
  const { organizationId } = principal;
  return context.database.asOrganization(organizationId, async (sql) => {
    const id = context.newId();
    const at = context.clock();
    const older = supersedesId === null ? null : await getReplaceable(sql, supersedesId);
    const wanted = {
      id,
      organizationId,
      ...blob,
      fileName,
      lineageId: older?.lineageId ?? id,
      supersedesId,
      depth: 0,
      uploadedBy: principal.id,
      uploadedAt: at,
    };
    const isNew = (await insertDocument(sql, wanted)) === 1;
    const document = await findDocumentByBytes(sql, blob.sha256);
    if (!document) throw new Fault("unavailable", "The upload could not be stored: send it again.");
    if (!isNew && document.stage !== "failed") return { document, isNew };
    if (!isNew) await updateStage(sql, document.id, "received", at);
    await appendEntry(sql, {
      organizationId,
      kind: isNew ? "document_received" : "document_retried",
      subjectId: document.id,
      principalId: principal.id,
      at,
      body: { sha256: blob.sha256, sizeBytes: blob.sizeBytes, fileName: document.fileName },
    });
    await context.jobs.enqueue(sql, "ingest", { organizationId, documentId: document.id });
    return { document: isNew ? document : { ...document, stage: "received", failureReason: null }, isNew };
  });
}

async function getReplaceable(sql: Sql, id: string): Promise<Document> {
  const older = await findDocument(sql, id);
  if (!older) throw new Fault("not_found", "The document that is to be superseded does not exist.");
  if (older.supersededAt !== null)
    throw new Fault("conflict", "That document was superseded already: name the newest version of it.");
  return older;
}

/** The last part of the name, without control characters; it is shown to people and never used as a path. */
function cleanFileName(name: string): string {
  const base = name.split(/[\\/]/).at(-1) ?? "";
  const cleaned = base.replace(/\p{C}/gu, "").trim().slice(0, 255);
  if (cleaned === "")
    throw new Fault(
      "invalid_input",
      "The file needs a name: send it as a form field `file` with a file name.",
    );
  return cleaned;
}
