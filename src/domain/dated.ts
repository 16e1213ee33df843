// What was known at a moment: of a document, of its versions, of a point's words. Nothing here looks at the clock.
import type { Document } from "./document.ts";
import type { FactName } from "./fact.ts";

/** A fact as it was read or stated; the last one of a name up to a moment stands at it. */
export type DatedFact = { documentId: string; name: FactName; value: string | null; statedAt: Date };

/** An older version, and since when the document is known to be a newer one of it. */
export type Ancestor = { id: string; since: Date };

/** A time in which the stored bytes were not those that were uploaded; it lasts while `restoredAt` is null. */
export type IntegrityLapse = { documentId: string; failedAt: Date; restoredAt: Date | null };

/** The words of a point as a catalogue has them; null when it has the point no more. */
export type DatedWords = { pointId: string; words: string | null; since: Date };

export type DocumentHistory = {
  document: Document;
  /** Empty for a document of which nobody stated anything: then it is as it was read. Oldest first. */
  facts: readonly DatedFact[];
  /** The next older version first. */
  ancestors: readonly Ancestor[];
  lapses: readonly IntegrityLapse[];
};

/** The document with the facts and the lineage that were known at a moment. */
export function findDocumentAsOf({ document, facts, ancestors }: DocumentHistory, asOf: Date): Document {
  const known = facts.filter(({ statedAt }) => statedAt <= asOf);
  const names = new Set(facts.map(({ name }) => name));
  const values = [...names].map((name) => [
    name,
    known.findLast((fact) => fact.name === name)?.value ?? null,
  ]);
  return { ...document, ...Object.fromEntries(values), lineageId: findLineage(document, ancestors, asOf) };
}

/** The oldest version that the document was known to come from. */
function findLineage({ id }: Document, ancestors: readonly Ancestor[], asOf: Date): string {
  const stranger = ancestors.findIndex(({ since }) => since > asOf);
  const known = stranger === -1 ? ancestors : ancestors.slice(0, stranger);
  return known.at(-1)?.id ?? id;
}

/** The words of a point at a moment, or null when no catalogue had it then. */
export function findWords(wordings: readonly DatedWords[], asOf: Date): string | null {
  return wordings.findLast(({ since }) => since <= asOf)?.words ?? null;
}

/** The document as it was known at each moment at which something new was known of it. */
export function listDatedDocuments(history: DocumentHistory): Document[] {
  const times = new Set([0, ...history.facts.map(({ statedAt }) => statedAt.getTime())]);
  return [...times].map((time) => findDocumentAsOf(history, new Date(time)));
}
