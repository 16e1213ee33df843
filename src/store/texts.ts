// SQL of the whole text of a document, without where its words stand on the pages.
import { z } from "zod";
import type { Sql } from "../db/sql.ts";

const textSchema = z.object({ text: z.string() });

/** Null when the document was not read yet. */
export async function findText(sql: Sql, documentId: string): Promise<string | null> {
  const row = await sql.find(textSchema, `select text from document_reading where document_id = $1`, [
    documentId,
  ]);
  return row?.text ?? null;
}
