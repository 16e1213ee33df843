// Flow: bytes arrive and are kept by their hash → document, ledger entry and job in one transaction.
import { createReadStream } from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import type { Context } from "../context.ts";
import type { Job } from "../db/jobs.ts";
import type { Sql } from "../db/sql.ts";
import { archiveType, type Document, isContainer } from "../domain/document.ts";
import type { Principal } from "../domain/principal.ts";
import type { StoredBlob } from "../engines/blobs.ts";
import { Fault } from "../fault.ts";
import {
  findDocument,
  findDocumentByBytes,
  insertDocument,
  listAllDocuments,
  updateFailed,
  updateStage,
} from "../store/documents.ts";
import { appendEntry, listEntriesOf } from "../store/ledger.ts";
import { findReplacing, lockVersion } from "../store/lineages.ts";
import { type DocumentMember, insertMember, listMembers, measureMembers } from "../store/members.ts";

/** An archive in an archive is unpacked, one inside that is not. */
const deepest = 2;
/** Files and bytes that may come out of one upload, at all depths together. */
const mostFiles = 1_000;
const mostBytes = 500_000_000;

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
 * unless reading it failed before, which is then tried again; bytes that were lost or changed are back then. With `supersedesId` it is the newer version of that
 * document. Throws Fault `not_found` or `conflict` when that one does not exist or was superseded already.
 */
export async function receiveDocument(
  context: Context,
  principal: Uploader,
  { fileName, ...blob }: KeptBytes,
  supersedesId: string | null = null,
): Promise<Received> {
  const received = await context.database.asOrganization(principal.organizationId, async (sql) => {
    const known = await findDocumentByBytes(sql, blob.sha256);
    if (known && supersedesId !== null && known.supersedesId !== supersedesId)
      throw new Fault(
        "conflict",
        `These bytes are the document ${known.id} already. If it is the newer version, say so with PATCH {"supersedes": "${supersedesId}"}; an older version that is to count again has to be a file of its own.`,
      );
    const older = supersedesId === null || known ? null : await getReplaceable(sql, supersedesId);
    return insertReceived(context, sql, principal, { ...blob, fileName }, { older, depth: 0, rootId: null });
  });
  return received.document.integrityFailedAt === null ? received : restoreDocument(context, received);
}

/** The same upload again brings back bytes that were lost or changed. */
async function restoreDocument(context: Context, { document, isNew }: Received): Promise<Received> {
  await context.checkBytes(document);
  const restored = await context.database.asOrganization(document.organizationId, (sql) =>
    findDocument(sql, document.id),
  );
  return { document: restored ?? document, isNew };
}

type Origin = { older: Document | null; depth: number; rootId: string | null };

async function insertReceived(
  context: Context,
  sql: Sql,
  { id: uploadedBy, organizationId }: Uploader,
  kept: KeptBytes,
  { older, depth, rootId }: Origin,
): Promise<Received> {
  const id = context.newId();
  const at = context.clock();
  const { sha256, sizeBytes } = kept;
  const lineage = { lineageId: older?.lineageId ?? id, supersedesId: older?.id ?? null };
  const supersedesSince = older === null ? null : at;
  const wanted = {
    id,
    organizationId,
    ...kept,
    ...lineage,
    supersedesSince,
    depth,
    rootId,
    uploadedBy,
    uploadedAt: at,
  };
  const isNew = (await insertDocument(sql, wanted)) === 1;
  const document = await findDocumentByBytes(sql, sha256);
  if (!document) throw new Fault("unavailable", "The upload could not be stored: send it again.");
  if (!isNew && document.stage !== "failed") return { document, isNew };
  if (!isNew) return { document: await reopenDocument(context, sql, document, uploadedBy), isNew };
  await appendEntry(sql, {
    organizationId,
    kind: "document_received",
    subjectId: document.id,
    principalId: uploadedBy,
    at,
    body: { sha256, sizeBytes, fileName: document.fileName },
  });
  await context.jobs.enqueue(sql, "ingest", { organizationId, documentId: document.id });
  return { document, isNew };
}

/**
 * Works on a failed document again, from where it stopped: what was read, split, embedded and answered by a model
 * stands. Throws Fault `not_found`, `conflict` when it has not failed.
 */
export async function retryDocument(
  context: Context,
  { id: principalId, organizationId }: Uploader,
  documentId: string,
): Promise<Document> {
  return context.database.asOrganization(organizationId, async (sql) => {
    const document = await findDocument(sql, documentId);
    if (!document) throw new Fault("not_found", "There is no such document.");
    return reopenDocument(context, sql, document, principalId);
  });
}

