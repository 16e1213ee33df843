// SQL of what lists tell about documents beside the documents themselves: claims by grade, uploaders, states.
import { z } from "zod";
import type { Sql } from "../db/sql.ts";
import { type DocumentState, documentStates } from "../domain/document-question.ts";
import { gradeSchema } from "../domain/grade.ts";

const gradeCountSchema = z.object({ documentId: z.uuid(), grade: gradeSchema, count: z.number() });
export type GradeCount = z.output<typeof gradeCountSchema>;

/** Standing claims of documents by the grade that the projection has; grades without claims are left out. */
export function countClaimGrades(sql: Sql, documentIds: readonly string[]): Promise<GradeCount[]> {
  return sql.list(
    gradeCountSchema,
    `select document_id as "documentId", grade, count(*) as count from claim join claim_grade on claim_id = claim.id
     where document_id = any ($1) and retired_at is null and replaced_by is null group by document_id, grade`,
    [documentIds],
  );
}

const uploaderSchema = z.object({ documentId: z.uuid(), name: z.string() });

export function listUploaders(sql: Sql, documentIds: readonly string[]) {
  return sql.list(
    uploaderSchema,
    `select document.id as "documentId", principal.name from document join principal on principal.id = uploaded_by
     where document.id = any ($1)`,
    [documentIds],
  );
}

const stateCountSchema = z.object({ state: z.enum(documentStates), count: z.number() });

export function countDocumentStates(sql: Sql): Promise<{ state: DocumentState; count: number }[]> {
  return sql.list(
    stateCountSchema,
    `select case when stage in ('done', 'failed') then stage when waiting_reason is null then 'working'
       else 'waiting' end as state, count(*) as count
     from document group by 1`,
  );
}
