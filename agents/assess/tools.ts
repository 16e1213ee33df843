// What the assess graph may ask for.
import type { Analyser, ScoredPoint } from "../../src/domain/analyser.ts";
import type { TryChat } from "../../src/domain/chat.ts";
import type { Features } from "../../src/domain/claim.ts";
import type { Kind } from "../../src/domain/document.ts";
import type { Passage } from "../../src/domain/passage.ts";
import type { Reading } from "../../src/domain/reading.ts";
import type { SourceScoring } from "../../src/domain/scoring.ts";
import type { AssessSubject } from "./state.ts";

export type Subject = { title: string | null; fileName: string; kind: Kind; sha256: string };

export type AssessTools = {
  getDocument(subject: AssessSubject): Promise<Subject>;
  getReading(subject: AssessSubject): Promise<Reading>;
  listPassages(subject: AssessSubject): Promise<Passage[]>;
  /** Points for every passage, best first, at most `limit` each, in the order of the passages. */
  rankPoints(
    subject: AssessSubject,
    document: Subject,
    passages: readonly Passage[],
    limit: number,
  ): Promise<ScoredPoint[][]>;
  /** The analyser of the organization's catalogue: it knows the points and chooses words. */
  getAnalyser(subject: AssessSubject): Promise<Analyser>;
  /** By the built-in scorer: which points are candidates does not depend on who learns. */
  findProbability(features: Features): number;
  /** What the organization has learned of its sources, and how much of what could go unseen it has people check. */
  getLearned(subject: AssessSubject): Promise<{ scorings: readonly SourceScoring[]; sampleShare: number }>;
  /** The picture of a page for a model that can see, as a data URL; null when there is none to show. */
  showPage(subject: AssessSubject, pageNumber: number): Promise<string | null>;
  /** Null without a model. */
  tryChat: TryChat | null;
};
