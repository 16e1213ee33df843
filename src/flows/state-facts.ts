// Flow: a person or service says what a document does not say itself, or names the version that it replaces.
import type { Context, Replacement } from "../context.ts";
import type { Sql } from "../db/sql.ts";
import type { Document } from "../domain/document.ts";
import { type Fact, type FactName, factNames } from "../domain/fact.ts";
import type { Principal } from "../domain/principal.ts";
import type { ScreenFact } from "../domain/screen.ts";
import { Fault } from "../fault.ts";
import { listClaims } from "../store/claims.ts";
import { findDocument, updateAssessedBy, updateStage } from "../store/documents.ts";
import { insertStatedFact, listFacts } from "../store/facts.ts";
import { appendEntry } from "../store/ledger.ts";
import { findReplacing, joinLineages, lockVersion, updateOlder } from "../store/lineages.ts";
import { listScreenFacts } from "../store/screens.ts";

/** Facts to state, null to take one back to unknown; `supersedes` is the id of the older version. */
export type Statement = { [Name in FactName]?: string | null | undefined } & {
  supersedes?: string | undefined;
};

/**
 * Records what is stated and who stated it; what was read before stays in the history. Another kind, which proves
 * other things, has the document assessed again. Throws Fault `not_found`, `conflict` while the document is being
 * processed, `invalid_input` when dates contradict each other or the older version is not one.
 */
export async function stateFacts(
  context: Context,
  principal: Principal,
  documentId: string,
  { supersedes, ...statement }: Statement,
): Promise<Document> {
  const { organizationId } = principal;
  const known = supersedes === undefined ? null : await context.getCatalogue(organizationId);
  return context.database.asOrganization(organizationId, async (sql) => {
    const before = await getFinished(sql, documentId);
    const at = context.clock();
    const changed = factNames.filter(
      (name) => statement[name] !== undefined && statement[name] !== before[name],
    );
    for (const name of changed) {
      const fact = { name, value: statement[name] ?? null, principalId: principal.id };
      await insertStatedFact(sql, { organizationId, documentId }, fact, at);
    }
    if (supersedes !== undefined && known)
      await replace(context, sql, principal, { newer: before, olderId: supersedes, known });
    const after = await getFinished(sql, documentId);
    checkDates(after);
    if (changed.length > 0) {
      const list = (document: Document) => Object.fromEntries(changed.map((name) => [name, document[name]]));
      await appendEntry(sql, {
        organizationId,
        kind: "document_facts_stated",
        subjectId: documentId,
        principalId: principal.id,
        at,
        body: { before: list(before), after: list(after) },
      });
    }
    await projectChanged(context, sql, principal, after);
    if (!changed.includes("kind")) {
      if (changed.length === 0 && supersedes === undefined) return after;
      // Other dates put it in force or out of it, an older version is out of it now: what contradicts is looked for again.
      await context.jobs.enqueue(sql, "assess", { organizationId, documentId });
      return after;
    }
    await updateAssessedBy(sql, documentId, null);
    await updateStage(sql, documentId, "assessing", at);
    await context.jobs.enqueue(sql, "assess", { organizationId, documentId });
    return { ...after, stage: "assessing" };
  });
}

/** Every fact that was read or stated, oldest first; the newest of a name stands. Throws Fault `not_found`. */
export function listDocumentFacts(
  context: Context,
  organizationId: string,
  documentId: string,
): Promise<Fact[]> {
  return context.database.asOrganization(organizationId, async (sql) => {
    if (!(await findDocument(sql, documentId))) throw new Fault("not_found", "There is no such document.");
    return listFacts(sql, documentId);
  });
}

/** What a screenshot shows, read or only seen; nothing for other documents. */
export function listShown(
  context: Context,
  organizationId: string,
  documentId: string,
): Promise<ScreenFact[]> {
  return context.database.asOrganization(organizationId, (sql) => listScreenFacts(sql, documentId));
}

/** Dates and versions that are known now make grades rise and fall: of this document, and of the older one. */
async function projectChanged(
  context: Context,
  sql: Sql,
  { id: principalId, organizationId }: Principal,
  { id, supersedesId }: Document,
): Promise<void> {
  const claims = await listClaims(sql, { documentIds: supersedesId === null ? [id] : [id, supersedesId] });
  const pointIds = claims.map(({ pointId }) => pointId);
  const cause = { kind: "facts_stated" as const, subjectId: id, principalId };
  await context.projectGrades(sql, organizationId, pointIds, cause);
}

async function getFinished(sql: Sql, documentId: string): Promise<Document> {
  const document = await findDocument(sql, documentId);
  if (!document) throw new Fault("not_found", "There is no such document.");
  if (document.stage !== "done")
    throw new Fault("conflict", "The document is not processed yet: wait until its stage is `done`.");
  return document;
}

function checkDates(document: Document): void {
  const spans = [
    ["effectiveFrom", "effectiveTo"],
    ["periodStart", "periodEnd"],
  ] as const;
  for (const [from, to] of spans) {
    if ((document[from] ?? "") > (document[to] ?? "9999"))
      throw new Fault("invalid_input", `${from} is ${document[from]}, after ${to}, ${document[to]}.`);
  }
}

async function replace(
  context: Context,
  sql: Sql,
  { id: principalId, organizationId }: Principal,
  { newer, olderId, known }: { newer: Document; olderId: string; known: Replacement["known"] },
): Promise<void> {
  await lockVersion(sql, olderId);
  const older = await findDocument(sql, olderId);
  if (!older) throw new Fault("not_found", "The document that is to be superseded does not exist.");
  const isFree = older.supersededAt === null && newer.supersedesId === null;
  // Who has the document for an ancestor already would become its own.
  const isStranger = older.lineageId !== newer.lineageId;
  if (!isFree || !isStranger || (await findReplacing(sql, olderId)) !== null) throw buildTaken();
  const at = context.clock();
  if ((await updateOlder(sql, newer.id, older.id, at)) === 0) throw buildTaken();
  await joinLineages(sql, newer.lineageId, older.lineageId);
  const replacement = { organizationId, olderId, newerId: newer.id, principalId, at, known };
  // Somebody else may have replaced it since it was looked at.
  if (!(await context.replaceVersion(sql, replacement))) throw buildTaken();
  await context.announceOpened(sql, { organizationId, at });
}

function buildTaken(): Fault {
  return new Fault(
    "conflict",
    "A version is superseded once, by one other document that replaces nothing else.",
  );
}
