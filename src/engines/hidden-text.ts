// Collects what a file hides, bounded, with what talks to the analyser first; and tells colours that nobody can read.
import { findInjections } from "../domain/injection.ts";
import type { Hidden } from "../domain/reading.ts";

/** Kept of one file: nobody reads more, and what instructs the analyser is among it. */
const mostPieces = 200;
const longestPiece = 500;
/** Searched of one file. */
const mostCharacters = 2_000_000;

type Piece = Hidden & { pageNumber: number; isInstruction: boolean };

export function buildHidden() {
  const pieces: Piece[] = [];
  const seen = new Set<string>();
  let characters = 0;
  const kept = (): Piece[] => {
    const aimed = pieces.filter(({ isInstruction }) => isInstruction);
    const others = pieces.filter(({ isInstruction }) => !isInstruction);
    const chosen = new Set([...aimed, ...others].slice(0, mostPieces));
    return pieces.filter((piece) => chosen.has(piece));
  };
  return {
    add: (pageNumber: number, reason: Hidden["reason"], text: string): void => {
      const key = `${pageNumber} ${reason} ${text}`;
      characters += text.length;
      if (text === "" || seen.has(key) || characters > mostCharacters) return;
      seen.add(key);
      const [hit] = findInjections(text);
      if (pieces.length >= (hit ? 2 * mostPieces : mostPieces)) return;
      const from = hit && hit.end > longestPiece ? Math.max(0, hit.start - 50) : 0;
      pieces.push({ pageNumber, reason, text: cut(text.slice(from)), isInstruction: hit !== undefined });
    },
    list: (pageNumber: number): Hidden[] =>
      kept()
        .filter((piece) => piece.pageNumber === pageNumber)
        .map(({ reason, text }) => ({ reason, text })),
  };
}

/** Without half a character at either end, which no database takes. */
function cut(text: string): string {
  return text.slice(0, longestPiece).replace(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/g, "");
}
