// One passage of a document: the API lists them, so its list is read until the passage is found.
import { useEffect, useState } from "preact/hooks";
import type { Passage } from "../../../../domain/passage.ts";
import { ask } from "../api.ts";

/** Longer documents show the quote without the words around it. */
const mostSheets = 5;

export function usePassage(documentId: string, passageId: string): Passage | null {
  const [found, setFound] = useState<Passage | null>(null);
  useEffect(() => {
    const leaving = new AbortController();
    setFound(null);
    findPassage(documentId, passageId, leaving.signal).then(setFound, () => undefined);
    return () => leaving.abort();
  }, [documentId, passageId]);
  return found;
}

async function findPassage(documentId: string, id: string, signal: AbortSignal): Promise<Passage | null> {
  let cursor = "";
  for (let sheet = 0; sheet < mostSheets; sheet += 1) {
    const path = `/v1/documents/${documentId}/passages?limit=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`;
    const { items, nextCursor } = await ask<{ items: Passage[]; nextCursor: string | null }>(path, {
      signal,
    });
    const found = items.find((passage) => passage.id === id);
    if (found || nextCursor === null) return found ?? null;
    cursor = nextCursor;
  }
  return null;
}
