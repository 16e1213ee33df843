// Which document another one is probably a newer version of.
import type { Document } from "./document.ts";

/** Share of passages that are the same word for word: with the same title a fifth is enough, without it most. */
const sameTitleShare = 0.2;
const otherTitleShare = 0.6;

type Version = Pick<Document, "kind" | "title" | "fileName" | "uploadedAt">;

/** `share` is how much of `newer` stands word for word in `older`. */
export function isLikelyOlder(newer: Version, older: Version, share: number): boolean {
  if (newer.kind !== older.kind || older.uploadedAt > newer.uploadedAt) return false;
  const isSameTitle = cleanTitle(newer) === cleanTitle(older);
  return share >= (isSameTitle ? sameTitleShare : otherTitleShare);
}

/** Without versions, years and dates, which change from one version to the next. */
function cleanTitle({ title, fileName }: Version): string {
  return (title ?? fileName)
    .toLowerCase()
    .replace(
      /\b(?:v|version|rev(?:ision)?)\.?\s*\d+(?:\.\d+)*\b|\b\d{4}(?:-\d{2}){0,2}\b|\b(?:final|draft|copy)\b/g,
      " ",
    )
    .replace(/[^\p{L}\d]+/gu, " ")
    .trim();
}
