// Whether two pieces of evidence are two witnesses: a copy of a file is not a second one.
import type { Document } from "./document.ts";
import type { Quote } from "./quote.ts";

export type Witnessed = { document: Document; quotes: readonly Pick<Quote, "text">[] };

/** Different lineage and (different kind or different source). */
export function areIndependent({ document: a }: Witnessed, { document: b }: Witnessed): boolean {
  return (
    a.lineageId !== b.lineageId &&
    a.sha256 !== b.sha256 &&
    (a.kind !== b.kind || a.uploadedBy !== b.uploadedBy)
  );
}
