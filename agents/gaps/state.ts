// What the gaps graph remembers between steps: ids and short texts, never what stands in the documents.
import { Annotation } from "@langchain/langgraph";
import type { FoundGaps, Gap, GapQuestion } from "../../src/domain/gap.ts";
import type { RefusedAdvice, WrittenBatch } from "../../src/domain/written-gap.ts";

export const gapsState = Annotation.Root({
  organizationId: Annotation<string>,
  question: Annotation<GapQuestion>,
  found: Annotation<FoundGaps>,
  batches: Annotation<WrittenBatch[]>,
  checked: Annotation<{ gaps: Gap[]; refused: RefusedAdvice[]; notes: string[] }>,
});

export type GapsState = typeof gapsState.State;
export type GapsSubject = Pick<GapsState, "organizationId" | "question">;
