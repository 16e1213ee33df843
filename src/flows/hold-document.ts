// Flow: a document whose work waits for its time says so, and says so no longer when the work goes on.
import type { Context } from "../context.ts";
import type { Job } from "../db/jobs.ts";
import { updateWaiting } from "../store/documents.ts";

/** The stage stays what it is: nothing failed, and nothing that was done is lost. */
export async function holdDocument(
  context: Context,
  { organizationId, documentId }: Job,
  waiting: { reason: string; until: Date },
): Promise<void> {
  await context.database.asOrganization(organizationId, (sql) =>
    updateWaiting(sql, documentId, waiting, context.clock()),
  );
}

export async function resumeDocument(context: Context, { organizationId, documentId }: Job): Promise<void> {
  await context.database.asOrganization(organizationId, (sql) =>
    updateWaiting(sql, documentId, null, context.clock()),
  );
}