async function reopenDocument(
  context: Context,
  sql: Sql,
  document: Document,
  principalId: string,
): Promise<Document> {
  const { id, organizationId, sha256, sizeBytes, fileName, mediaType, failureReason } = document;
  if (document.stage === "failed") await refuseReplaced(sql, document);
  const isIngested = (await listEntriesOf(sql, id, ["document_ingested"])).length > 0;
  const stage = isIngested ? "assessing" : "received";
  const at = context.clock();
  if ((await updateFailed(sql, id, stage, at)) === 0)
    throw new Fault("conflict", "The document has not failed: there is nothing to retry.");
  await appendEntry(sql, {
    organizationId,
    kind: "document_retried",
    subjectId: id,
    principalId,
    at,
    body: { sha256, sizeBytes, fileName, failureReason, stage },
  });
  const queue = isIngested ? (isContainer(mediaType) ? "unpack" : "assess") : "ingest";
  await context.jobs.enqueue(sql, queue, { organizationId, documentId: id });
  return { ...document, stage, failureReason: null };
}

/** While it had failed another document may have become the newer version of the same one. */
async function refuseReplaced(sql: Sql, { supersedesId }: Document): Promise<void> {
  if (supersedesId === null) return;
  await lockVersion(sql, supersedesId);
  const other = await findReplacing(sql, supersedesId);
  if (other !== null)
    throw new Fault(
      "conflict",
      `The document ${other} is the newer version of the same one by now: this one has no place.`,
    );
}

/** Documents that failed, oldest first. */
export async function listFailed(context: Context, organizationId: string): Promise<Document[]> {
  const all = await context.database.asOrganization(organizationId, listAllDocuments);
  return all.filter(({ stage }) => stage === "failed");
}

/**
 * Files inside an archive or attached to a message become documents of whoever uploaded it; what cannot is kept in
 * the list of members with the reason. Only then is the container itself assessed (a message) or done (an archive).
 */
export async function receiveMembers(context: Context, { organizationId, documentId }: Job): Promise<void> {
  const { database, blobs, reader } = context;
  const parent = await database.asOrganization(organizationId, (sql) => findDocument(sql, documentId));
  if (!parent) throw new Fault("not_found", "The document does not exist any more.");
  if (parent.stage === "done") return;
  await blobs.lendFolder(async (folder) => {
    const path = await blobs.getPath(organizationId, parent.sha256);
    for (const member of await reader.unpack({ path, name: parent.fileName }, folder))
      await receiveMember(context, parent, member.path, join(folder, member.file));
  });
  await database.asOrganization(organizationId, async (sql) => {
    const isEvidence = parent.mediaType !== archiveType;
    await updateStage(sql, documentId, isEvidence ? "assessing" : "done", context.clock());
    if (isEvidence) await context.jobs.enqueue(sql, "assess", { organizationId, documentId });
  });
}

async function receiveMember(context: Context, parent: Document, path: string, file: string): Promise<void> {
  const rootId = parent.rootId ?? parent.id;
  const uploader = { id: parent.uploadedBy, organizationId: parent.organizationId };
  const shown = path.replace(/\p{C}/gu, "").slice(0, 1_000) || "unnamed";
  const name = shown.split(/[\\/]/).at(-1) || "unnamed";
  const kept = await keepBytes(context, uploader, { name, bytes: createReadStream(file) }).catch(getFault);
  const member = await context.database.asOrganization(parent.organizationId, async (sql) => {
    const reason = await findRefusal(sql, parent, kept);
    const origin = { older: null, depth: parent.depth + 1, rootId };
    const received =
      reason !== null || kept instanceof Fault
        ? null
        : await insertReceived(context, sql, uploader, kept, origin);
    await insertMember(sql, parent, { path: shown, documentId: received?.document.id ?? null, reason });
    return received?.document;
  });
  if (member && member.integrityFailedAt !== null) await context.checkBytes(member);
}

async function findRefusal(sql: Sql, parent: Document, kept: KeptBytes | Fault): Promise<string | null> {
  if (kept instanceof Fault) return kept.message;
  if (parent.depth >= deepest) return `It lies more than ${deepest} archives deep: upload it by itself.`;
  const { count, sizeBytes } = await measureMembers(sql, parent.rootId ?? parent.id);
  return count >= mostFiles || sizeBytes > mostBytes
    ? "The upload holds more than is unpacked at once: upload it by itself."
    : null;
}

/** A member that cannot be kept stops none of the others. */
function getFault(error: unknown): Fault {
  if (error instanceof Fault && !error.isRetryable) return error;
  throw error;
}

/** Throws Fault `not_found`. */
export function listDocumentMembers(
  context: Context,
  organizationId: string,
  documentId: string,
): Promise<DocumentMember[]> {
  return context.database.asOrganization(organizationId, async (sql) => {
    if (!(await findDocument(sql, documentId))) throw new Fault("not_found", "There is no such document.");
    return listMembers(sql, documentId);
  });
}

async function getReplaceable(sql: Sql, id: string): Promise<Document> {
  await lockVersion(sql, id);
  const older = await findDocument(sql, id);
  if (!older) throw new Fault("not_found", "The document that is to be superseded does not exist.");
  if (older.supersededAt !== null || (await findReplacing(sql, id)) !== null)
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
