// What the ingest graph remembers between steps: ids and counts, never the text itself.
import { Annotation } from "@langchain/langgraph";
import type { DescriptionRecord } from "../../src/domain/description-record.ts";
import type { ReadFact } from "../../src/domain/fact.ts";
import type { ScreenFact } from "../../src/domain/screen.ts";

/** `record` tells who described the document, and what of a reply did not hold. */
export type Told = { facts: ReadFact[]; screen: ScreenFact[]; record: DescriptionRecord };

export const ingestState = Annotation.Root({
  organizationId: Annotation<string>,
  documentId: Annotation<string>,
  pageCount: Annotation<number>,
  passageCount: Annotation<number>,
  embeddedCount: Annotation<number>,
  /** What the rules read in it. */
  readFacts: Annotation<ReadFact[]>,
  /** What a model said of it and words of it show. */
  told: Annotation<Told>,
  /** What stands, of both. */
  facts: Annotation<ReadFact[]>,
});

export type IngestState = typeof ingestState.State;
export type IngestSubject = Pick<IngestState, "organizationId" | "documentId">;
