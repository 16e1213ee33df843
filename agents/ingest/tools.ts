// What the ingest graph may ask for. Every tool may be called again after an interruption without harm.
import type { TryChat } from "../../src/domain/chat.ts";
import type { DescriptionRecord } from "../../src/domain/description-record.ts";
import type { Stage } from "../../src/domain/document.ts";
import type { Chosen } from "../../src/domain/fact-choice.ts";
import type { PassageSpan } from "../../src/domain/passage.ts";
import type { Reading } from "../../src/domain/reading.ts";
import type { ScreenFact } from "../../src/domain/screen.ts";
import type { IngestSubject } from "./state.ts";

/** What is stored of a description, together or not at all. */
export type Description = { facts: Chosen; screen: ScreenFact[]; record: DescriptionRecord };

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
  /** Null when there is no language model. */
  tryChat: TryChat | null;
  /** A page as a data URL of bounded size; null when the model cannot see or the page has no picture. */
  showPage(subject: IngestSubject, pageNumber: number): Promise<string | null>;
  saveDescription(subject: IngestSubject, description: Description): Promise<void>;
};
