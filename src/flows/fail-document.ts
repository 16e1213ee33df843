// Flow: a document that cannot be processed ends, with a reason a person understands; the batch goes on.
import type { Context } from "../context.ts";
import type { Job } from "../db/jobs.ts";
import type { Sql } from "../db/sql.ts";
import { findDocument, updateFailure } from "../store/documents.ts";
import { appendEntry } from "../store/ledger.ts";

export async function failDocument(context: Context, job: Job, reason: string): Promise<void> {
  await context.database.asOrganization(job.organizationId, (sql) => fail(context, sql, job, reason));
  await context.agents.forgetThread(`ingest:${job.documentId}`);
}

/** For a job that ended without its handler's knowing: a document that was settled meanwhile stays as it is. */
export async function failUnfinished(context: Context, job: Job, reason: string): Promise<void> {
  await context.database.asOrganization(job.organizationId, async (sql) => {
    const stage = (await findDocument(sql, job.documentId))?.stage ?? "done";
    if (stage !== "done" && stage !== "failed") await fail(context, sql, job, reason);
  });
}

async function fail(
  context: Context,
  sql: Sql,
  { organizationId, documentId }: Job,
  reason: string,
): Promise<void> {
  const at = context.clock();
  await updateFailure(sql, documentId, reason, at);
  await appendEntry(sql, {
    organizationId,
    kind: "document_failed",
    subjectId: documentId,
    principalId: null,
    at,
    body: { reason },
  });
}
