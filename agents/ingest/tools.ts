// What the ingest graph may ask for. Every tool may be called again after an interruption without harm.
import type { Stage } from "../../src/domain/document.ts";
import type { ReadFact } from "../../src/domain/fact.ts";
import type { PassageSpan } from "../../src/domain/passage.ts";
import type { Reading } from "../../src/domain/reading.ts";
import type { IngestSubject } from "./state.ts";

export type IngestTools = {
  /** Tells people where the document is. */
  reportStage(subject: IngestSubject, stage: Stage): Promise<void>;
  /** Reads the file (once) and keeps the reading. */
  readPages(subject: IngestSubject): Promise<Reading>;
  /** The reading that was kept. */
  getReading(subject: IngestSubject): Promise<Reading>;
  savePassages(subject: IngestSubject, spans: readonly PassageSpan[]): Promise<number>;
  /** Embeds the passages that have no vector yet; returns how many have one now. */
  embedPassages(subject: IngestSubject): Promise<number>;
  /** The name under which the file was uploaded, and when. */
  getUpload(subject: IngestSubject): Promise<{ fileName: string; uploadedAt: Date }>;
  saveFacts(subject: IngestSubject, facts: readonly ReadFact[]): Promise<void>;
};
