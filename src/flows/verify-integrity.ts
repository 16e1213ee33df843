// Flow: stored bytes are compared with their hash; a document whose bytes are others proves nothing, and that is an alarm.
// When they are again what was uploaded, it proves again.
import type { Context } from "../context.ts";
import type { Document } from "../domain/document.ts";
import type { BytesFound } from "../engines/blobs.ts";
import { listClaims } from "../store/claims.ts";
import { findDocument, listAllDocuments } from "../store/documents.ts";
import {
  insertIntegrityFailure,
  listUnchecked,
  updateChecked,
  updateIntegrityRestored,
} from "../store/integrity.ts";
import { appendEntry } from "../store/ledger.ts";
import { listOrganizations } from "../store/organizations.ts";

/** Of one organization, in one round of the clock, and how long a check holds. */
const checksPerRound = 5;
const checkHoldsMs = 24 * 3_600_000;

type Parts = Pick<Context, "database" | "blobs" | "clock" | "log" | "jobs" | "projectGrades">;
type Checkable = Pick<Document, "id" | "organizationId" | "sha256" | "fileName" | "stage">;

/** Fills `context.checkBytes`. */
export function buildIntegrity(parts: Parts): Pick<Context, "checkBytes"> {
  return {
    checkBytes: async (document) => {
      const found = await parts.blobs.verify(document.organizationId, document.sha256);
      const isNew = await note(parts, document, found);
      const { id: documentId, organizationId, sha256 } = document;
      const details = { organizationId, documentId, sha256, found };
      if (isNew && found === "intact") parts.log.info(details, "the stored bytes of a document are back");
      else if (isNew) parts.log.error(details, alarm);
      return found;
    },
  };
}

/** The words of the alarm tell no words of the document. */
const alarm = "the stored bytes of a document are not those that were uploaded";

/** Row, ledger and grades, when it is not what was known before. Returns whether it is new. */
async function note(
  { database, clock, jobs, projectGrades }: Parts,
  { id, organizationId, sha256, fileName, stage }: Checkable,
  found: BytesFound,
): Promise<boolean> {
  return database.asOrganization(organizationId, async (sql) => {
    const at = clock();
    await updateChecked(sql, id, at);
    const isIntact = found === "intact";
    const changed = isIntact
      ? await updateIntegrityRestored(sql, id, at)
      : await insertIntegrityFailure(sql, { id, organizationId }, found, at);
    if (changed === 0) return false;
    const kind = isIntact ? "integrity_restored" : "integrity_failed";
    const about = { subjectId: id, principalId: null };
    await appendEntry(sql, { organizationId, kind, ...about, at, body: { found, sha256, fileName } });
    const pointIds = (await listClaims(sql, { documentId: id })).map(({ pointId }) => pointId);
    await projectGrades(sql, organizationId, pointIds, { kind, ...about });
    // What came in the meantime was not compared with it.
    if (isIntact && stage === "done") await jobs.enqueue(sql, "assess", { organizationId, documentId: id });
    return true;
  });
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
  /** Whether it was known not to be intact before this check. */
  wasBroken: boolean;
};

/** Every document of an organization, also those that failed before. Throws Fault `unavailable`. */
export async function verifyDocuments(context: Context, organizationId: string): Promise<CheckedDocument[]> {
  const documents = await context.database.asOrganization(organizationId, listAllDocuments);
  const checked: CheckedDocument[] = [];
  for (const document of documents) {
    const { id: documentId, fileName, sha256, integrityFailedAt } = document;
    const found = await context.checkBytes(document);
    checked.push({ documentId, fileName, sha256, found, wasBroken: integrityFailedAt !== null });
  }
  return checked;
}
