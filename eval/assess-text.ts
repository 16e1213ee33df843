// The assess graph of the product on a text in memory: the same nodes and rules, without a database.
import { MemorySaver } from "@langchain/langgraph";
import { buildAssess, readAssessPrompts } from "../agents/assess/graph.ts";
import type { Analyser } from "../src/domain/analyser.ts";
import type { TryChat } from "../src/domain/chat.ts";
import type { Kind } from "../src/domain/document.ts";
import { buildHeading, buildPassageQuery, type Passage, splitPassages } from "../src/domain/passage.ts";
import type { Reading } from "../src/domain/reading.ts";
import { builtInScorer, findProbability } from "../src/domain/scorer.ts";
import { sampleShare, type Triaged } from "../src/domain/triage.ts";
import type { Embedder } from "../src/engines/embedder.ts";

export type Subject = { title: string | null; kind: Kind; reading: Reading; sha256: string };
export type Assessment = { triaged: Triaged[]; droppedQuotes: number; passages: Passage[] };

const documentId = "00000000-0000-4000-8000-000000000000";

export async function assessText(
  { title, kind, reading, sha256 }: Subject,
  analyser: Analyser,
  embedder: Embedder,
  tryChat: TryChat | null = null,
): Promise<Assessment> {
  const passages = splitPassages(reading).map(
    (span, ordinal): Passage => ({
      ...span,
      id: `00000000-0000-4000-8000-${String(ordinal).padStart(12, "0")}`,
      documentId,
      ordinal,
      text: reading.text.slice(span.start, span.end),
    }),
  );
  const vectors = await embedder.embed(passages.map((passage) => buildPassageQuery(title, passage)));
  const graph = buildAssess(
    {
      getDocument: async () => ({ title, fileName: title ?? "", kind, sha256 }),
      getReading: async () => reading,
      listPassages: async () => passages,
      rankPoints: async (_, subject, asked, limit) =>
        asked.map((passage, index) => {
          const query = {
            heading: buildHeading(title, passage),
            text: passage.text,
            vector: vectors[index] ?? [],
          };
          return analyser.rankPoints(query, subject.kind, limit);
        }),
      getAnalyser: async () => analyser,
      findProbability: (features) => findProbability(builtInScorer, features),
      getLearned: async () => ({ scorings: [], sampleShare }),
      showPage: async () => null,
      tryChat,
    },
    { checkpointer: new MemorySaver(), prompts: await readAssessPrompts() },
  );
  const state = await graph.invoke(
    { organizationId: documentId, documentId },
    { configurable: { thread_id: "evaluation" } },
  );
  return { triaged: state.triaged, droppedQuotes: state.findings.dropped.length, passages };
}
