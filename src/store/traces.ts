// SQL of traces: what was asked, answered, dropped and doubted when a document was assessed.
import { z } from "zod";
import type { Sql } from "../db/sql.ts";
import { type Trace, traceSchema } from "../domain/judgement.ts";

const rowSchema = z.object({ assessedAt: z.date(), assessedBy: z.string(), trace: traceSchema });
export type KeptTrace = z.output<typeof rowSchema>;

export function insertTrace(
  sql: Sql,
  organizationId: string,
  { documentId, at, assessedBy, trace }: { documentId: string; at: Date; assessedBy: string; trace: Trace },
): Promise<number> {
  return sql.run(
    `insert into assessment_trace (document_id, organization_id, assessed_at, assessed_by, trace)
     values ($1, $2, $3, $4, $5) on conflict do nothing`,
    [documentId, organizationId, at, assessedBy, JSON.stringify(trace)],
  );
}

/** The trace of the newest assessment. */
export function findTrace(sql: Sql, documentId: string): Promise<KeptTrace | null> {
  return sql.find(
    rowSchema,
    `select assessed_at as "assessedAt", assessed_by as "assessedBy", trace from assessment_trace
     where document_id = $1 order by assessed_at desc limit 1`,
    [documentId],
  );
}
