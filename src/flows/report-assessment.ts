// Flow: what was asked, answered, dropped and doubted when a document was assessed.
import type { Context } from "../context.ts";
import { Fault } from "../fault.ts";
import { findDocument } from "../store/documents.ts";
import { findTrace, type KeptTrace } from "../store/traces.ts";

export type AssessmentReport = KeptTrace & { fileName: string };

/** The newest assessment of a document. Throws Fault `not_found`, also while it was not assessed yet. */
export function reportAssessment(
  context: Pick<Context, "database">,
  organizationId: string,
  documentId: string,
): Promise<AssessmentReport> {
  return context.database.asOrganization(organizationId, async (sql) => {
    const document = await findDocument(sql, documentId);
    if (!document) throw new Fault("not_found", "There is no such document.");
    const trace = await findTrace(sql, documentId);
    if (!trace) throw new Fault("not_found", "The document was not assessed yet: try again when it is done.");
    return { ...trace, fileName: document.fileName };
  });
}
