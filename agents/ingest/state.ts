// What the ingest graph remembers between steps: ids and counts, never the text itself.
import { Annotation } from "@langchain/langgraph";
import type { DocumentFacts } from "../../src/domain/document.ts";

export const ingestState = Annotation.Root({
  organizationId: Annotation<string>,
  documentId: Annotation<string>,
  pageCount: Annotation<number>,
  passageCount: Annotation<number>,
  embeddedCount: Annotation<number>,
  facts: Annotation<DocumentFacts>,
});

export type IngestState = typeof ingestState.State;
export type IngestSubject = Pick<IngestState, "organizationId" | "documentId">;
