// Flow: an organization's own framework comes in, and its documents are assessed for it; or it goes.
import { createHash } from "node:crypto";
import type { Context } from "../context.ts";
import type { Sql } from "../db/sql.ts";
import { listComparable } from "../domain/catalogue.ts";
import type { FrameworkNames, OwnFramework } from "../domain/own-framework.ts";
import type { Principal } from "../domain/principal.ts";
import { type FrameworkFile, readFramework } from "../engines/framework-files.ts";
import { Fault } from "../fault.ts";
import { listAllDocuments, updateAssessedBy, updateStage } from "../store/documents.ts";
import { listClaimedPoints } from "../store/grades.ts";
import { appendEntry } from "../store/ledger.ts";
import { insertOwnFramework, listOwnVersions, retireOwnFramework } from "../store/own-frameworks.ts";

export type Imported = {
  frameworkId: string;
  title: string;
  version: string;
  requirementCount: number;
  pointCount: number;
  /** Labels of controls that the publisher withdrew. */
  withdrawn: string[];
  informative: string[];
  /** False when exactly this content was there already: nothing was done. */
  isNew: boolean;
  /** Documents that are assessed again. */
  assessing: number;
};

type Who = Pick<Principal, "id" | "organizationId">;

/**
 * Imports an OSCAL catalog or profile (JSON, with what it imports) or a table as the organization's framework. The
 * same id again replaces it. Throws Fault `invalid_input` with every flaw, `too_large`, `unreadable_file`,
 * `conflict` for the id of a built-in framework.
 */
export async function importFramework(
  context: Context,
  principal: Who,
  files: readonly FrameworkFile[],
  names: FrameworkNames,
): Promise<Imported> {
  const { withdrawn, informative, ...content } = readFramework(files, names);
  const { catalogue } = await context.getCatalogue(null);
  const { id: frameworkId, title, requirements } = content.framework;
  if (listComparable(catalogue).some(({ id }) => id === frameworkId))
    throw new Fault("conflict", `"${frameworkId}" is built in: give your framework another id.`);
  const version = hashContent(content);
  const { organizationId } = principal;
  const stored = await context.database.asOrganization(organizationId, async (sql) => {
    const standing = await listOwnVersions(sql);
    if (standing.some((one) => one.frameworkId === frameworkId && one.version === version)) return null;
    const at = context.clock();
    const id = context.newId();
    const retired = await retireOwnFramework(sql, frameworkId, at);
    const sourceName = files[0]?.name ?? "";
    await insertOwnFramework(sql, organizationId, {
      id,
      version,
      content,
      sourceName,
      importedBy: principal.id,
      importedAt: at,
    });
    await appendEntry(sql, {
      organizationId,
      kind: "framework_imported",
      subjectId: id,
      principalId: principal.id,
      at,
      body: { frameworkId, version, sourceName, requirements: requirements.length, replaced: retired },
    });
    await projectAll(context, sql, principal);
    const documents = (await listAllDocuments(sql)).filter(
      ({ stage, supersededAt }) => stage === "done" && supersededAt === null,
    );
    for (const { id: documentId } of documents) {
      await updateAssessedBy(sql, documentId, null);
      await updateStage(sql, documentId, "assessing", at);
      await context.jobs.enqueue(sql, "assess", { organizationId, documentId });
    }
    return documents.length;
  });
  return {
    frameworkId,
    title,
    version,
    requirementCount: requirements.length,
    pointCount: content.topics.reduce((sum, { points }) => sum + points.length, 0),
    withdrawn,
    informative,
    isNew: stored !== null,
    assessing: stored ?? 0,
  };
}

/** Takes an own framework out of use; what was found for it stays in the history. Throws Fault `not_found`. */
export async function removeFramework(context: Context, principal: Who, frameworkId: string): Promise<void> {
  const { organizationId } = principal;
  await context.database.asOrganization(organizationId, async (sql) => {
    const at = context.clock();
    if ((await retireOwnFramework(sql, frameworkId, at)) === 0)
      throw new Fault("not_found", `You have no framework of your own with the id "${frameworkId}".`);
    await appendEntry(sql, {
      organizationId,
      kind: "framework_removed",
      subjectId: organizationId,
      principalId: principal.id,
      at,
      body: { frameworkId },
    });
    await projectAll(context, sql, principal);
  });
}

/** What its points say now makes grades rise and fall. */
async function projectAll(
  context: Context,
  sql: Sql,
  { id: principalId, organizationId }: Who,
): Promise<void> {
  const cause = { kind: "catalogue_changed" as const, subjectId: organizationId, principalId };
  await context.projectGrades(sql, organizationId, await listClaimedPoints(sql), cause);
}

function hashContent(content: OwnFramework): string {
  return createHash("sha256").update(JSON.stringify(content)).digest("hex");
}
