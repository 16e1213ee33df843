// Flow: stored bytes are compared with their hash; a document whose bytes are others proves nothing, and that is an alarm.
import type { Context } from "../context.ts";
import type { Document } from "../domain/document.ts";
import type { BytesFound } from "../engines/blobs.ts";
import { listClaims } from "../store/claims.ts";
import { findDocument, listAllDocuments } from "../store/documents.ts";
import { listUnchecked, updateChecked, updateIntegrityFailed } from "../store/integrity.ts";
import { appendEntry } from "../store/ledger.ts";
import { listOrganizations } from "../store/organizations.ts";

/** Of one organization, in one round of the clock, and how long a check holds. */
const checksPerRound = 5;
const checkHoldsMs = 24 * 3_600_000;

type Parts = Pick<Context, "database" | "blobs" | "clock" | "log" | "projectGrades">;
type Checkable = Pick<Document, "id" | "organizationId" | "sha256" | "fileName">;

/** Fills `context.checkBytes`. */
export function buildIntegrity(parts: Parts): Pick<Context, "checkBytes"> {
  return {
    checkBytes: async (document) => {
      const found = await parts.blobs.verify(document.organizationId, document.sha256);
      await (found === "intact" ? noteIntact(parts, document) : raiseAlarm(parts, document, found));
      return found;
    },
  };
}

async function noteIntact({ database, clock }: Parts, { id, organizationId }: Checkable): Promise<void> {
  await database.asOrganization(organizationId, (sql) => updateChecked(sql, id, clock()));
}

/** Once for each document: row, ledger, grades; then the alarm, which tells no words of the document. */
async function raiseAlarm(
  { database, clock, log, projectGrades }: Parts,
  { id, organizationId, sha256, fileName }: Checkable,
  found: Exclude<BytesFound, "intact">,
): Promise<void> {
  const isNew = await database.asOrganization(organizationId, async (sql) => {
    const at = clock();
    if ((await updateIntegrityFailed(sql, id, found, at)) === 0) return false;
    const about = { subjectId: id, principalId: null };
    const body = { found, sha256, fileName };
    await appendEntry(sql, { organizationId, kind: "integrity_failed", ...about, at, body });
    const pointIds = (await listClaims(sql, { documentId: id })).map(({ pointId }) => pointId);
    await projectGrades(sql, organizationId, pointIds, { kind: "integrity_failed", ...about });
    return true;
  });
  const details = { organizationId, documentId: id, sha256, found };
  if (isNew) log.error(details, "the stored bytes of a document are not those that were uploaded");
}

/** A few documents of every organization, the longest unchecked first. Returns how many failed. */
export async function sweepIntegrity(context: Context): Promise<number> {
  const organizations = await context.database.asSystem((sql) => listOrganizations(sql));
  const since = new Date(context.clock().getTime() - checkHoldsMs);
  let failed = 0;
  for (const { id: organizationId } of organizations) {
    const documents = await context.database.asOrganization(organizationId, async (sql) => {
      const found: Document[] = [];
      for (const id of await listUnchecked(sql, since, checksPerRound)) {
        const document = await findDocument(sql, id);
        if (document) found.push(document);
      }
      return found;
    });
    for (const document of documents) if ((await context.checkBytes(document)) !== "intact") failed += 1;
  }
  return failed;
}

export type CheckedDocument = {
  documentId: string;
  fileName: string;
  sha256: string;
  found: BytesFound;
  /** When it failed first; it stays failed though its bytes come back. */
  failedAt: Date | null;
};

/** Every document of an organization, also those that failed before. Throws Fault `unavailable`. */
export async function verifyDocuments(context: Context, organizationId: string): Promise<CheckedDocument[]> {
  const list = () => context.database.asOrganization(organizationId, (sql) => listAllDocuments(sql));
  const found = new Map<string, BytesFound>();
  for (const document of await list()) found.set(document.id, await context.checkBytes(document));
  return (await list()).flatMap(({ id, fileName, sha256, integrityFailedAt: failedAt }) => {
    const one = found.get(id);
    return one === undefined ? [] : [{ documentId: id, fileName, sha256, found: one, failedAt }];
  });
}
