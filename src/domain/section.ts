// Sections: runs of passages under the same headings, small enough for one question to a model.
import type { Passage } from "./passage.ts";

export type Section = { start: number; end: number; headingPath: string[]; passages: Passage[] };

/** About 1,500 tokens: beside twenty-five points, a question stays small enough for any model. */
export const sectionLimit = 6000;

/**
 * Groups passages in their order. Suspect passages stand in sections of their own, so that whoever judges the others
 * never sees them.
 * @param suspects ids of passages in which somebody talks to the analyser.
 */
export function groupSections(passages: readonly Passage[], suspects: ReadonlySet<string>): Section[] {
  const sections: Section[] = [];
  let open: Section | undefined;
  let isOpenSuspect = false;
  for (const passage of passages) {
    const isSuspect = suspects.has(passage.id);
    const fits =
      open !== undefined &&
      isSuspect === isOpenSuspect &&
      passage.start >= open.end &&
      passage.end - open.start <= sectionLimit &&
      passage.headingPath.join("\n") === open.headingPath.join("\n");
    if (fits && open) {
      open.end = passage.end;
      open.passages.push(passage);
      continue;
    }
    open = {
      start: passage.start,
      end: passage.end,
      headingPath: passage.headingPath,
      passages: [passage],
    };
    isOpenSuspect = isSuspect;
    sections.push(open);
  }
  return sections;
}
