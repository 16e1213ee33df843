// What the ingest graph remembers between steps: ids and counts, never the text itself.
import { Annotation } from "@langchain/langgraph";
import type { ReadFact } from "../../src/domain/fact.ts";

export const ingestState = Annotation.Root({
  organizationId: Annotation<string>,
  documentId: Annotation<string>,
  pageCount: Annotation<number>,
  passageCount: Annotation<number>,
  embeddedCount: Annotation<number>,
  facts: Annotation<ReadFact[]>,
});

export type IngestState = typeof ingestState.State;
export type IngestSubject = Pick<IngestState, "organizationId" | "documentId">;
